import Engine
import GRDBSQLite

/// What stands in a row that one of the store's statements found, read without trust: in a damaged file anything may stand anywhere.
struct StoredRow {
  private enum Column {
    case null
    case integer(Int64)
    case text([UInt8])
    case blob([UInt8])
    case real
  }

  private let columns: [Column]

  /// The row at which a statement stands.
  init(_ statement: OpaquePointer) {
    columns = (0..<sqlite3_column_count(statement)).map { index in
      // The length is asked after the bytes, as SQLite's documentation wants it.
      switch sqlite3_column_type(statement, index) {
      case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, index))
      case SQLITE_TEXT: .text(Self.bytes(statement, index, sqlite3_column_text(statement, index)))
      case SQLITE_BLOB: .blob(Self.bytes(statement, index, sqlite3_column_blob(statement, index)))
      case SQLITE_NULL: .null
      default: .real
      }
    }
  }

  private static func bytes(
    _ statement: OpaquePointer, _ index: Int32, _ start: UnsafeRawPointer?
  ) -> [UInt8] {
    let count = Int(sqlite3_column_bytes(statement, index))
    return start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
  }

  func hasNull(atIndex index: Int) -> Bool {
    if case .null = columns[index] { true } else { false }
  }

  func value(_ index: Int) throws(StoreFailure) -> Int {
    guard case .integer(let number) = columns[index] else { throw Self.unexpected("a number") }
    return Int(number)
  }

  func value(_ index: Int) throws(StoreFailure) -> Int64 { Int64(try value(index) as Int) }
  func value(_ index: Int) throws(StoreFailure) -> Bool { try value(index) as Int != 0 }

  func value(_ index: Int) throws(StoreFailure) -> String {
    guard case .text(let bytes) = columns[index],
      let text = String(validating: bytes, as: UTF8.self)
    else { throw Self.unexpected("a text") }
    return text
  }

  func bytes(_ index: Int) throws(StoreFailure) -> [UInt8] {
    guard case .blob(let bytes) = columns[index] else { throw Self.unexpected("bytes") }
    return bytes
  }

  func json<T: Decodable>(_ index: Int) throws -> T {
    try JSONText(parsing: try bytes(index)).decode()
  }

  func stream(_ index: Int) throws(StoreFailure) -> Engine.Stream {
    let text: String = try value(index)
    guard let stream = Engine.Stream(text) else {
      throw .corrupt("`\(text)` is not the name of a record")
    }
    return stream
  }

  private static func unexpected(_ expected: String) -> StoreFailure {
    .corrupt("a column that should hold \(expected) does not")
  }
}
