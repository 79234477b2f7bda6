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
      let made = try Workspace.make(in: folder, seed: 2026, commands: 60)
      let golden = Self.folder.appendingPathComponent("v1.sqlite")
      _ = try made.copy(to: golden.path)
      try Self.holdings(of: made).write(
        to: Self.folder.appendingPathComponent("v1.txt"), atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: ["v1"]) func areOpenedAndReplayToTheirState(schema: String) throws {
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
        contentsOf: Self.folder.appendingPathComponent("\(schema).txt"), encoding: .utf8)
      #expect(try Self.holdings(of: copy) == expected)
      Endurance.tell(10, "golden workspaces", 1)
    }
  }

  /// The control: a golden of which one event is another is not taken for the same.
  @Test func anAlteredOneIsSeen() throws {
    try TemporaryFolder.with { folder in
      let golden = Workspace(path: Self.folder.appendingPathComponent("v1.sqlite").path)
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
