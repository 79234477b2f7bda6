import Foundation
import TestKit
import Testing

/// Many processes at one instant: one decision, and everybody else is told.
@Suite struct Races {
  /// 4 processes at a time, 50 times each, all signing the same step.
  @Test func twoHundredApprovalsGiveOne() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      var results: [Program.Result] = []
      for _ in 0..<50 {
        let running = try (0..<4).map { _ in
          try company.program.start(["approve", "R-2", "--as", "li", "--json"])
        }
        results += running.map { $0.wait() }
      }
      #expect(results.count == 200)
      #expect(results.filter { $0.status == 0 }.count == 1)
      let refusals = results.filter { $0.status != 0 }
      #expect(refusals.allSatisfy { $0.status == 2 })
      let codes = try Set(refusals.map { try Answer($0.out).code })
      #expect(codes == ["already-signed"])
      let signed = try company.answer("history", "P-1").list("records").filter {
        (($0["event"] as? [String: Any])?["request"] as? [String: Any])
          .flatMap { $0["_0"] as? [String: Any] }?["signed"] != nil
      }
      // R-1 by its sponsor, and R-2 once.
      #expect(signed.count == 2)
    }
  }

  /// Two people who may both sign the last place of a request: one is first, the other is told.
  @Test func twoSignersOfOnePlace() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      try company.done("people", "appoint", "zhao", "executive")
      for person in ["li", "wang"] { try company.done("approve", "R-2", "--as", person) }
      try company.done("people", "appoint", "gao", "sales_director")
      let running = try ["zhao", "gao"].map {
        try company.program.start(["approve", "R-2", "--as", $0, "--json"])
      }
      let results = running.map { $0.wait() }
      // Both may sign as director; the slower of the two may still sign as executive, the step after it.
      #expect(results.allSatisfy { $0.status == 0 })
      #expect(try company.answer("show", "R-2").text("status") == "approved")
      let signers = try company.answer("show", "R-2").list("route").suffix(2).compactMap {
        ($0["signature"] as? [String: Any])?["person"] as? String
      }
      #expect(Set(signers) == ["zhao", "gao"])
    }
  }

  /// Fifty people's worth of different commands at once: none is lost, none is done twice.
  @Test func simultaneousSpendAddsUp() throws {
    try Company.atWork { company in
      let running = try (0..<12).map { index in
        try company.program.start([
          "submit", "P-1", "spend", "--as", "li", "--set", "amount=\(index + 1)", "--command-id",
          "spend-\(index)",
        ])
      }
      for process in running { #expect(process.wait().status == 0) }
      // 1 + 2 + … + 12
      #expect(try company.answer("status", "P-1").text("spent") == "78")
    }
  }
}
