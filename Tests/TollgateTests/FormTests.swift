import Foundation
import TestKit
import Testing

/// What forms hold beside single values, through the command line.
@Suite struct FormsOnTheCommandLine {
  @Test func rowsAreTypedOneByOneAndShownAsATable() throws {
    try OfferCompany.withProject { company in
      try company.done(
        "submit", "P-1", "offer", "--as", "li",
        "--row", "lines: item=demo, owner=li, amount=1000, count=2",
        "--row", #"lines: item="visit, two days", owner=wu, amount=0.50"#)
      let shown = try company.done("show", "R-1").out
      #expect(
        shown.contains(
          """
            Lines
              Item             Count  Owner    Amount
              demo                 2  li     1,000.00
              visit, two days         wu         0.50
          """), "\(shown)")
      let changes = try company.answer("show", "R-1").list("changes")
      let rows = changes.first?["value"] as? [[String: String]]
      #expect(
        rows == [
          ["item": "demo", "owner": "li", "amount": "1000", "count": "2"],
          ["item": "visit, two days", "owner": "wu", "amount": "0.50"],
        ])
      // The executive is asked since the total is above 1000.
      #expect(try company.done("show", "R-1").out.contains("executive"))
    }
  }

  @Test func theTableSpeaksChinese() throws {
    try OfferCompany.withProject { company in
      try company.done(
        "submit", "P-1", "offer", "--as", "li", "--row", "lines: item=演示, owner=li, amount=8")
      let shown = try company.done("show", "R-1", "--lang", "zh").out
      #expect(
        shown.contains(
          """
            明细
              品名  数量  负责人  金额
              演示        li      8.00
          """), "\(shown)")
    }
  }

  @Test(arguments: ["lines.csv", "form.yaml"])
  func rowsComeFromFiles(file: String) throws {
    try OfferCompany.withProject { company in
      let texts = [
        "lines.csv": "item,owner,amount\n\"demo, long\",li,10\nvisit,wu,\n",
        "form.yaml":
          "lines:\n  - {item: \"demo, long\", owner: li, amount: 10}\n  - {item: visit, owner: wu}\n",
      ]
      try company.write(file, try #require(texts[file]))
      let options =
        file.hasSuffix(".csv") ? ["--rows", "lines=lines.csv"] : ["--from", "form.yaml"]
      let before = try company.history()
      let refused = try company.program.run(
        ["submit", "P-1", "offer", "--as", "li", "--json"] + options)
      #expect(refused.status == 2)
      #expect(refused.out.contains("row 2: `amount` (Amount) is missing"), "\(refused.text)")
      #expect(try company.history() == before)
      try company.write(
        file,
        try #require(texts[file]).replacing("wu", with: "wu").replacing(
          file.hasSuffix(".csv") ? "visit,wu," : "owner: wu",
          with: file.hasSuffix(".csv") ? "visit,wu,5" : "owner: wu, amount: 5"))
      let filed = try company.program.run(["submit", "P-1", "offer", "--as", "li"] + options)
      #expect(filed.status == 0, "\(filed.text)")
      let content = try company.answer("show", "R-1").json["content"] as? [String: Any]
      let rows = (content?["lines"] as? [String: Any])?["list"] as? [[String: [String: Any]]]
      #expect(rows?.map { $0["item"]?["text"] as? String } == ["demo, long", "visit"])
      #expect(rows?.map { $0["amount"]?["decimal"] as? String } == ["10", "5"])
    }
  }

  @Test(arguments: [
    ["--row", "lines item=demo"], ["--row", "lines: demo"], ["--row", "lines: item=\"demo"],
    ["--row", "lines: item=a, item=b"], ["--rows", "lines"],
    ["--row", "lines: item=a", "--set", "lines=[]"],
  ])
  func whatIsNoRowIsAMistakeOfUsage(options: [String]) throws {
    try OfferCompany.withProject { company in
      let result = try company.program.run(["submit", "P-1", "offer", "--as", "li"] + options)
      #expect(result.status == 64, "\(result.text)")
    }
  }

  @Test(arguments: [("a,b\n1\n", "csv.columns"), ("a,a\n1,2\n", "csv.repeated-column")])
  func aTableThatIsNoneIsToldWithItsPlace(text: String, code: String) throws {
    try OfferCompany.withProject { company in
      try company.write("rows.csv", text)
      let result = try company.program.run(
        ["submit", "P-1", "offer", "--as", "li", "--rows", "lines=rows.csv"])
      #expect(result.status == 3, "\(result.text)")
      #expect(result.text.contains(code) && result.text.contains("rows.csv:"), "\(result.text)")
    }
  }
}

/// A workspace of the real program under the rules of the offer desk.
enum OfferCompany {
  static func withProject<T>(
    _ sources: (workflow: String, policy: String) = (
      OfferDesk.workflow.text, OfferDesk.policy.text
    ), _ work: (Company) throws -> T
  ) throws -> T {
    try TemporaryFolder.with { folder in
      let company = Company(
        folder: folder, program: Program(folder: folder.url, now: "2026-03-02T01:00:00Z"))
      try company.write("Workflows/desk.yaml", sources.workflow)
      try company.write("Policies/desk-policy.yaml", sources.policy)
      try company.write(
        "people.csv",
        "id,name,rank,manager,roles\nli,li,1,wu,\nsun,sun,5,,executive\nwu,wu,3,sun,head\n")
      try company.done("init", "--trial", "--admin", "admin")
      try company.done("people", "import", "people.csv")
      try company.done("policy", "publish", "Policies/desk-policy.yaml")
      try company.done("new", "desk", "--title", "Metro", "--as", "li")
      return try work(company)
    }
  }
}

extension Company {
  /// Writes a file into the folder, and the folder's folders.
  func write(_ name: String, _ text: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}

/// Duties and numbers through the command line.
@Suite struct DutiesOnTheCommandLine {
  @Test func anOverdueReportIsSeenStopsOthersAndIsFulfilled() throws {
    try OfferCompany.withProject { company in
      var company = company
      let offer = [
        "submit", "P-1", "offer", "--as", "li", "--row", "lines: item=x, owner=li, amount=1",
      ]
      company.program.now = "2026-04-09T02:00:00Z"
      let status = try company.done("status", "P-1").out
      #expect(
        status.contains(
          """
          Duties
            ! Monthly report (period through 2026-03-31), overdue since 2026-04-07; li
            Monthly report (period through 2026-04-30), due 2026-05-07; li
          """), "\(status)")
      let chinese = try company.done("status", "P-1", "--lang", "zh").out
      #expect(chinese.contains("! 月度报告（截至 2026-03-31 的一期），已逾期（期限 2026-04-07）；li"), "\(chinese)")
      let inbox = try company.answer("inbox", "--as", "li").list("duties")
      #expect(inbox.map { $0["through"] as? String } == ["2026-03-31"])
      #expect(inbox.first?["overdue"] as? Bool == true)
      #expect(try company.done("inbox", "--as", "li").out.contains("tollgate submit P-1 report …"))
      #expect(try company.answer("inbox", "--as", "wu").list("duties").isEmpty)
      let before = try company.history()
      let result = try company.program.run(offer + ["--json"])
      #expect(result.status == 2)
      let refusal = try Answer(result.out)
      #expect(refusal.code == "duty-overdue" && refusal.whoCould == ["li"])
      #expect(try company.history() == before)
      let told = try company.done("tick").out
      #expect(told.contains("overdue since 2026-04-07: Monthly report"), "\(told)")
      #expect(try company.done("tick").out.contains("Nothing is due"))
      try company.done("submit", "P-1", "report", "--as", "li", "--set", "text=all well")
      #expect(
        try company.answer("status", "P-1").list("duties").map { $0["overdue"] as? Bool } == [false]
      )
      let filed = try company.program.run(offer)
      #expect(filed.status == 0, "\(filed.text)")
      #expect(try company.program.run(["audit", "verify"]).status == 0)
    }
  }

  @Test func processesAtOnceNeverShareANumber() throws {
    try OfferCompany.withProject { company in
      for _ in 2...6 { try company.done("new", "desk", "--title", "x", "--as", "li") }
      let running = try (1...6).map { number in
        try company.program.start([
          "submit", "P-\(number)", "offer", "--as", "li", "--row",
          "lines: item=x, owner=li, amount=1",
        ])
      }
      #expect(running.map { $0.wait().status } == Array(repeating: 0, count: 6))
      let numbers = try (1...6).map { try company.answer("show", "R-\($0)").text("number") }
      #expect(Set(numbers) == Set((1...6).map { "SQ-2026-000\($0)" }))
      #expect(try company.program.run(["audit", "verify"]).status == 0)
    }
  }

  @Test func aNumberFindsWhatBearsIt() throws {
    try OfferCompany.withProject { company in
      try company.done("fill", "P-1", "customer", "--as", "li", "--set", "kind=big")
      try company.done(
        "submit", "P-1", "offer", "--as", "li", "--row", "lines: item=x, owner=li, amount=1")
      let shown = try company.done("show", "SQ-2026-0001").out
      #expect(shown.hasPrefix("R-1  SQ-2026-0001  Make an offer"), "\(shown)")
      #expect(try company.answer("show", "SQ-2026-0001").text("request") == "R-1")
      let status = try company.done("show", "K-001").out
      #expect(status.hasPrefix("P-1  K-001  Metro"), "\(status)")
      #expect(try company.answer("show", "K-001").text("number") == "K-001")
      #expect(try company.refused("show", "K-002").code == "unknown-request")
    }
  }
}
