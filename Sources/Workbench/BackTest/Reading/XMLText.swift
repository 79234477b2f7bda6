import Diagnostics

/// The values of XML attributes: where they end, and what their references stand for.
enum XMLText {
  /// Finds the closing quote of a value and checks what stands before it; nil when it does not come yet.
  static func scan(_ bytes: [UInt8], from start: Int, to quote: UInt8)
    throws(LogProblem) -> (end: Int, isPlain: Bool)?
  {
    var index = start
    var isPlain = true
    var isASCII = true
    while true {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      if byte == quote { break }
      switch byte {
      case UInt8(ascii: "<"):
        throw LogProblem(
          "malformed",
          Bilingual(
            "this is no well-formed XML: `<` inside of a value", zh: "XML 格式有误：值中有 `<`"))
      case UInt8(ascii: "&"), 0x09, 0x0A, 0x0D: isPlain = false
      case 0x00..<0x20:
        throw LogProblem(
          "control-character", Bilingual("a control character in a value", zh: "值中有控制字符"))
      case 0x80...0xFF: isASCII = false
      default: break
      }
      index += 1
    }
    if !isASCII, String(validating: bytes[start..<index], as: UTF8.self) == nil {
      throw XMLReader.notUTF8
    }
    if !isPlain { _ = try decode(bytes[start..<index]) }
    return (index, isPlain)
  }

  /// The value with its references resolved and its line ends and tabs turned into blanks, as XML has it.
  static func decode(_ raw: ArraySlice<UInt8>) throws(LogProblem) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = raw
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "&"):
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw unknown("&") }
        let name = String(decoding: rest[..<end], as: UTF8.self)
        guard let character = character(name) else { throw unknown("&\(name.excerpt);") }
        decoded += Array(String(character).utf8)
        rest = rest[(end + 1)...]
      case 0x0D:
        decoded.append(0x20)
        if rest.first == 0x0A { rest.removeFirst() }
      case 0x09, 0x0A: decoded.append(0x20)
      default: decoded.append(byte)
      }
    }
    return decoded
  }

  private static func unknown(_ reference: String) -> LogProblem {
    LogProblem(
      "entity",
      Bilingual("unknown entity `\(reference)`", zh: "未知实体 `\(reference)`"),
      help: Bilingual(
        "XML knows `&lt;`, `&gt;`, `&amp;`, `&apos;`, `&quot;` and numbers; no others are read",
        zh: "仅识别 `&lt;`、`&gt;`、`&amp;`、`&apos;`、`&quot;` 和数字引用"))
  }

  private static func character(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "apos": return "'"
    case "quot": return "\""
    default: break
    }
    let number: UInt32?
    if name.hasPrefix("#x") {
      number = UInt32(name.dropFirst(2), radix: 16)
    } else if name.hasPrefix("#"), name.utf8.dropFirst().allSatisfy({ 48...57 ~= $0 }) {
      number = UInt32(name.dropFirst())
    } else {
      number = nil
    }
    guard let number, number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number) else { return nil }
    return Unicode.Scalar(number)
  }
}
