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
