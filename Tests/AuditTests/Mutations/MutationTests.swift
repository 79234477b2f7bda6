import Engine
import Foundation
import GRDB
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Promise 11: edits of history are seen.
///
/// CI tries a fixed share; `TOLLGATE_MUTATIONS=20000` the nightly one, of which `TOLLGATE_VERIFIER=1000` are also shown to the
/// separate verifier.
@Suite struct Mutations {
  private static func setting(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  @Test func areAllFoundGivenAnEarlierCheckpoint() throws {
    let wanted = Self.setting("TOLLGATE_MUTATIONS", 112)
    let shown = Self.setting("TOLLGATE_VERIFIER", 20)
    let seed = UInt64(Self.setting("TOLLGATE_SEED", 11))
    print(
      "Mutations: TOLLGATE_SEED=\(seed) TOLLGATE_MUTATIONS=\(wanted) TOLLGATE_VERIFIER=\(shown)")
    try TemporaryFolder.with { folder in
      let verifier = try SeparateVerifier(folder)
      var random = SeededGenerator(seed: seed)
      let whole = try Workspace.make(in: folder, seed: seed, commands: 70)
      let (given, file) = try verifier.checkpoint(try whole.verify())
      var done: [Mutation: Int] = [:]
      var missed: [String] = []
      while done.values.reduce(0, +) < wanted {
        let number = done.values.reduce(0, +)
        let mutation = Mutation.allCases[number % Mutation.allCases.count]
        let copy = try whole.copy(to: folder.path("copy.sqlite"))
        var what: String?
        try copy.alter { what = try mutation.apply(to: $0, &random) }
        guard let what else { continue }
        done[mutation, default: 0] += 1
        let report = try copy.verify([given])
        if report.verdict == .intact { missed.append(what) }
        if mutation.isOfTheLog, mutation != .flipLeaf, mutation != .refile, mutation != .appendCopy
        {
          #expect(report.checkpoints.map(\.comparison) != [.extends], "\(what)")
        }
        if number < shown {
          #expect(
            try verifier.said(of: copy.path, file) == SeparateVerifier.Said(report), "\(what)")
        }
      }
      #expect(missed == [])
      Endurance.tell(11, "mutations", wanted, failures: missed.count)
      Endurance.tell(12, "mutations shown to the separate verifier", min(wanted, shown))
    }
  }

  /// Whoever rewrites everything consistently is seen only by somebody who kept a checkpoint; the report says so.
  @Test func aWholeHistoryRewrittenIsFoundOnlyByTheCheckpoint() throws {
    try TemporaryFolder.with { folder in
      let workspace = Workspace(path: folder.path("workspace.sqlite"))
      try workspace.tellAStory()
      let before = try workspace.verify()
      #expect(before.verdict == .intact)
      let checkpoint = Checkpoint(origin: "test", size: before.events, root: before.root)
      // A reason stands in the digest of the content, which the rules make anew.
      try workspace.rewrite(Array("prices rose".utf8), as: Array("prices fell".utf8))
      let report = try workspace.verify()
      #expect(report.root != before.root)
      #expect(report.findings.counts.keys.contains(.decision))
      try workspace.rewrite(Array("prices fell".utf8), as: Array("prices rose".utf8))
      #expect(try workspace.verify().root == before.root)
      // A comment follows from nothing but the person.
      try workspace.rewrite(Array("\"comment\":\"同意\"".utf8), as: Array("\"comment\":\"不行\"".utf8))
      let forged = try workspace.verify()
      #expect(forged.root != before.root)
      #expect(forged.verdict == .intact)
      #expect(forged.unproved.contains { $0.en.hasPrefix("no earlier checkpoint was given") })
      let given = GivenCheckpoint(checkpoint, .verified)
      #expect(try workspace.verify([given]).verdict == .forked)
      // Without the checkpoint the forger wins, and the report says what it does not prove.
      Endurance.control(
        11, "a thorough forger without a checkpoint, told as not proved",
        isSeen: forged.unproved.contains { $0.en.hasPrefix("no earlier checkpoint was given") })
    }
  }

  @Test func anOlderCopyIsFoundOnlyByTheCheckpoint() throws {
    try TemporaryFolder.with { folder in
      let older = try Workspace.make(in: folder, seed: 6, commands: 40)
      let report = try older.verify()
      var later = Frontier()
      for leaf in try older.leaves() { later.append(leaf) }
      later.append(MerkleHash.leaf([1]))
      #expect(report.verdict == .intact)
      let given = GivenCheckpoint(
        Checkpoint(origin: "test", size: later.size, root: later.root), .verified)
      #expect(try older.verify([given]).verdict == .truncated)
      let foreign = GivenCheckpoint(
        Checkpoint(origin: "test", size: later.size, root: later.root), .wrong)
      #expect(try older.verify([foreign]).verdict == .altered)
    }
  }
}

extension Workspace {
  /// One project and a change of its budget, approved with a comment.
  fileprivate func tellAStory() throws {
    let company = try SmallCompany.company(try SQLiteStore.create(at: path, sha256: sha256))
    let project = try SmallCompany.runningProject(in: company)
    let change = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": "104000"], reason: "prices rose"))
    try company.approve(change, by: "chen", comment: "同意")
  }

  /// Rewrites bytes wherever they stand, and makes every leaf and every fingerprint of an order anew.
  func rewrite(_ old: [UInt8], as new: [UInt8]) throws {
    try alter { db in
      for (table, column) in [("events", "body"), ("records", "state"), ("requests", "state")] {
        for row in try Row.fetchAll(db, sql: "SELECT rowid, \(column) FROM \(table)") {
          var bytes = row.bytes(1)
          bytes.replace(old, with: new)
          try db.execute(
            sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?",
            arguments: [bytes.data, row[0] as Int])
          guard table == "events" else { continue }
          try db.execute(
            sql: "UPDATE events SET leaf = ? WHERE rowid = ?",
            arguments: [MerkleHash.leaf(bytes).bytes.data, row[0] as Int])
          guard let order = try JSON(parsing: bytes)["order"] else { continue }
          try db.execute(
            sql: """
              UPDATE commands SET fingerprint = ? WHERE id = (SELECT command FROM events WHERE rowid = ?)
              """, arguments: [sha256(order.canonical).bytes.data, row[0] as Int])
        }
      }
    }
  }
}
