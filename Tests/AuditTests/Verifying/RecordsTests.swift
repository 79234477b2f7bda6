import Engine
import Foundation
import GRDB
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Verification of what lies beside the log: projects under projects, attached files.
@Suite struct RecordsAreVerified {
  /// A sale with two bids, told to its end.
  private func family(in folder: TemporaryFolder) throws -> Workspace {
    let path = folder.path("workspace.sqlite")
    try Bidding.tell(on: SQLiteStore.create(at: path, sha256: sha256))
    return Workspace(path: path)
  }

  @Test func decisionsThatLookedAtOtherProjectsAreTakenAnew() throws {
    try TemporaryFolder.with { folder in
      let report = try family(in: folder).verify()
      #expect(report.findings.listed == [])
      #expect(report.reevaluated == report.commands)
    }
  }

  /// In the file the values stand in one table; without it there is no trace of them in any byte.
  @Test func nothingConfidentialStandsInAnyOtherTable() throws {
    try TemporaryFolder.with { folder in
      let workspace = try family(in: folder)
      func isTold() throws -> Bool {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: workspace.path))
        return bytes.range(of: Data("314159".utf8)) != nil
      }
      // The control: it is there.
      #expect(try isTold())
      try workspace.alter("DELETE FROM sealed")
      try DatabaseQueue(path: workspace.path).vacuum()
      #expect(try !isTold())
    }
  }

  /// What was erased is said to be unproved, which is not to be altered.
  @Test func whatIsConfidentialIsProvedAsFarAsItIsThere() throws {
    try TemporaryFolder.with { folder in
      let workspace = try family(in: folder)
      let whole = try workspace.verify()
      #expect(whole.sealed > 1)
      #expect(whole.unopened == 0)
      try workspace.alter("DELETE FROM sealed")
      let erased = try workspace.verify()
      #expect(erased.findings.listed == [])
      #expect(erased.unopened == whole.sealed)
      // hand_in, settle, and what followed from it.
      #expect(erased.notEvaluated >= 2)
      #expect(erased.reevaluated < whole.reevaluated)
      #expect(erased.unproved.contains { $0.en.contains("confidential values") })
    }
  }

  @Test(arguments: [
    "UPDATE children SET is_over = 0 WHERE number = 2", "DELETE FROM children WHERE number = 3",
    "INSERT INTO children (parent, number, is_over) VALUES (2, 1, 0)",
    "UPDATE contents SET body = x'010204'", "DELETE FROM contents",
    "INSERT INTO contents VALUES (zeroblob(32), x'00')",
    "UPDATE sealed SET salt = zeroblob(32)",
    "UPDATE sealed SET body = CAST(replace(CAST(body AS TEXT), '3', '4') AS BLOB)",
    "INSERT INTO sealed VALUES (zeroblob(32), zeroblob(32), x'00')",
  ]) func whatTheLogDoesNotTellIsFound(sql: String) throws {
    try TemporaryFolder.with { folder in
      let workspace = try family(in: folder)
      try workspace.alter(sql)
      #expect(try workspace.verify().verdict == .altered)
    }
  }
}
