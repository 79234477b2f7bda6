import Engine
import TestKit
import Testing

@testable import Audit

@Suite struct AnIntactWorkspace {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func isFoundIntactWithEveryDecisionTakenAnew(seed: UInt64) throws {
    try TemporaryFolder.with { folder in
      let workspace = try Workspace.make(in: folder, seed: seed, commands: 400)
      let report = try workspace.verify()
      #expect(report.findings.listed == [])
      #expect(report.verdict == .intact)
      // Founding, people, first policy.
      #expect(report.commands == 403)
      #expect(report.reevaluated == 403)
      #expect(report.notEvaluated == 0)
      #expect(report.events > 600)
      #expect(report.backwards == 0)
      #expect(report.rows > report.commands)
    }
  }

  @Test func extendsEveryEarlierCheckpoint() throws {
    try TemporaryFolder.with { folder in
      let workspace = try Workspace.make(in: folder, seed: 4, commands: 60)
      let leaves = try workspace.leaves()
      var frontier = Frontier()
      var checkpoints: [GivenCheckpoint] = []
      for leaf in leaves {
        frontier.append(leaf)
        checkpoints.append(
          GivenCheckpoint(
            Checkpoint(origin: "test", size: frontier.size, root: frontier.root), .verified))
      }
      let report = try workspace.verify(checkpoints)
      #expect(report.checkpoints.allSatisfy { $0.comparison == .extends })
      #expect(report.root == frontier.root)
      #expect(report.events == leaves.count)
    }
  }
}

extension Workspace {
  /// The leaves that the store has, in order.
  func leaves() throws -> [Engine.Digest] {
    var leaves: [Engine.Digest] = []
    try alter { db in
      leaves = try [UInt8].all(db, "SELECT leaf FROM events ORDER BY sequence")
        .compactMap(Digest.init(bytes:))
    }
    return leaves
  }
}
