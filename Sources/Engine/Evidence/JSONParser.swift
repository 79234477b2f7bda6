/// Why a text is not JSON of our kind, and at which byte.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  public let reason: String
  public let offset: Int

  public var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Deeper nesting is refused: nothing that the engine writes comes near it.
  static let maximumDepth = 64

  /// Reads strict JSON (RFC 8259) of whole numbers. A repeated member, a fraction, a lone surrogate or
  /// anything after the value is an error.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.parseDocument()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSON {
    let value = try parseValue()
    skipBlanks()
    guard index == bytes.count else { throw error("more text after the value") }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSON {
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "{"): return try nested(JSONParser.parseObject)
    case UInt8(ascii: "["): return try nested(JSONParser.parseArray)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case nil: throw error("the text ends too early")
    case let byte?:
      guard byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      else { throw error("no value starts like this") }
      return try parseInteger()
    }
  }

  private mutating func nested(
    _ parse: (inout JSONParser) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < JSON.maximumDepth else { throw error("nested too deeply") }
    depth += 1
    index += 1
    let value = try parse(&self)
    depth -= 1
    return value
  }

  private static func parseObject(_ parser: inout JSONParser) throws(JSONError) -> JSON {
    var members: [String: JSON] = [:]
    parser.skipBlanks()
    if parser.skip("}") { return .object([:]) }
    repeat {
      parser.skipBlanks()
      let start = parser.index
      let key = try parser.parseString()
      parser.skipBlanks()
      guard parser.skip(":") else { throw parser.error("expected `:`") }
      guard members.updateValue(try parser.parseValue(), forKey: key) == nil else {
        throw JSONError(reason: "member `\(key)` is repeated", offset: start)
      }
      parser.skipBlanks()
    } while parser.skip(",")
    guard parser.skip("}") else { throw parser.error("expected `,` or `}`") }
    return .object(members)
  }

  private static func parseArray(_ parser: inout JSONParser) throws(JSONError) -> JSON {
    var elements: [JSON] = []
    parser.skipBlanks()
    if parser.skip("]") { return .array([]) }
    repeat {
      elements.append(try parser.parseValue())
      parser.skipBlanks()
    } while parser.skip(",")
    guard parser.skip("]") else { throw parser.error("expected `,` or `]`") }
    return .array(elements)
  }

  private mutating func parseInteger() throws(JSONError) -> JSON {
    let start = index
    if peek() == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    let leadingZero = bytes[digits...].first == UInt8(ascii: "0") && index > digits + 1
    if let byte = peek(), [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) {
      throw error("only whole numbers are used here")
    }
    guard !leadingZero, let value = Int64(String(decoding: bytes[start..<index], as: UTF8.self))
    else { throw JSONError(reason: "not a whole number of 64 bits", offset: start) }
    return .integer(value)
  }

  private mutating func parseString() throws(JSONError) -> String {
    guard skip("\"") else { throw error("expected a string") }
    let start = index
    // Most strings hold no escape: they are taken as they stand.
    while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      index += 1
    }
    var text = try validated(bytes[start..<index], at: start)
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return text
      case UInt8(ascii: "\\"): text.unicodeScalars.append(try parseEscape())
      case 0..<0x20: throw JSONError(reason: "control character in a string", offset: index - 1)
      default:
        let start = index - 1
        while let next = peek(), next != UInt8(ascii: "\""), next != UInt8(ascii: "\\"),
          next >= 0x20
        { index += 1 }
        text += try validated(bytes[start..<index], at: start)
      }
    }
    throw error("the string is not closed")
  }

  private func validated(_ slice: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw JSONError(reason: "invalid UTF-8", offset: offset)
    }
    return text
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    let start = index - 1
    guard let byte = peek() else { throw error("the string is not closed") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try parseHexadecimal()
      if (0xD800..<0xDC00).contains(code), skip("\\"), skip("u") {
        let low = try parseHexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw JSONError(reason: "lone surrogate", offset: start)
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONError(reason: "lone surrogate", offset: start)
      }
      return scalar
    default: throw JSONError(reason: "unknown escape", offset: start)
    }
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw error("expected four hexadecimal digits") }
    index += 4
    return code
  }

  private mutating func parseWord(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[index...].starts(with: word.utf8) else { throw error("no value starts like this") }
    index += word.utf8.count
    return value
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
      index += 1
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: index) }
}
