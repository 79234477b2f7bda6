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

  /// More than processors: each waits for its server most of the time.
  private static let hands = 4

  @Test func sequentialHistoriesAreByteIdentical() throws {
    let parts = try (0..<Self.hands).inParallel { hand in
      let database = try TestDatabase()
      return try stride(from: hand, to: Self.histories, by: Self.hands).map { seed in
        try compare(seed: seed, over: database)
      }
    }
    let compared = parts.flatMap(\.self)
    for difference in compared.flatMap(\.differences) { Issue.record("\(difference)") }
    // Otherwise chance has told nothing worth comparing.
    #expect(
      compared.reduce(into: Set()) { $0.formUnion($1.ends) }.isSuperset(of: [
        "opened", "asked", "spent", "approved", "rejected", "returned", "withdrew", "resubmitted",
        "refused:",
      ]))
    let events = compared.reduce(0) { $0 + $1.events }
    Endurance.tell(18, "histories of \(events) events, byte-identical", compared.count)
    Endurance.control(
      18, "one event fewer", isSeen: compared.allSatisfy { $0.seesOneEventFewer })
  }

  private struct Compared: Sendable {
    let events: Int
    let ends: Set<String>
    let differences: [String]
    let seesOneEventFewer: Bool
  }

  /// Tells one history on the naive store, on a server and in a file.
  private func compare(seed: Int, over database: TestDatabase) throws -> Compared {
    let history = RandomHistory(seed: UInt64(seed), length: 40)
    let memory = MemoryStore(sha256: sha256)
    let expected = try history.tell(on: memory)
    try database.query("DROP SCHEMA IF EXISTS tollgate CASCADE")
    let server = try database.create(connections: 1)
    return try TemporaryFolder.with { folder in
      let file = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
      var differences: [String] = []
      func demand(_ isSame: Bool, _ what: String) {
        if !isSame { differences.append("seed \(seed): \(what) differs") }
      }
      demand(try history.tell(on: server) == expected, "what the server answered")
      demand(try history.tell(on: file) == expected, "what the file answered")
      let (mine, other) = (try everything(in: server), try everything(in: file))
      demand(mine.log == other.log, "the log")
      for (table, rows) in other.tables { demand(mine.tables[table] == rows, table) }
      // The naive store has no rows to show, but the same events in the same order.
      demand(memory.log.map(\.leaf.bytes) == mine.log.map(\.leaf), "the naive store's log")
      demand(memory.log.map(\.sequence) == mine.log.map(\.sequence), "the naive store's order")
      return Compared(
        events: mine.log.count, ends: Set(expected.map { String($0.prefix { $0 != " " }) }),
        differences: differences, seesOneEventFewer: mine.log.dropLast() != other.log[...])
    }
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
