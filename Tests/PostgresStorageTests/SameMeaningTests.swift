import Engine
import Foundation
import PostgresStorage
import SQLiteStorage
import TestKit
import Testing

/// Promise 18: the same history gives the same log, byte by byte, and the same rows, on both stores.
///
/// `TOLLGATE_HISTORIES` says how many histories are told; every one is printed with its seed when it fails.
@Suite(.needsServer) struct BothStoresMeanTheSame {
  static let histories =
    ProcessInfo.processInfo.environment["TOLLGATE_HISTORIES"].flatMap { Int($0) } ?? 12

  @Test func sequentialHistoriesAreByteIdentical() throws {
    let database = try TestDatabase()
    var (events, ends): (Int, Set<String>) = (0, [])
    for seed in 0..<Self.histories {
      let history = RandomHistory(seed: UInt64(seed), length: 40)
      let memory = MemoryStore(sha256: sha256)
      let expected = try history.tell(on: memory)
      ends.formUnion(expected.map { String($0.prefix { $0 != " " }) })

      try database.query("DROP SCHEMA IF EXISTS tollgate CASCADE")
      let server = try database.create(connections: 1)
      #expect(try history.tell(on: server) == expected, "seed \(seed)")
      try TemporaryFolder.with { folder in
        let file = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
        #expect(try history.tell(on: file) == expected, "seed \(seed)")
        let (mine, other) = (try everything(in: server), try everything(in: file))
        #expect(mine.log == other.log, "seed \(seed)")
        for (table, rows) in other.tables {
          #expect(mine.tables[table] == rows, "seed \(seed), \(table)")
        }
        // The naive store has no rows to show, but the same events in the same order.
        #expect(memory.log.map(\.leaf.bytes) == mine.log.map(\.leaf), "seed \(seed)")
        #expect(memory.log.map(\.sequence) == mine.log.map(\.sequence), "seed \(seed)")
        events += mine.log.count
      }
    }
    // Otherwise chance has told nothing worth comparing.
    #expect(
      ends.isSuperset(of: [
        "opened", "asked", "spent", "approved", "rejected", "returned", "withdrew", "resubmitted",
        "refused:",
      ]))
    print("histories: \(Self.histories), events: \(events)")
  }

  /// Given the same salts; and a copy from the one to the other is whole.
  @Test func soAreLinksFilesAndConfidentialValues() throws {
    let server = try TestDatabase().create(connections: 1)
    try Bidding.tell(on: server)
    try TemporaryFolder.with { folder in
      let file = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
      try Bidding.tell(on: file)
      let (mine, other) = (try everything(in: server), try everything(in: file))
      #expect(mine.log == other.log)
      #expect(mine.tables == other.tables)
      for table in [StateTable.children, .contents, .sealed] {
        #expect(mine.tables[table.rawValue]?.isEmpty == false)
      }
      let copy = try SQLiteStore.create(at: folder.path("copy.sqlite"), sha256: sha256)
      _ = try copy.take(over: server, sha256: sha256)
      #expect(try everything(in: copy).tables == mine.tables)
      #expect(try copy.content(someFile.digest) == someContent)
    }
  }

  /// Whole and decoded, so that a difference can be read.
  private func everything<S: MovableStore>(in store: S) throws -> (
    log: [LogRow], tables: [String: Set<[StateCell]>]
  ) {
    try store.inspect { view in
      var tables: [String: Set<[StateCell]>] = [:]
      for table in StateTable.allCases {
        try view.rows(of: table) { tables[table.rawValue, default: []].insert($0) }
      }
      for table in DutyTable.allCases {
        try view.rows(of: table) { tables[table.rawValue, default: []].insert($0) }
      }
      for table in OverviewTable.allCases {
        try view.rows(of: table) { tables[table.rawValue, default: []].insert($0) }
      }
      return (try view.log(after: 0, limit: 1_000_000), tables)
    }
  }
}
