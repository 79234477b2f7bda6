import Engine
import Foundation
import GRDB
import PolicyFiles
import SQLiteStorage
import Synchronization
import TestKit

@testable import Audit

/// A workspace file with a random history, to be altered and verified.
struct Workspace {
  let path: String

  /// Makes a file with so many commands in it.
  static func make(in folder: TemporaryFolder, seed: UInt64, commands: Int) throws -> Workspace {
    let path = folder.path("workspace.sqlite")
    let store = try SQLiteStore.create(at: path, sha256: sha256)
    var work = try RandomWork(store, seed: seed)
    try work.work(commands: commands)
    return Workspace(path: path)
  }

  /// Another file with the same contents.
  func copy(to path: String) throws -> Workspace {
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: self.path, toPath: path)
    return Workspace(path: path)
  }

  func verify(_ checkpoints: [GivenCheckpoint] = []) throws -> AuditReport {
    let store = try SQLiteStore.open(at: path, readOnly: true, sha256: sha256)
    return try Auditor(
      store, timeZones: systemTimeZones, sha256: sha256,
      compile: Self.compile
    ).verify(against: checkpoints)
  }

  /// The same texts come again in every copy of a file, and compile to the same.
  private static let compile: Auditor<SQLiteStore>.Compiler = { sources in
    if let known = compiled.withLock({ $0[sources] }) { return known }
    let rulebook = try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
    compiled.withLock { $0[sources] = rulebook }
    return rulebook
  }

  private static let compiled = Mutex<[RulebookSources: Rulebook]>([:])

  /// Does what nobody should: writes past the program, triggers and constraints switched off.
  func alter(_ sql: String, _ arguments: StatementArguments = []) throws {
    try alter { try $0.execute(sql: sql, arguments: arguments) }
  }

  func alter(_ change: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;
          DROP TRIGGER IF EXISTS events_are_never_changed;
          DROP TRIGGER IF EXISTS events_are_never_deleted;
          """)
      try db.inTransaction {
        try change(db)
        return .commit
      }
    }
    try queue.close()
  }
}

extension [UInt8] {
  /// The blobs of a query's first column.
  static func all(_ db: Database, _ sql: String) throws -> [[UInt8]] {
    try Data.fetchAll(db, sql: sql).map([UInt8].init)
  }
}
