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

  /// Adds the server's binary form; false: it is NULL, and nothing is added.
  func append(to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .null: return false
    case .integer(let number): Self.append(Int64(number), to: &bytes)
    case .text(let text): bytes += text.utf8
    case .bytes(let more): bytes += more
    case .texts(let texts): Self.append(texts, to: &bytes)
    }
    return true
  }

  /// One dimension (none when empty), no NULLs, elements of the type `text`, counted from 1.
  private static func append(_ texts: [String], to bytes: inout [UInt8]) {
    let typeOfText: Int32 = 25
    append(Int32(texts.isEmpty ? 0 : 1), to: &bytes)
    append(Int32(0), to: &bytes)
    append(typeOfText, to: &bytes)
    guard !texts.isEmpty else { return }
    append(Int32(texts.count), to: &bytes)
    append(Int32(1), to: &bytes)
    for text in texts {
      append(Int32(text.utf8.count), to: &bytes)
      bytes += text.utf8
    }
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

extension Parameter: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  init(integerLiteral value: Int) { self = .integer(value) }
  init(stringLiteral value: String) { self = .text(value) }
  init(nilLiteral: ()) { self = .null }
}
