import Foundation
import TestKit
import Testing

/// What a rule refuses ends with 2, says why and who could, and leaves the history as it was.
@Suite struct RefusedCommands {
  @Test func whoeverSubmitsNeverSigns() throws {
    try Company.atWork { company in
      try company.done("people", "appoint", "zhang", "project_manager", "--project", "P-1")
      try company.fileAdjustment()
      let before = try company.history()
      let refusal = try company.refused("approve", "R-2", "--as", "zhang")
      #expect(refusal.code == "self-approval")
      #expect(refusal.whoCould == ["li"])
      #expect(try company.history() == before)
    }
  }

  @Test func theExecutiveWaitsForTheOthers() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      let before = try company.history()
      #expect(try company.refused("approve", "R-2", "--as", "gao").code == "not-your-turn")
      #expect(try company.history() == before)
    }
  }

  @Test func strangersAreTurnedAway() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      let before = try company.history()
      #expect(try company.refused("approve", "R-2", "--as", "admin").code == "not-a-signer")
      #expect(try company.refused("approve", "R-2", "--as", "nobody").code == "unknown-person")
      #expect(try company.history() == before)
    }
  }

  @Test(arguments: [
    ["approve", "R-9"], ["reject", "R-9", "-m", "no"], ["return", "R-9", "-m", "no"],
    ["withdraw", "R-9"], ["resubmit", "R-9"], ["show", "R-9"], ["why", "R-9"],
  ])
  func unknownRequestsAreTold(_ arguments: [String]) throws {
    try Company.founded { company in
      let result = try company.program.run(arguments + ["--json"])
      #expect(result.status == 2)
      #expect(try Answer(result.out).code == "unknown-request")
    }
  }

  @Test(arguments: [
    ["status", "P-9"], ["history", "P-9"], ["fill", "P-9", "facts", "--set", "customer=x"],
    ["submit", "P-9", "spend"], ["preview", "P-9", "spend"],
    ["people", "appoint", "li", "sponsor", "--project", "P-9"],
  ])
  func unknownProjectsAreTold(_ arguments: [String]) throws {
    try Company.founded { company in
      let result = try company.program.run(arguments + ["--json"])
      #expect(result.status == 2)
      #expect(try Answer(result.out).code == "unknown-project")
    }
  }

  @Test(arguments: [
    "-1", "-0.01", "1e9", "0x10", "12abc", "", " ", "1,000", "1.005", "NaN", "inf",
    "1000000000000001", "99999999999999999999999999999999999", "100 USD", "100 cny", "１００",
  ])
  func absurdMoneyIsRefused(_ amount: String) throws {
    try Company.atWork { company in
      let before = try company.history()
      let refusal = try company.refused(
        "submit", "P-1", "spend", "--as", "li", "--set", "amount=\(amount)")
      #expect(["invalid-value", "incomplete"].contains(refusal.code), "\(amount)")
      #expect(try company.history() == before)
    }
  }

  /// At the tolerance is within it; one cent more is not.
  @Test func theHoldBeginsOneCentBeyondTheTolerance() throws {
    try Company.atWork { company in
      func spend(_ amount: String) throws -> Program.Result {
        try company.program("submit", "P-1", "spend", "--as", "li", "--set", "amount=\(amount)")
      }
      #expect(try spend("105000").status == 0)
      #expect(try spend("0.01").status == 0)
      #expect(try spend("0.01").status == 2)
      let covering = try company.refused(
        "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=100000", "--reason", "r")
      #expect(covering.code == "not-covered")
      #expect(try company.answer("status", "P-1").text("spent") == "105000.01")
    }
  }

  /// 20 % of cumulative increase is not above 20 %.
  @Test(arguments: [("120000", false), ("120000.01", true), ("126000", true)])
  func theExecutiveSignsAboveTheLimit(_ budget: String, _ executive: Bool) throws {
    try Company.atWork { company in
      let preview = try company.answer(
        "preview", "P-1", "adjust", "--as", "zhang", "--set", "budget=\(budget)", "--reason", "r")
      let request = try #require(preview.json["request"] as? [String: Any])
      let steps = (request["route"] as? [[String: Any]] ?? []).compactMap { $0["step"] as? String }
      #expect(
        steps == ["manager", "sponsor", "director"] + (executive ? ["executive"] : []))
      #expect(try company.history().contains("R-2") == false)
    }
  }

  @Test func nobodyApprovesWhatChangedAfterTheyLooked() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      let seen = try #require(try company.answer("show", "R-2").text("digest"))
      try company.done("return", "R-2", "--as", "li", "-m", "more")
      try company.done("resubmit", "R-2", "--as", "zhang", "--set", "budget=150000")
      let refusal = try company.refused(
        "approve", "R-2", "--as", "li", "--seen", String(seen.prefix(12)))
      #expect(refusal.code == "stale-view")
      let now = try #require(try company.answer("show", "R-2").text("digest"))
      #expect(now != seen)
      try company.done("approve", "R-2", "--as", "li", "--seen", String(now.prefix(8)))
    }
  }

  @Test func publishingAsksASecondAdministrator() throws {
    try Company.atWork { company in
      try company.done("people", "appoint", "gao", "administrator")
      try company.done("policy", "publish", "Policies/startup.yaml")
      #expect(try company.answer("policy", "list").list("policies").count == 1)
      #expect(try company.refused("approve", "R-2").code == "self-approval")
      try company.done("approve", "R-2", "--as", "gao")
      #expect(try company.answer("policy", "list").list("policies").count == 2)
    }
  }
}
