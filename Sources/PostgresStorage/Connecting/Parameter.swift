/// What is sent for a place in a statement, always beside its text and never in it.
enum Parameter: Sendable {
  case null
  /// A `bigint`.
  case integer(Int)
  case text(String)
  /// A `bytea`.
  case bytes([UInt8])
  /// A `text[]`.
  case texts([String])

  init(_ text: String?) { self = text.map(Parameter.text) ?? .null }

  /// The server's binary form; nil is NULL.
  var binary: [UInt8]? {
    switch self {
    case .null: nil
    case .integer(let number): Self.bigEndian(Int64(number))
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    case .texts(let texts): Self.array(texts)
    }
  }

  /// One dimension (none when empty), no NULLs, elements of the type `text`, counted from 1.
  private static func array(_ texts: [String]) -> [UInt8] {
    let typeOfText: Int32 = 25
    var bytes = bigEndian(Int32(texts.isEmpty ? 0 : 1)) + bigEndian(Int32(0))
    bytes += bigEndian(typeOfText)
    guard !texts.isEmpty else { return bytes }
    bytes += bigEndian(Int32(texts.count)) + bigEndian(Int32(1))
    for text in texts {
      bytes += bigEndian(Int32(text.utf8.count))
      bytes += text.utf8
    }
    return bytes
  }

  private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}

extension Parameter: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  init(integerLiteral value: Int) { self = .integer(value) }
  init(stringLiteral value: String) { self = .text(value) }
  init(nilLiteral: ()) { self = .null }
}
