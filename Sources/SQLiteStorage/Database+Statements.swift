import Engine
import Foundation
import GRDB
import GRDBSQLite

/// Runs the store's statements by SQLite's own interface: a decision runs a dozen, and GRDB's rows and arguments cost
/// more than what SQLite does with them. Preparing, transactions and everything rare stay GRDB's.
extension Database {
  /// Runs a statement, prepared once for the connection.
  func run(_ statement: StoreStatement, _ arguments: Arguments = []) throws {
    try step(statement.rawValue, arguments) { _ in true }
  }

  func run(_ statement: SearchStatement, _ arguments: Arguments) throws {
    try step(statement.rawValue, arguments) { _ in true }
  }

  /// The first row; nil: there is none.
  func row(_ statement: StoreStatement, _ arguments: Arguments = []) throws -> StoredRow? {
    var found: StoredRow?
    try step(statement.rawValue, arguments) { row in
      found = row
      return false
    }
    return found
  }

  func rows(_ statement: StoreStatement, _ arguments: Arguments = []) throws -> [StoredRow] {
    try rows(statement.rawValue, arguments)
  }

  /// Rows of a statement that reads as much as it finds.
  func rows(_ statement: SearchStatement, _ arguments: Arguments) throws -> [StoredRow] {
    try rows(statement.rawValue, arguments)
  }

  private func rows(_ sql: String, _ arguments: Arguments) throws -> [StoredRow] {
    var found: [StoredRow] = []
    try step(sql, arguments) { row in
      found.append(row)
      return true
    }
    return found
  }

  /// Hands each row to `take`, until there are no more or it returns false.
  private func step(
    _ sql: String, _ arguments: Arguments, _ take: (StoredRow) -> Bool
  ) throws {
    let prepared = try cachedStatement(sql: sql).sqliteStatement
    defer {
      // Whatever went wrong was told by the step.
      sqlite3_reset(prepared)
      sqlite3_clear_bindings(prepared)
    }
    for (index, value) in arguments.values.enumerated() {
      try require(value.bind(to: prepared, at: Int32(index + 1)), sql)
    }
    while true {
      switch sqlite3_step(prepared) {
      case SQLITE_ROW: if !take(StoredRow(prepared)) { return }
      case SQLITE_DONE: return
      case let code: try require(code, sql)
      }
    }
  }

  private func require(_ code: Int32, _ sql: String) throws {
    guard code == SQLITE_OK else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql)
    }
  }
}

/// What goes into the places of a statement, in their order.
struct Arguments: ExpressibleByArrayLiteral {
  let values: [Value]

  init(arrayLiteral elements: (any StoredValue)?...) {
    values = elements.map { $0?.stored ?? .null }
  }

  enum Value {
    case null
    case integer(Int64)
    case text(String)
    case blob(Data)

    fileprivate func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
      // SQLite takes a copy: the value may be gone before the statement runs.
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      switch self {
      case .null: return sqlite3_bind_null(statement, index)
      case .integer(let number): return sqlite3_bind_int64(statement, index, number)
      case .text(var text):
        return text.withUTF8 { utf8 in
          utf8.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(statement, index, $0.baseAddress, Int32(clamping: $0.count), copied)
          }
        }
      case .blob(let data):
        return data.withUnsafeBytes {
          // Without an address it would be null.
          $0.isEmpty
            ? sqlite3_bind_zeroblob(statement, index, 0)
            : sqlite3_bind_blob(statement, index, $0.baseAddress, Int32(clamping: $0.count), copied)
        }
      }
    }
  }
}

/// A kind of value that columns hold.
protocol StoredValue {
  var stored: Arguments.Value { get }
}

extension Int: StoredValue { var stored: Arguments.Value { .integer(Int64(self)) } }
extension Int32: StoredValue { var stored: Arguments.Value { .integer(Int64(self)) } }
extension Int64: StoredValue { var stored: Arguments.Value { .integer(self) } }
extension Bool: StoredValue { var stored: Arguments.Value { .integer(self ? 1 : 0) } }
extension String: StoredValue { var stored: Arguments.Value { .text(self) } }
extension Data: StoredValue { var stored: Arguments.Value { .blob(self) } }
