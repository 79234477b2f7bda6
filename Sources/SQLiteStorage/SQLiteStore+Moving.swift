import Engine
import Foundation
import GRDB

extension SQLiteStore: MovableStore {
  public func fill(from view: some MovableView, check: (View) throws -> Void) throws {
    // What the caller throws is its own; what SQLite throws is a failure of the store.
    var problem: (any Error)?
    let isDone = try transact { db in
      guard try Int.fetchOne(db, sql: "SELECT 1 FROM events LIMIT 1") == nil else {
        throw StoreFailure.exists(path)
      }
      do {
        try db.fill(from: view)
        try check(View(db: db))
        return true
      } catch let error as DatabaseError {
        throw error
      } catch {
        problem = error
        return false
      }
    }
    if let problem { throw problem }
    guard isDone else { throw StoreFailure.corrupt("what is copied has the same key twice") }
  }
}

extension SQLiteStore.View: MovableView {
  public func rows(of table: DutyTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, body)
  }

  public func rows(of table: OverviewTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, body)
  }
}

extension Database {
  fileprivate func fill(from view: some MovableView) throws {
    func insert(_ table: StateTable) throws {
      try view.rows(of: table) { try run(sql: table.insertion, $0) }
    }
    // Others refer to commands, records and requests: those come first, in the order of the cases.
    try insert(.commands)
    var last = 0
    while true {
      let page = try view.log(after: last, limit: 1_000)
      guard let end = page.last else { break }
      for row in page {
        try run(
          sql: """
            INSERT INTO events (sequence, stream, version, command, body, leaf)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
          [
            .integer(row.sequence), .text(row.stream), .integer(row.version), .text(row.command),
            .bytes(row.body), .bytes(row.leaf),
          ])
      }
      last = end.sequence
    }
    for table in StateTable.allCases where table != .commands { try insert(table) }
    for table in DutyTable.allCases {
      try view.rows(of: table) { try run(sql: table.insertion, $0) }
    }
    for table in OverviewTable.allCases {
      try view.rows(of: table) { try self.insert($0, into: table) }
    }
  }

  private func run(sql: String, _ cells: [StateCell]) throws {
    try cachedStatement(sql: sql).execute(
      arguments: StatementArguments(
        cells.map { cell -> (any DatabaseValueConvertible)? in
          switch cell {
          case .null: nil
          case .integer(let number): number
          case .text(let text): text
          case .bytes(let bytes): Data(bytes)
          }
        }))
  }
}

extension StateTable {
  fileprivate var insertion: String {
    switch self {
    case .commands:
      """
      INSERT INTO commands (id, fingerprint, stream, first_version, last_version)
      VALUES (?, ?, ?, ?, ?)
      """
    case .records: "INSERT INTO records (stream, version, state) VALUES (?, ?, ?)"
    case .projects:
      "INSERT INTO projects (number, title, stage, workflow, policy) VALUES (?, ?, ?, ?, ?)"
    case .requests:
      """
      INSERT INTO requests (number, stream, status, state, is_open)
      VALUES (?1, ?2, ?3, ?4, ?3 IN ('pending', 'returned'))
      """
    case .places: "INSERT INTO open_places (addressee, request) VALUES (?, ?)"
    case .decisions:
      "INSERT INTO decisions (request, round, step, slot, human) VALUES (?, ?, ?, ?, ?)"
    case .rulebooks: "INSERT INTO rulebooks (digest, body) VALUES (?, ?)"
    case .numbers:
      "INSERT INTO numbers (series, number, text, stream, request) VALUES (?, ?, ?, ?, ?)"
    case .children: "INSERT INTO children (parent, number, is_over) VALUES (?, ?, ?)"
    case .contents: "INSERT INTO contents (digest, body) VALUES (?, ?)"
    case .sealed: "INSERT INTO sealed (digest, salt, body) VALUES (?, ?, ?)"
    case .weights:
      "INSERT INTO weights (request, bearer, took_effect, amount) VALUES (?, ?, ?, ?)"
    case .weightTotals:
      "INSERT INTO weight_totals (bearer, day, amount, count) VALUES (?, ?, ?, ?)"
    }
  }
}

extension DutyTable {
  fileprivate var query: String {
    switch self {
    case .outbox:
      "SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox"
    case .alarms: "SELECT stream, request, day FROM alarms"
    case .concerns: "SELECT concern, project FROM concerns"
    }
  }

  fileprivate var insertion: String {
    switch self {
    case .outbox:
      """
      INSERT INTO outbox (position, body, state, time, since, attempts, taken_by, problem)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """
    case .alarms: "INSERT INTO alarms (stream, request, day) VALUES (?, ?, ?)"
    case .concerns: "INSERT INTO concerns (concern, project) VALUES (?, ?)"
    }
  }
}
