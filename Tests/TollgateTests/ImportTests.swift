import Foundation
import TestKit
import Testing

/// `tollgate import`, as somebody with a spreadsheet meets it.
@Suite struct Imports {
  /// Projects P-1 (Metro) and a policy with every field that a table can fill.
  private func atWork(_ work: (Company) throws -> Void) throws {
    try Company.atWork(work)
  }

  private func projects(_ company: Company) throws -> [String] {
    try company.answer("projects").list("projects").compactMap { $0["title"] as? String }
  }

  @Test func everyRowIsAProjectAndASecondTimeNothing() throws {
    try atWork { company in
      // As Excel writes it: a mark, CRLF, quotes, grouped digits, Chinese headings.
      try company.write(
        "projects.csv",
        "\u{FEFF}项目名称,客户,预计毛利额,Score\r\n\"桥, 二期\",滨海,\"1,200,000.50\",3\r\n隧道,\"ACME \"\"X\"\"\",800,\r\n"
      )
      let dry = try company.answer(
        "import", "projects", "projects.csv", "--policy", "standard", "--as", "zhang", "--dry-run")
      #expect(dry.json["rows"] as? Int == 2)
      #expect(try projects(company) == ["Metro"])
      let done = try company.answer(
        "import", "projects", "projects.csv", "--policy", "standard", "--as", "zhang")
      #expect(done.json["projects"] as? [String] == ["P-2", "P-3"])
      #expect(try projects(company) == ["Metro", "桥, 二期", "隧道"])
      let forms = try #require(try company.answer("status", "P-2").json["forms"] as? [String: Any])
      let facts = String(
        decoding: try JSONSerialization.data(withJSONObject: forms), as: UTF8.self)
      #expect(facts.contains("1200000.50") && facts.contains("滨海"))
      let again = try company.answer(
        "import", "projects", "projects.csv", "--policy", "standard", "--as", "zhang")
      #expect(again.json["repeated"] as? Bool == true)
      #expect(again.json["projects"] as? [String] == ["P-2", "P-3"])
      #expect(try projects(company).count == 3)
      // The same id for something else is refused.
      try company.write("other.csv", "title,customer\nX,Y")
      try company.done(
        "import", "projects", "other.csv", "--policy", "standard", "--as", "zhang", "--import-id",
        "spring")
      try company.write("other.csv", "title,customer\nX,Z")
      #expect(
        try company.refused(
          "import", "projects", "other.csv", "--policy", "standard", "--as", "zhang", "--import-id",
          "spring", exit: 3
        ).error != nil)
      #expect(try projects(company).count == 4)
    }
  }

  @Test func aDryRunTellsEveryRowsProblemAtItsPlace() throws {
    try atWork { company in
      try company.write(
        "bad.csv",
        "title,customer,margin,score\nA,x,12a,3\nB,y,1,9\n,z,1,1\nC,w,1\nD,v,-5,two\n" + "E,u,1,1")
      for arguments in [["--dry-run"], []] {
        let result = try company.program.run(
          ["import", "projects", "bad.csv", "--policy", "standard", "--as", "zhang"] + arguments)
        #expect(result.status == 3)
        // 2: margin; 3: score above its bound; 4: no title; 5: a cell short; 6: below zero, and no number.
        for place in [
          "bad.csv:2:5", "bad.csv:3:7", "bad.csv:4:1", "bad.csv:5:1", "bad.csv:6:5", "bad.csv:6:8",
        ] {
          #expect(result.err.contains(place), "\(place): \(result.err)")
        }
        #expect(!result.err.contains("bad.csv:7"))
        #expect(try projects(company) == ["Metro"])
      }
    }
  }

  @Test func headingsAreNamesOrTitlesAndNothingElse() throws {
    try atWork { company throws in
      func codes(_ header: String) throws -> [String] {
        try company.write("h.csv", "\(header)\na,b")
        let result = try company.program.run([
          "import", "projects", "h.csv", "--policy", "standard", "--as", "zhang", "--json",
        ])
        #expect(result.status == 3)
        let answer = try Answer(result.out)
        let found =
          answer.list("diagnostics") + (answer.error?["diagnostics"] as? [[String: Any]] ?? [])
        return found.compactMap { $0["code"] as? String }
      }
      #expect(try codes("title,custmer") == ["import.unknown-column"])
      #expect(try codes("customer,客户").contains("import.repeated-column"))
      #expect(try codes("customer,margin") == ["import.missing-column"])
    }
  }

  @Test func formsOfManyProjectsAreFilledTogetherOrNotAtAll() throws {
    try atWork { company in
      try company.done(
        "new", "deal", "--title", "Tram", "--as", "zhang", "--set", "customer=B", "--set",
        "margin=1")
      func score(_ project: String) throws -> String {
        let forms = try company.answer("status", project).json["forms"] as Any
        return String(decoding: try JSONSerialization.data(withJSONObject: forms), as: UTF8.self)
      }
      try company.write("f.csv", "项目编号,客户评分,customer\nP-1,4,\nP-2,5,\nP-9,1,\nP-1,2,")
      let refused = try company.program.run([
        "import", "forms", "f.csv", "--form", "facts", "--as", "zhang",
      ])
      #expect(refused.status == 3)
      #expect(refused.err.contains("f.csv:5:1"))
      try company.write("f.csv", "项目编号,客户评分,customer\nP-1,4,\nP-2,5,\nP-9,1,")
      let unknown = try company.program.run([
        "import", "forms", "f.csv", "--form", "facts", "--as", "zhang",
      ])
      #expect(unknown.status == 3 && unknown.err.contains("f.csv:4:1"))
      #expect(try !score("P-1").contains("score"), "nothing of it was written")
      try company.write("f.csv", "项目编号,客户评分,customer\nP-1,4,\nP-2,5,")
      // Whoever may not fill in the form may not import it either.
      #expect(
        try company.program("import", "forms", "f.csv", "--form", "facts", "--as", "gao").status
          == 3)
      let done = try company.answer("import", "forms", "f.csv", "--form", "facts", "--as", "zhang")
      #expect(done.json["rows"] as? Int == 2)
      #expect(try score("P-1").contains("score") && score("P-2").contains("score"))
      #expect(try score("P-2").contains("\"B\""), "an empty cell changes nothing")
      // What is there already is no reason to refuse.
      try company.write("f.csv", "项目编号,客户评分\nP-1,4\nP-2,3")
      let next = try company.answer("import", "forms", "f.csv", "--form", "facts", "--as", "zhang")
      #expect(next.json["rows"] as? Int == 1)
      #expect(next.json["unchanged"] as? Int == 1)
      #expect(
        try company.program("import", "forms", "f.csv", "--form", "start", "--as", "zhang").status
          == 64)
    }
  }

  @Test func gbkIsToldByItsName() throws {
    try Company.founded { company in
      // 编号,姓名 and a name in GBK.
      let bytes: [UInt8] = [
        0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0D, 0x0A,  //
        0x73, 0x75, 0x6E, 0x2C, 0xCB, 0xEF, 0x0D, 0x0A,
      ]
      try Data(bytes).write(to: company.folder.url.appendingPathComponent("gbk.csv"))
      for language in ["en", "zh"] {
        let result = try company.program("import", "people", "gbk.csv", "--lang", language)
        #expect(result.status == 3)
        #expect(result.err.contains("GBK") && result.err.contains("CSV UTF-8"))
      }
      try Data([0xFF, 0xFE, 0x31, 0x00]).write(
        to: company.folder.url.appendingPathComponent("wide.csv"))
      #expect(try company.program("import", "people", "wide.csv").err.contains("UTF-16"))
      try company.write("people2.csv", "\u{FEFF}编号,姓名,上级\r\nsun,孙丽,gao\r\n")
      try company.done("import", "people", "people2.csv")
      #expect(
        try company.answer("people", "list").list("people").contains {
          $0["id"] as? String == "sun"
        }
      )
      let again = try company.answer("import", "people", "people2.csv")
      #expect(again.json["repeated"] as? Bool == true)
    }
  }

  @Test func datesFlagsAndTitlesAreReadAsSpreadsheetsWriteThem() throws {
    try Company.founded { company in
      try company.write(
        "Workflows/sheet.yaml",
        """
        workflow: sheet
        currency: CNY
        opened_by: author
        roles: {author: {on: project}}
        forms:
          facts:
            fields:
              size:  {type: choice, of: {big: {en: Large, zh: 大型}, small: {en: Small, zh: 小型}}}
              day:   {type: date}
              known: {type: boolean}
              count: {type: integer}
          end: {fields: {note: {type: text, required: true}}}
        stages: {open: {first: true}, closed: {last: true}}
        actions:
          end: {from: [open], by: [author], form: end, then: [{move: closed}]}
        """)
      try company.write(
        "Policies/sheet.yaml",
        "policy: sheet\ngoverns: sheet\ncalendar: {zone: Asia/Shanghai, weekend: [sat, sun]}")
      try company.done("policy", "publish", "Policies/sheet.yaml")
      try company.write("s.csv", "title,size,day,known,count\na,大型,2026/3/1,是,\"12,345\"")
      try company.done("import", "projects", "s.csv", "--policy", "sheet", "--as", "zhang")
      let forms = try company.answer("status", "P-1").json["forms"] as Any
      let text = String(decoding: try JSONSerialization.data(withJSONObject: forms), as: UTF8.self)
      for value in ["big", "2026-03-01", "true", "12345"] {
        #expect(text.contains(value), "\(text)")
      }
      // A day that does not exist is none, however it is written.
      try company.write("s.csv", "title,day\nb,2026/2/30")
      let result = try company.program(
        "import", "projects", "s.csv", "--policy", "sheet", "--as", "zhang")
      #expect(result.status == 3 && result.err.contains("s.csv:2:3"))
    }
  }
}
