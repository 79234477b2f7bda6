import Engine
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Verification of what lies beside the log: projects under projects, attached files.
@Suite struct RecordsAreVerified {
  /// A sale with two bids, of which one has ended.
  private func family(in folder: TemporaryFolder) throws -> Workspace {
    let path = folder.path("workspace.sqlite")
    let company = try Bidding.company(SQLiteStore.create(at: path, sha256: sha256))
    let sale = try Bidding.runningSale(in: company)
    let bids = try (1...2).map { _ in
      try company.open("Bid", policy: "bid-policy", under: sale, by: "li")
    }
    try company.submit(
      "hand_in", on: bids[0], by: "li", ["price": "1"], attachments: ["scan": someFile])
    try company.submit("finish", on: bids[0], by: "li")
    try company.submit("count", on: sale, by: "li")
    try company.submit("finish", on: bids[1], by: "li")
    try company.submit("close", on: sale, by: "li")
    return Workspace(path: path)
  }

  @Test func decisionsThatLookedAtOtherProjectsAreTakenAnew() throws {
    try TemporaryFolder.with { folder in
      let report = try family(in: folder).verify()
      #expect(report.findings.listed == [])
      #expect(report.reevaluated == report.commands)
    }
  }

  @Test(arguments: [
    "UPDATE children SET is_over = 0 WHERE number = 2", "DELETE FROM children WHERE number = 3",
    "INSERT INTO children (parent, number, is_over) VALUES (2, 1, 0)",
    "UPDATE contents SET body = x'010204'", "DELETE FROM contents",
    "INSERT INTO contents VALUES (zeroblob(32), x'00')",
  ]) func whatTheLogDoesNotTellIsFound(sql: String) throws {
    try TemporaryFolder.with { folder in
      let workspace = try family(in: folder)
      try workspace.alter(sql)
      #expect(try workspace.verify().verdict == .altered)
    }
  }
}
