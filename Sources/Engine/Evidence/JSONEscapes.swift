/// What a backslash begins in the strings of JSON.
enum JSONEscapes {
  /// The text that stands between two quotation marks; its escapes were looked at when it was read.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    var start = bytes.startIndex
    while let backslash = bytes[start...].firstIndex(of: UInt8(ascii: "\\")) {
      text += String(decoding: bytes[start..<backslash], as: UTF8.self)
      guard let escape = try? scalar(bytes, at: backslash + 1) else {
        preconditionFailure("escapes were looked at when they were read")
      }
      text.unicodeScalars.append(escape.scalar)
      start = escape.end
    }
    return text + String(decoding: bytes[start...], as: UTF8.self)
  }

  /// The character of an escape whose backslash stands before `index`, and where it ends.
  static func scalar(
    _ bytes: ArraySlice<UInt8>, at index: Int
  ) throws(JSONError) -> (scalar: Unicode.Scalar, end: Int) {
    guard index < bytes.endIndex else {
      throw JSONError(reason: "the string is not closed", offset: index)
    }
    switch bytes[index] {
    case UInt8(ascii: "\""): return ("\"", index + 1)
    case UInt8(ascii: "\\"): return ("\\", index + 1)
    case UInt8(ascii: "/"): return ("/", index + 1)
    case UInt8(ascii: "b"): return ("\u{8}", index + 1)
    case UInt8(ascii: "f"): return ("\u{C}", index + 1)
    case UInt8(ascii: "n"): return ("\n", index + 1)
    case UInt8(ascii: "r"): return ("\r", index + 1)
    case UInt8(ascii: "t"): return ("\t", index + 1)
    case UInt8(ascii: "u"):
      var (code, end) = (try hexadecimal(bytes, at: index + 1), index + 5)
      if (0xD800..<0xDC00).contains(code), bytes[end...].starts(with: "\\u".utf8) {
        let low = try hexadecimal(bytes, at: end + 2)
        guard (0xDC00..<0xE000).contains(low) else {
          throw JSONError(reason: "lone surrogate", offset: index - 1)
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        end += 6
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONError(reason: "lone surrogate", offset: index - 1)
      }
      return (scalar, end)
    default: throw JSONError(reason: "unknown escape", offset: index - 1)
    }
  }

  private static func hexadecimal(
    _ bytes: ArraySlice<UInt8>, at index: Int
  ) throws(JSONError) -> UInt32 {
    guard index + 4 <= bytes.endIndex,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw JSONError(reason: "expected four hexadecimal digits", offset: index) }
    return code
  }
}
