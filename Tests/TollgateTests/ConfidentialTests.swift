import Foundation
import TestKit
import Testing

/// Whoever may not read a confidential value finds it nowhere: not in any output, not in the log.
@Suite struct NothingConfidentialIsTold {
  /// Price, plan and cost, and what is computed from the cost: nothing else has these.
  private static let secrets = ["314159.26", "314159", "314,159", "undercut", "161803", "323606"]

  /// A bid P-2 with a request R-1 that was returned, filed again and approved; one is open; a plan of the team.
  private func atWork(_ work: (Company) throws -> Void) throws {
    try Records.atWork { company in
      try company.done("new", "bid", "--title", "Bid", "--as", "li", "--parent", "P-1")
      for person in ["chen", "zhao"] {
        try company.done("people", "appoint", person, "team", "--project", "P-2", "--as", "admin")
      }
      try company.done(
        "fill", "P-2", "core", "--as", "chen", "--set", "plan=undercut", "--set", "cost=161803")
      try "x".write(
        to: company.folder.url.appendingPathComponent("offer.pdf"), atomically: true,
        encoding: .utf8)
      try company.done(
        "submit", "P-2", "settle", "--as", "li", "--set", "price=314159.26", "--attach",
        "extra=offer.pdf")
      try company.done("return", "R-1", "--as", "sun", "-m", "again")
      try company.done("resubmit", "R-1", "--as", "li", "--reason", "as it was")
      try company.done("approve", "R-1", "--as", "sun", "-m", "fine")
      try company.done("submit", "P-2", "settle", "--as", "li", "--set", "price=314159.27")
      try work(company)
    }
  }

  private static let looking: [[String]] = [
    ["status", "P-2"], ["status", "P-1"], ["show", "R-1"], ["show", "R-2"], ["history", "P-2"],
    ["history", "workspace"], ["why", "R-1"], ["why", "R-2"], ["why", "R-2", "--trace"],
    ["why", "R-1", "--revision", "1"], ["why", "R-2", "--for", "sun"], ["inbox"],
    ["preview", "P-2", "finish"], ["projects"], ["outbox", "list"], ["condition", "list"],
    ["draft", "list"], ["attachment", "list", "P-2"], ["tick", "--dry-run"],
    ["policy", "impact", "bid-policy.yaml"], ["policy", "show", "bid-policy"], ["people", "list"],
    ["people", "history", "chen"], ["audit", "verify"], ["doctor"],
    ["approve", "R-2", "--dry-run"], ["reject", "R-2", "-m", "no", "--dry-run"],
    ["workflow", "draw", "bid.yaml"],
  ]

  /// `sun` signs, `admin` administers, `qian` is nobody to the bid: none of them may read.
  @Test(arguments: ["sun", "admin", "qian"]) func notByAnyCommand(person: String) throws {
    try atWork { company in
      for arguments in Self.looking {
        for form in [[], ["--json"]] as [[String]] {
          var arguments = arguments + form
          if !["workflow", "doctor", "audit"].contains(arguments[0]),
            arguments.prefix(2) != ["policy", "show"]
          {
            arguments += ["--as", person]
          }
          let told = try company.program.run(arguments).text
          for secret in Self.secrets {
            #expect(!told.contains(secret), "\(arguments) tells `\(secret)`")
          }
        }
      }
    }
  }

  @Test func notByWhatLeavesTheWorkspace() throws {
    try atWork { company in
      for format in ["jsonl", "xes"] {
        let text = try company.done("audit", "export", "--format", format).out
        #expect(text.contains("sealed") || text.contains("•••"))
        for secret in Self.secrets {
          #expect(!text.contains(secret), "\(format) tells `\(secret)`")
        }
      }
    }
  }

  @Test func butByThoseWhoMayRead() throws {
    try atWork { company in
      #expect(try company.done("show", "R-2", "--as", "li").out.contains("314,159.27"))
      #expect(try company.done("show", "R-1", "--as", "chen").out.contains("314,159.26"))
      let seen = try company.answer("show", "R-2", "--as", "zhao")
      #expect(seen.list("changes").first?["value"] as? String == "314159.27")
      let history = try company.done("history", "P-2", "--as", "chen").out
      #expect(history.contains("undercut") && history.contains("161,803"))
      // The lead is not of the team.
      let lead = try company.done("history", "P-2", "--as", "li").out
      #expect(lead.contains("314,159.26") && !lead.contains("undercut") && lead.contains("•••"))
      #expect(try company.done("show", "R-2", "--as", "sun").out.contains("•••"))
      #expect(try company.answer("audit", "verify").text("verdict") == "intact")
      // Wherever the workspace goes.
      try company.done("store", "copy", "tollgate.sqlite", "moved.sqlite")
      #expect(
        try company.done("show", "R-2", "--as", "li", "--workspace", "moved.sqlite").out
          .contains("314,159.27"))
    }
  }
}
