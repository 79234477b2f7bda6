import Engine
import Foundation
import PolicyFiles
import PostgresStorage
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Promises 10 and 11 on a server: the same verification, the same findings, and a dump of each schema that still opens.
@Suite(.needsServer) struct AuditedServers {
  /// The same work on a file and on a server has the same root, and both are found intact.
  @Test func aServerIsFoundIntactWithTheRootOfAFile() throws {
    let database = try TestDatabase()
    let server = try database.create()
    var work = try RandomWork(server, seed: 3)
    try work.work(commands: 120)
    try TemporaryFolder.with { folder in
      let file = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
      var same = try RandomWork(file, seed: 3)
      try same.work(commands: 120)
      let (there, here) = (try audit(server), try audit(file))
      #expect(there.findings.listed == [])
      #expect(there.reevaluated == there.commands)
      #expect(there.root == here.root)
      #expect(there.rows == here.rows)
    }
  }

  /// What somebody with every right on the database does past the program.
  private static let mutations: [(name: String, sql: String)] = [
    ("a text", "UPDATE events SET body = set_byte(body, 60, get_byte(body, 60) # 1) WHERE id = 20"),
    ("a leaf", "UPDATE events SET leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) WHERE id = 20"),
    ("a version", "UPDATE events SET version = version + 1000 WHERE id = 20"),
    ("a stream", "UPDATE events SET stream = 'P-99' WHERE id = 20"),
    ("a command", "UPDATE events SET command = (SELECT max(id) FROM commands) WHERE id = 1"),
    ("an event less", "DELETE FROM events WHERE id = 20; DELETE FROM log WHERE event = 20"),
    (
      "the tail cut",
      "DELETE FROM events WHERE id > 40; DELETE FROM log WHERE event > 40"
    ),
    (
      "two swapped",
      "UPDATE log SET event = -event WHERE position IN (20, 21); UPDATE log SET event = 41 + event WHERE position IN (20, 21)"
    ),
    (
      "an event that no position has",
      "DELETE FROM log WHERE position = (SELECT max(position) FROM log)"
    ),
    ("a record's state", "UPDATE records SET state = set_byte(state, 9, get_byte(state, 9) # 1)"),
    ("a record's version", "UPDATE records SET version = version + 1 WHERE stream = 'P-1'"),
    ("a title", "UPDATE projects SET title = title || '!' WHERE number = 1"),
    ("a status", "UPDATE requests SET status = 'approved' WHERE number = 1"),
    ("a receipt less", "DELETE FROM commands WHERE id = (SELECT max(id) FROM commands)"),
    ("a signature less", "DELETE FROM decisions WHERE ctid = (SELECT min(ctid) FROM decisions)"),
    ("a signature more", "INSERT INTO decisions VALUES (1, 9, 0, 0, 'ada')"),
    ("an asked person more", "INSERT INTO open_places VALUES ('person:ada', 1)"),
    ("a rule", "UPDATE rulebooks SET body = set_byte(body, 200, get_byte(body, 200) # 1)"),
  ]

  @Test func everyMutationOfItsTablesIsFound() throws {
    let database = try TestDatabase()
    var before = AuditReport()
    do {
      let server = try database.create(connections: 1)
      var work = try RandomWork(server, seed: 5)
      try work.work(commands: 60)
      before = try audit(server)
    }
    let given = GivenCheckpoint(
      Checkpoint(origin: "test", size: before.events, root: before.root), .verified)
    #expect(before.verdict == .intact)
    var missed: [String] = []
    for (number, mutation) in Self.mutations.enumerated() {
      let name = "\(database.name)m\(number)"
      try database.server.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.name)'")
      try database.server.query("CREATE DATABASE \(name) TEMPLATE \(database.name)")
      let address = database.server.address(of: name)
      // Triggers and keys do not hold whoever owns the database.
      try database.server.query(
        "SET session_replication_role = replica; SET search_path = tollgate; \(mutation.sql)",
        in: address)
      let altered = try PostgresStore.open(
        at: try #require(Address(address)), connections: 1, sha256: sha256)
      if try audit(altered, [given]).verdict == .intact { missed.append(mutation.name) }
    }
    #expect(missed == [])
    Endurance.tell(
      11, "mutations of a server's tables", Self.mutations.count, failures: missed.count)
  }

  private func audit<S: InspectableStore>(_ store: S, _ checkpoints: [GivenCheckpoint] = [])
    throws -> AuditReport
  {
    try Auditor(store, timeZones: systemTimeZones, sha256: sha256) { sources in
      try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
    }.verify(against: checkpoints)
  }

  private static let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("AuditTests/Goldens")

  /// Writes the dump of the golden file as a server holds it; only when told to, and after the file itself.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["TOLLGATE_MAKE_GOLDENS"] != nil))
  func theDumpIsWritten() throws {
    try TemporaryFolder.with { folder in
      let copy = folder.path("workspace.sqlite")
      try FileManager.default.copyItem(
        atPath: Self.goldens.appendingPathComponent("v2.sqlite").path, toPath: copy)
      let database = try TestDatabase()
      _ = try database.create().take(
        over: SQLiteStore.open(at: copy, sha256: sha256), sha256: sha256)
      try database.server.dump(database.text).write(
        to: Self.goldens.appendingPathComponent("v2.sql"), atomically: true, encoding: .utf8)
    }
  }

  /// The dump of each schema is restored, opened, brought up to date, and holds what the file of that schema held.
  @Test(arguments: ["v1", "v2"]) func aDumpOfAnOlderSchemaIsOpened(schema: String) throws {
    let database = try TestDatabase()
    try database.server.restore(
      Self.goldens.appendingPathComponent("\(schema).sql").path, into: database.text)
    let store = try database.open()
    let report = try audit(store)
    #expect(report.findings.listed == [])
    #expect(report.reevaluated == report.commands)
    let digest = try store.inspect { try StoreDigest(of: $0, sha256) }
    let holds = "\(report.events) events\nroot \(report.root)\ntables \(digest.summary(sha256))\n"
    let expected = try String(
      contentsOf: Self.goldens.appendingPathComponent("holdings.txt"), encoding: .utf8)
    #expect(holds == expected)
    Endurance.tell(10, "golden dumps of servers", 1)
  }
}
