import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Promise 10: what an earlier schema wrote is opened, brought up to date, and replays to the state that it held then.
@Suite(.serialized) struct OldWorkspaces {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Goldens")

  /// Writes the golden of the schema as it is now; only when told to.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["TOLLGATE_MAKE_GOLDENS"] != nil))
  func areWritten() throws {
    try TemporaryFolder.with { folder in
      let made = Workspace(path: folder.path("workspace.sqlite"))
      var work = try RandomWork(
        SQLiteStore.create(at: made.path, sha256: sha256), seed: 2026)
      try work.work(commands: 60)
      try Self.raiseBudgets(in: work.company)
      let golden = Self.folder.appendingPathComponent("v2.sqlite")
      _ = try made.copy(to: golden.path)
      try Self.holdings(of: made).write(
        to: Self.folder.appendingPathComponent("holdings.txt"), atomically: true, encoding: .utf8)
    }
  }

  /// Requests that add up in a rolling window: on several days, and one that is open.
  private static func raiseBudgets(in company: Company<SQLiteStore>) throws {
    for budget in ["100000.25", "104000", "126000.5", "90000", "126000"] {
      let project = try SmallCompany.runningProject(in: company)
      let change = try #require(
        try company.submit(
          "change", on: project, by: "li", ["budget": budget, "reason": "prices rose"]))
      for person in ["chen", "zhao", "qian", "sun"] as [PersonID] {
        guard budget != "126000", try company.request(change).request.status.isOpen else { break }
        try company.approve(change, by: person)
        try company.wait(hours: 13)
      }
    }
  }

  @Test(arguments: ["v1", "v2"]) func areOpenedAndReplayToTheirState(schema: String) throws {
    try TemporaryFolder.with { folder in
      let golden = Workspace(path: Self.folder.appendingPathComponent("\(schema).sqlite").path)
      // Never the golden itself: opening it may bring it up to date.
      let copy = try golden.copy(to: folder.path("workspace.sqlite"))
      let store = try SQLiteStore.open(at: copy.path, sha256: sha256)
      #expect(try store.check() == [])
      let report = try copy.verify()
      #expect(report.findings.listed == [])
      #expect(report.reevaluated == report.commands)
      let expected = try String(
        contentsOf: Self.folder.appendingPathComponent("holdings.txt"), encoding: .utf8)
      #expect(try Self.holdings(of: copy) == expected)
      Endurance.tell(10, "golden workspaces", 1)
    }
  }

  /// The control: a golden of which one event is another is not taken for the same.
  @Test func anAlteredOneIsSeen() throws {
    try TemporaryFolder.with { folder in
      let golden = Workspace(path: Self.folder.appendingPathComponent("v2.sqlite").path)
      let copy = try golden.copy(to: folder.path("workspace.sqlite"))
      let before = try Self.holdings(of: copy)
      try copy.alter("UPDATE projects SET stage = 'elsewhere' WHERE number = 1")
      let isSeen = try Self.holdings(of: copy) != before
      #expect(isSeen)
      Endurance.control(10, "a golden with one cell changed", isSeen: isSeen)
      #expect(try copy.verify().verdict == .altered)
    }
  }

  private static func holdings(of workspace: Workspace) throws -> String {
    let store = try SQLiteStore.open(at: workspace.path, sha256: sha256)
    let digest = try store.inspect { try StoreDigest(of: $0, sha256) }
    let report = try workspace.verify()
    return "\(report.events) events\nroot \(report.root)\ntables \(digest.summary(sha256))\n"
  }
}
