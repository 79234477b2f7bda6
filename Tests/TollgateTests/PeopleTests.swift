import Foundation
import TestKit
import Testing

/// What the program says about people to other programs, and what it makes of tables.
@Suite struct PeopleInTheProgram {
  private func importing(_ table: String, _ company: Company, exit: Int32) throws -> Program.Result
  {
    try Data(table.utf8).write(to: company.folder.url.appendingPathComponent("more.csv"))
    let result = try company.program("people", "import", "more.csv")
    #expect(result.status == exit, "\(result.text)")
    return result
  }

  @Test func tablesGiveCeilingsAndDaysOfLeaving() throws {
    try Company.founded { company in
      try company.done("policy", "publish", "Policies/standard.yaml")
      _ = try importing(
        "id,name,ceiling,left_on\nan,An,200000.50 CNY,2026-12-01\nbo,Bo,unlimited,\n", company,
        exit: 0)
      let people = try company.answer("people", "list").list("people")
      func ceiling(_ id: String) -> String? {
        people.first { $0["id"] as? String == id }?["ceiling"] as? String
      }
      #expect(ceiling("an") == "200000.50")
      #expect(ceiling("bo") == "unlimited")
      #expect(ceiling("li") == nil)
      #expect(people.first { $0["id"] as? String == "an" }?["leftOn"] as? String == "2026-12-01")
    }
  }

  @Test func everyMistakeOfATableIsToldAtOnce() throws {
    try Company.founded { company in
      try company.done("policy", "publish", "Policies/standard.yaml")
      let answer = try importing(
        """
        id,name,rank,ceiling,left_on
        an,An,101,5 EUR,2026-02-30
        bo,Bo,1,lots,
        """, company, exit: 3)
      for mistake in [
        "`101` is not a rank from 0 to 100", "`5 EUR` is not in the company's currency `CNY`",
        "`2026-02-30` is not a date", "`lots` is no ceiling",
      ] {
        #expect(answer.err.contains(mistake), "\(mistake): \(answer.err)")
      }
    }
  }

  @Test func aPastDayIsToldAsItWasKnownThen() throws {
    try Company.founded { company in
      var later = company
      later.program.now = "2026-09-10T02:00:00Z"
      try later.done("people", "appoint", "li", "sales_director", "--from", "2026-09-12")
      // 15:59 UTC is the same day in UTC; there is no policy, so no other zone.
      let shown = try later.answer("people", "show", "li", "--on", "2026-09-09")
      #expect(shown.json["roles"] as? [String] == [])
      let person = shown.json["person"] as? [String: Any]
      #expect((person?["holdings"] as? [Any])?.isEmpty == true, "not known yet")
      let today = try later.answer("people", "show", "li", "--on", "2026-09-11")
      #expect(today.json["roles"] as? [String] == [])
      let ahead = try later.answer("people", "show", "li", "--on", "2026-09-12")
      #expect(ahead.json["roles"] as? [String] == ["sales_director"])
      #expect(
        try later.refused("people", "show", "li", "--on", "2026-08-31").code == "unknown-person")
      let history = try later.answer("people", "history", "li")
      #expect(history.list("records").count == 2)
    }
  }

  @Test func standInsAndHolesAreInTheAnswers() throws {
    try Company.atWork { company in
      let absent = try company.answer(
        "people", "absent", "gao", "--from", "2026-10-03", "--until", "2026-10-08")
      let gap = try #require(absent.list("gaps").first)
      #expect(gap["roles"] as? [String] == ["executive"])
      #expect(gap["present"] as? Int == 0)
      #expect(gap["from"] as? String == "2026-10-03")
      #expect(gap["until"] as? String == "2026-10-08")
      try company.done(
        "people", "delegate", "--to", "zhao", "--from", "2026-10-03", "--until", "2026-10-07",
        "--only", "adjust", "--project", "P-1", "--as", "gao")
      let coverage = try company.answer("people", "coverage", "--policy", "standard")
      let policy = try #require(coverage.list("policies").first)
      #expect((policy["gaps"] as? [Any])?.count == 1, "for one project alone it is no cover")
      try company.done(
        "people", "delegate", "--to", "zhao", "--from", "2026-10-03", "--until", "2026-10-08",
        "--only", "adjust", "--as", "gao")
      let covered = try company.answer("people", "coverage")
      #expect((covered.list("policies").first?["gaps"] as? [Any])?.isEmpty == true)
      let shown = try company.answer("people", "show", "gao", "--on", "2026-10-07")
      #expect(shown.list("stood_in_for_by").map { $0["id"] as? String } == ["S-2"])
      #expect(shown.list("stood_in_for_by").first?["in_force"] as? Bool == true)
      let ended = try company.answer("people", "delegate", "--end", "S-2", "--as", "gao")
      #expect(ended.list("gaps").count == 1, "the hole is back, and told")
    }
  }

  @Test func namesThatThereAreNoneOfAreRefused() throws {
    try Company.atWork { company in
      func code(_ arguments: String...) throws -> String? {
        try company.refused(
          "people", "delegate", "--to", "zhao", "--until", "2026-10-08", "--as", "gao",
          arguments[0],
          arguments[1]
        ).code
      }
      #expect(try code("--only", "adjst") == "unknown-action")
      #expect(try code("--project", "P-9") == "unknown-project")
      #expect(try code("--for", "nobody") == "unknown-person")
      let misused = [
        ["people", "delegate"], ["people", "delegate", "--to", "zhao"],
        ["people", "delegate", "--end", "S-1", "--to", "zhao"],
        ["people", "delegate", "--to", "zhao", "--until", "2026-10-08", "--up-to", "much"],
        ["people", "hand-over", "gao"], ["people", "hand-over", "gao", "zhao", "--end"],
        ["people", "coverage", "--until", "2026-01-01"],
      ]
      for arguments in misused {
        let status = try company.program.run(arguments).status
        #expect(status == 64, "\(arguments)")
      }
    }
  }

  @Test func nothingIsWrittenByADryRun() throws {
    try Company.atWork { company in
      let before = try company.history()
      for arguments in [
        ["people", "absent", "gao", "--until", "2026-10-08"],
        ["people", "delegate", "--to", "zhao", "--until", "2026-10-08", "--as", "gao"],
        ["people", "hand-over", "gao", "zhao", "--with-roles"],
        ["people", "leave", "gao", "--on", "2026-09-05"],
        ["people", "relieve", "gao", "executive", "--on", "2026-09-05"],
      ] {
        let result = try company.program.run(arguments + ["--dry-run"])
        #expect(result.status == 0, "\(arguments): \(result.text)")
        #expect(result.out.hasPrefix("Nothing was written."))
      }
      #expect(try company.history() == before)
    }
  }

  /// A place of Li's on R-2, answered by whoever acts for her.
  @Test func whatWaitsForOneWaitsForWhoeverActsForThem() throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      func next() throws -> [String] {
        try company.answer("show", "R-2").json["next"] as? [String] ?? []
      }
      #expect(try next() == ["li"])
      try company.done(
        "people", "delegate", "--to", "zhao", "--until", "2026-09-08", "--only", "adjust", "--as",
        "li")
      #expect(try next() == ["li", "zhao"])
      try company.done("people", "hand-over", "li", "gao")
      #expect(try next() == ["gao"], "who acted for li does not act for her successor")
      try company.done(
        "people", "delegate", "--to", "zhao", "--until", "2026-09-08", "--as", "gao")
      #expect(try next() == ["gao", "zhao"])
      try company.done("approve", "R-2", "--as", "zhao")
      let history = try company.done("history", "P-1").out
      #expect(history.contains("Gao Yuan (gao)"), "for whom Zhao signed: \(history)")
    }
  }
}
