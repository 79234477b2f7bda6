import Engine
import Foundation
import GRDB

extension SQLiteStore: InspectableStore {
  /// What lies in the file while nobody can write: whoever wants to, waits until the view is given back.
  public struct View: Inspection {
    let db: Database
  }

  public func inspect<T>(_ body: (View) throws -> T) throws -> T {
    // What the caller throws is its own; what SQLite throws is a failure of the store.
    var result: Result<T, any Error>?
    try perform { db in
      try db.inTransaction(.deferred) {
        result = Result { try body(View(db: db)) }
        return .commit
      }
    }
    guard let result else { preconditionFailure("a transaction calls its body") }
    do {
      return try result.get()
    } catch let error as DatabaseError {
      throw StoreFailure(error, path: path)
    }
  }
}

extension SQLiteStore.View {
  public func log(after sequence: Int, limit: Int) throws -> [LogRow] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT sequence, stream, version, command, body, leaf FROM events
        WHERE sequence > ? ORDER BY sequence LIMIT ?
        """)
    var rows: [LogRow] = []
    let cursor = try Row.fetchCursor(statement, arguments: [sequence, max(0, limit)])
    while let row = try cursor.next() {
      rows.append(
        LogRow(
          sequence: try row.value(0), stream: try row.value(1), version: try row.value(2),
          command: try row.value(3), body: try row.bytes(4), leaf: try row.bytes(5)))
    }
    return rows
  }

  public func rows(of table: StateTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, body)
  }

  func rows(_ sql: String, _ body: ([StateCell]) throws -> Void) throws {
    let cursor = try Row.fetchCursor(db, sql: sql)
    while let row = try cursor.next() {
      try body(
        row.databaseValues.map { value in
          switch value.storage {
          case .null: .null
          case .int64(let number): .integer(Int(number))
          case .double(let number): .text("\(number)")
          case .string(let text): .text(text)
          case .blob(let data): .bytes([UInt8](data))
          }
        })
    }
  }
}

extension StateTable {
  fileprivate var query: String {
    switch self {
    case .commands: "SELECT id, fingerprint, stream, first_version, last_version FROM commands"
    case .records: "SELECT stream, version, state FROM records"
    case .projects: "SELECT number, title, stage, workflow, policy FROM projects"
    // A status that the row's own mark contradicts is not shown as it stands.
    case .requests:
      """
      SELECT number, stream,
        CASE is_open WHEN status IN ('pending', 'returned') THEN status ELSE status || ' ?' END,
        state
      FROM requests
      """
    case .places: "SELECT addressee, request FROM open_places"
    case .decisions: "SELECT request, round, step, slot, human FROM decisions"
    case .rulebooks: "SELECT digest, body FROM rulebooks"
    case .numbers: "SELECT series, number, text, stream, request FROM numbers"
    case .children: "SELECT parent, number, is_over FROM children"
    case .contents: "SELECT digest, body FROM contents"
    case .sealed: "SELECT digest, salt, body FROM sealed"
    case .weights: "SELECT request, bearer, took_effect, amount FROM weights"
    case .weightTotals: "SELECT bearer, day, amount, count FROM weight_totals"
    }
  }
}
