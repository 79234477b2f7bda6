import Diagnostics

/// Cuts the bytes of an expression into tokens, one at a time.
///
/// The bytes must be valid UTF-8. Escapes stay in the text of a string token, see ``StringLiteral``.
struct Lexer: ~Copyable {
  let source: SourceFile
  private let bytes: [UInt8]
  private var position = 0

  init(_ source: SourceFile) {
    self.source = source
    bytes = source.bytes
  }

  mutating func next() throws(DiagnosticReport) -> Token {
    skipBlanks()
    let start = position
    guard start < bytes.count else { return Token(kind: .end, range: start..<start) }
    let byte = bytes[start]
    if Self.isLetter(byte) { return try word() }
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peek(1))) {
      return try number()
    }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return try string(.string, from: start)
    case UInt8(ascii: "`"): return try quotedIdentifier()
    case UInt8(ascii: "."): return sign(.dot, 1)
    case UInt8(ascii: ","): return sign(.comma, 1)
    case UInt8(ascii: ":"): return sign(.colon, 1)
    case UInt8(ascii: "?"): return sign(.question, 1)
    case UInt8(ascii: "("): return sign(.leftParenthesis, 1)
    case UInt8(ascii: ")"): return sign(.rightParenthesis, 1)
    case UInt8(ascii: "["): return sign(.leftBracket, 1)
    case UInt8(ascii: "]"): return sign(.rightBracket, 1)
    case UInt8(ascii: "{"): return sign(.leftBrace, 1)
    case UInt8(ascii: "}"): return sign(.rightBrace, 1)
    case UInt8(ascii: "+"): return sign(.plus, 1)
    case UInt8(ascii: "-"): return sign(.minus, 1)
    case UInt8(ascii: "*"): return sign(.star, 1)
    case UInt8(ascii: "/"): return sign(.slash, 1)
    case UInt8(ascii: "%"): return sign(.percent, 1)
    case UInt8(ascii: "!"):
      return peek(1) == UInt8(ascii: "=") ? sign(.notEqual, 2) : sign(.not, 1)
    case UInt8(ascii: "<"):
      return peek(1) == UInt8(ascii: "=") ? sign(.lessOrEqual, 2) : sign(.less, 1)
    case UInt8(ascii: ">"):
      return peek(1) == UInt8(ascii: "=") ? sign(.greaterOrEqual, 2) : sign(.greater, 1)
    case UInt8(ascii: "=") where peek(1) == UInt8(ascii: "="): return sign(.equal, 2)
    case UInt8(ascii: "&") where peek(1) == UInt8(ascii: "&"): return sign(.and, 2)
    case UInt8(ascii: "|") where peek(1) == UInt8(ascii: "|"): return sign(.or, 2)
    default: throw unexpected()
    }
  }

  /// The text of a token as written.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The text for a message, cut when it is long.
  func excerpt(_ range: Range<Int>) -> String {
    let limit = 60
    guard range.count > limit else { return text(range) }
    var end = range.lowerBound + limit
    while bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return text(range.lowerBound..<end) + "…"
  }

  // MARK: - Pieces

  private mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
          position += 1
        }
      default: return
      }
    }
  }

  private mutating func sign(_ kind: Token.Kind, _ length: Int) -> Token {
    position += length
    return Token(kind: kind, range: position - length..<position)
  }

  private mutating func word() throws(DiagnosticReport) -> Token {
    let start = position
    while position < bytes.count, Self.isLetter(bytes[position]) || Self.isDigit(bytes[position]) {
      position += 1
    }
    let length = position - start
    if length <= 2, position < bytes.count, bytes[position] == 0x22 || bytes[position] == 0x27 {
      let prefix = (bytes[start] | 0x20, length == 2 ? bytes[start + 1] | 0x20 : 0)
      switch prefix {
      case (UInt8(ascii: "r"), 0): return try string(.rawString, from: start)
      case (UInt8(ascii: "b"), 0): return try string(.bytes, from: start)
      case (UInt8(ascii: "b"), UInt8(ascii: "r")), (UInt8(ascii: "r"), UInt8(ascii: "b")):
        return try string(.rawBytes, from: start)
      default: break
      }
    }
    return Token(kind: keyword(start, length) ?? .identifier, range: start..<position)
  }

  private func keyword(_ start: Int, _ length: Int) -> Token.Kind? {
    func matches(_ word: StaticString) -> Bool {
      for index in 0..<length where bytes[start + index] != word.utf8Start[index] { return false }
      return true
    }
    switch length {
    case 2: return matches("in") ? .in : nil
    case 4: return matches("true") ? .true : (matches("null") ? .null : nil)
    case 5: return matches("false") ? .false : nil
    default: return nil
    }
  }

  private mutating func number() throws(DiagnosticReport) -> Token {
    let start = position
    var kind = Token.Kind.integer
    if bytes[position] == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"),
      Self.isHexDigit(peek(2))
    {
      position += 2
      while Self.isHexDigit(peek(0)) { position += 1 }
    } else {
      while Self.isDigit(peek(0)) { position += 1 }
      if peek(0) == UInt8(ascii: "."), Self.isDigit(peek(1)) {
        kind = .fraction
        position += 1
        while Self.isDigit(peek(0)) { position += 1 }
      }
      if peek(0) | 0x20 == UInt8(ascii: "e") {
        let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        if Self.isDigit(peek(signed ? 2 : 1)) {
          kind = .fraction
          position += signed ? 2 : 1
          while Self.isDigit(peek(0)) { position += 1 }
        }
      }
    }
    if kind == .integer, peek(0) | 0x20 == UInt8(ascii: "u") {
      kind = .unsigned
      position += 1
    }
    // A letter here would silently begin another word: `1x`, `0xg`, `5days`.
    if Self.isLetter(peek(0)) {
      let numberEnd = position
      while Self.isLetter(peek(0)) || Self.isDigit(peek(0)) { position += 1 }
      throw failure(
        "cel.number",
        Bilingual(
          "`\(excerpt(start..<position))` is no number",
          zh: "`\(excerpt(start..<position))` 不是数字"),
        start..<position,
        help: Bilingual(
          "the number ends after `\(excerpt(start..<numberEnd))`",
          zh: "数字在 `\(excerpt(start..<numberEnd))` 处结束"))
    }
    return Token(kind: kind, range: start..<position)
  }

  /// A string of any kind; `start` is where its prefix begins, `position` stands on the first quote.
  private mutating func string(
    _ kind: Token.Kind, from start: Int
  ) throws(DiagnosticReport) -> Token {
    let quote = bytes[position]
    let isTriple = peek(1) == quote && peek(2) == quote
    let isRaw = kind == .rawString || kind == .rawBytes
    position += isTriple ? 3 : 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote {
        if !isTriple {
          position += 1
          return Token(kind: kind, range: start..<position)
        }
        if peek(1) == quote, peek(2) == quote {
          position += 3
          return Token(kind: kind, range: start..<position)
        }
      } else if byte == UInt8(ascii: "\\"), !isRaw {
        position += 1
      } else if !isTriple, byte == 0x0A || byte == 0x0D {
        break
      }
      position += 1
    }
    throw failure(
      "cel.unterminated-string",
      Bilingual("the string is not closed", zh: "字符串未结束"), start..<min(position, bytes.count),
      help: isTriple
        ? nil
        : Bilingual(
          "close it on the same line, or use three quotes for a text of several lines",
          zh: "请在同一行结束，多行文本请用三个引号"))
  }

  private mutating func quotedIdentifier() throws(DiagnosticReport) -> Token {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "`") {
      switch bytes[position] {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x20:
        position += 1
      case let byte where Self.isLetter(byte) || Self.isDigit(byte): position += 1
      default: throw unexpected()
      }
    }
    guard position < bytes.count, position > start + 1 else {
      throw failure(
        "cel.quoted-name", Bilingual("the quoted name is not closed", zh: "引号内的名称未结束"),
        start..<position)
    }
    position += 1
    return Token(kind: .quotedIdentifier, range: start..<position)
  }

  private func unexpected() -> DiagnosticReport {
    var end = position + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let help: Bilingual? =
      switch bytes[position] {
      case UInt8(ascii: "="): Bilingual("equality is written `==`", zh: "相等写作 `==`")
      case UInt8(ascii: "&"): Bilingual("and is written `&&`", zh: "“且”写作 `&&`")
      case UInt8(ascii: "|"): Bilingual("or is written `||`", zh: "“或”写作 `||`")
      default: nil
      }
    let character = text(position..<end)
    return failure(
      "cel.unexpected-character",
      Bilingual("unexpected character `\(character)`", zh: "意外的字符 `\(character)`"), position..<end,
      help: help)
  }

  private func failure(
    _ code: String, _ message: Bilingual, _ range: Range<Int>, help: Bilingual? = nil
  ) -> DiagnosticReport {
    DiagnosticReport([Diagnostic(code, message, at: Span(source, range), help: help)])
  }

  /// The byte `offset` ahead; 0 beyond the end, which no rule of the lexis accepts.
  private func peek(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }
}
