import GRDB
import TestKit
import Testing

@testable import SQLiteStorage

@Suite struct StatementsOfTheStore {
  /// Asks SQLite how it would run each statement: only searches by key, by index or by rowid, no sorting.
  ///
  /// `max` of a rowid is answered from the end of the table; the planner calls that a search too.
  @Test(arguments: StoreStatement.allCases) func growsNotWithTheHistory(statement: StoreStatement)
    throws
  {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let plan = try plan(statement.rawValue, folder)
      for step in plan {
        #expect(step.hasPrefix("SEARCH "), "\(step)")
      }
      #expect(!plan.isEmpty || statement.rawValue.hasPrefix("INSERT "))
    }
  }

  /// The control: a question without an index is seen to be one.
  @Test func aScanIsSeen() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      #expect(try plan("SELECT 1 FROM events WHERE command = ?", folder) == ["SCAN events"])
    }
  }

  private func plan(_ sql: String, _ folder: TemporaryFolder) throws -> [String] {
    try DatabaseQueue(path: folder.workspacePath).read { db in
      let sql = sql.replacing(/\?\d*/, with: "1")
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] }
    }
  }
}

extension SQLiteStore {
  /// What the store's own connection answers when asked for pragmas.
  func pragmas(_ names: String...) throws -> [String] {
    try perform { db in
      try names.map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "" }
    }
  }

  /// The file may not grow any more, as on a full disk.
  func limitPages() throws {
    try perform { try $0.execute(sql: "PRAGMA max_page_count = 1") }
  }
}
