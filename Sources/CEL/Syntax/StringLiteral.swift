import Diagnostics

/// Reads what a string or bytes token stands for: quotes and prefix removed, escapes replaced.
struct StringLiteral {
  private let bytes: ArraySlice<UInt8>
  private let source: SourceFile
  private let isBytes: Bool
  private var position: Int
  private var output: [UInt8] = []

  /// The bytes of the value; for a string they are valid UTF-8.
  static func decode(_ token: Token, in source: SourceFile) throws(DiagnosticReport) -> [UInt8] {
    var start = token.range.lowerBound
    while source.bytes[start] != 0x22, source.bytes[start] != 0x27 { start += 1 }
    let quote = source.bytes[start]
    let isTriple =
      token.range.upperBound - start >= 6 && source.bytes[start + 1] == quote
      && source.bytes[start + 2] == quote
    let margin = isTriple ? 3 : 1
    let content = source.bytes[start + margin..<token.range.upperBound - margin]
    let isRaw = token.kind == .rawString || token.kind == .rawBytes
    guard !isRaw, content.contains(UInt8(ascii: "\\")) else { return Array(content) }
    var reader = StringLiteral(
      bytes: content, source: source, isBytes: token.kind == .bytes, position: content.startIndex)
    return try reader.read()
  }

  private init(bytes: ArraySlice<UInt8>, source: SourceFile, isBytes: Bool, position: Int) {
    self.bytes = bytes
    self.source = source
    self.isBytes = isBytes
    self.position = position
    output.reserveCapacity(bytes.count)
  }

  private mutating func read() throws(DiagnosticReport) -> [UInt8] {
    while position < bytes.endIndex {
      if bytes[position] == UInt8(ascii: "\\") {
        try escape()
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
    return output
  }

  private mutating func escape() throws(DiagnosticReport) {
    let start = position
    position += 1
    guard position < bytes.endIndex else { throw invalid(start) }
    let sign = bytes[position]
    position += 1
    switch sign {
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"):
      output.append(sign)
    case UInt8(ascii: "a"): output.append(0x07)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "v"): output.append(0x0B)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try append(try number(digits: 2, radix: 16, start), start)
    case UInt8(ascii: "u") where !isBytes: try unicode(start)
    case UInt8(ascii: "U") where !isBytes:
      try append(try number(digits: 8, radix: 16, start), start)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      try append(try number(digits: 3, radix: 8, start), start)
    default: throw invalid(start)
    }
  }

  /// `\uD83D\uDE00` may spell one code point as two surrogates; half a pair is an error.
  private mutating func unicode(_ start: Int) throws(DiagnosticReport) {
    let first = try number(digits: 4, radix: 16, start)
    guard 0xD800...0xDBFF ~= first else { return try append(first, start) }
    guard position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw invalid(start) }
    position += 2
    let second = try number(digits: 4, radix: 16, start)
    guard 0xDC00...0xDFFF ~= second else { throw invalid(start) }
    try append(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), start)
  }

  private mutating func number(
    digits: Int, radix: Int, _ start: Int
  ) throws(DiagnosticReport) -> UInt32 {
    let end = position + digits
    guard end <= bytes.endIndex,
      let value = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: radix),
      bytes[position] != UInt8(ascii: "+")
    else { throw invalid(start) }
    position = end
    return value
  }

  /// One octet in a bytes literal, one code point in a string.
  private mutating func append(_ value: UInt32, _ start: Int) throws(DiagnosticReport) {
    if isBytes {
      output.append(UInt8(truncatingIfNeeded: value))
    } else {
      guard let scalar = Unicode.Scalar(value) else { throw invalid(start) }
      output.append(contentsOf: String(scalar).utf8)
    }
  }

  private func invalid(_ start: Int) -> DiagnosticReport {
    var end = min(max(position, start + 1), bytes.endIndex)
    while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let range = start..<end
    let text = String(decoding: source.bytes[range], as: UTF8.self)
    return DiagnosticReport([
      Diagnostic(
        "cel.escape", Bilingual("invalid escape `\(text)`", zh: "无效的转义 `\(text)`"),
        at: Span(source, range),
        help: Bilingual(
          "write `\\\\` for a backslash, or put `r` before the string to take it as it is",
          zh: "反斜杠写作 `\\\\`，或在字符串前加 `r` 表示原样"))
    ])
  }
}
