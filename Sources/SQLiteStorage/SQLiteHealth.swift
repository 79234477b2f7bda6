import Engine
import GRDB

/// What SQLite says about a workspace's file and about itself.
public struct SQLiteHealth: Sendable {
  /// The library that runs, not the one that was compiled against: `3.40.1`.
  public let version: String
  public let journalMode: String
  /// 2 is FULL, 3 is EXTRA: every commit waits for the disk.
  public let synchronous: Int
  public let checksForeignKeys: Bool
  public let pages: Int
  public let freePages: Int
  public let pageSize: Int
  /// What is wrong with the file; empty: nothing.
  public let problems: [String]
}

extension SQLiteStore {
  /// Reads the whole file.
  public func health() throws -> SQLiteHealth {
    let problems = try check()
    return try perform { db in
      func number(_ pragma: String) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA \(pragma)") ?? -1
      }
      return SQLiteHealth(
        version: try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "",
        journalMode: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "",
        synchronous: try number("synchronous"),
        checksForeignKeys: try number("foreign_keys") == 1, pages: try number("page_count"),
        freePages: try number("freelist_count"), pageSize: try number("page_size"),
        problems: problems)
    }
  }

  /// Grows whenever another connection, of whatever process, has changed the file.
  public func changeCounter() throws -> Int {
    try perform { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
  }
}
