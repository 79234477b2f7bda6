import Foundation
import TestKit
import Testing

/// Reports, search and records as somebody at a terminal gets them, over a story whose figures are worked out by hand.
@Suite struct Reports {
  private func later(_ company: Company, _ now: String) -> Company {
    var company = company
    company.program.now = now
    return company
  }

  /// Metro with R-2 (+26 %) filed on Tuesday, 1 September at 10:00 in Shanghai.
  private func adjusting(_ work: (Company) throws -> Void) throws {
    try Company.atWork { company in
      try company.fileAdjustment()
      try work(company)
    }
  }

  @Test func aStepIsOverdueOnTheDayAfterItsLast() throws {
    try adjusting { company in
      try company.done("approve", "R-2", "--as", "li")
      // The sponsor has two working days: until Thursday.
      let inTime = later(company, "2026-09-03T15:59:59Z")
      #expect(try inTime.answer("report", "overdue").list("rows").isEmpty)
      let late = later(company, "2026-09-03T16:00:00Z")
      let row = try #require(try late.answer("report", "overdue").list("rows").first)
      #expect(row["due"] as? String == "2026-09-03")
      #expect(row["days_late"] as? Int == 1)
      #expect(row["request"] as? String == "R-2")
      #expect(row["asked"] as? String == "Wang Qiang (wang)")
      // A month later the control point of 30 October is four days late, and listed after the step.
      let rows = try later(company, "2026-11-03T02:00:00Z").answer("report", "overdue").list("rows")
      #expect(rows.map { $0["kind"] as? String } == ["signature", "control_point"])
      #expect(rows.map { $0["days_late"] as? Int } == [61, 4])
      let one = try later(company, "2026-11-03T02:00:00Z").answer(
        "report", "overdue", "--limit", "1")
      #expect(one.list("rows").count == 1)
      #expect(one.json["more"] as? Int == 1)
      try late.done("approve", "R-2", "--as", "wang")
      #expect(try late.answer("report", "overdue").list("rows").isEmpty)
    }
  }

  @Test func driftCycleTimeAndPipelineOfOneAdjustment() throws {
    try adjusting { company in
      let end = later(company, "2026-09-04T14:00:00Z")
      for person in ["li", "wang", "zhao", "gao"] { try end.done("approve", "R-2", "--as", person) }
      try end.done("submit", "P-1", "spend", "--as", "li", "--set", "amount=31500")
      let drift = try #require(try end.answer("report", "drift").list("rows").first)
      // 26,000 of 100,000; 31,500 of 126,000.
      #expect(drift["drift"] as? String == "0.2600")
      #expect(drift["used"] as? String == "0.2500")
      #expect(drift["delay"] as? Int == 0)
      let cycle = try end.answer("report", "cycle-time").list("rows")
      // 1 September 02:00 to 4 September 14:00 is three days and a half; R-1 was decided when it was filed.
      #expect(cycle.first { $0["action"] as? String == "adjust" }?["median"] as? String == "3.5")
      #expect(cycle.first { $0["action"] as? String == "start" }?["p90"] as? String == "0.0")
      // From midnight in Shanghai on: ended before, or on that day.
      let since = try end.answer("report", "cycle-time", "--since", "2026-09-04")
      #expect(since.list("rows").map { $0["action"] as? String } == ["adjust"])
      #expect(
        try end.answer("report", "cycle-time", "--since", "2026-09-05").list("rows").isEmpty)
      let pipeline = try end.answer("report", "pipeline").list("rows")
      #expect(pipeline.map { $0["stage"] as? String } == ["execution"])
      #expect(pipeline.first?["budget"] as? String == "126000")
      try end.done("submit", "P-1", "close", "--as", "li")
      let over = try #require(try end.answer("report", "pipeline").list("rows").first)
      #expect((over["stage"] as? String, over["over"] as? String) == ("over", "ended"))
      #expect(try end.answer("report", "drift").list("rows").isEmpty)
      #expect(try end.answer("report", "overdue").list("rows").isEmpty)
    }
  }

  @Test func workloadIsAsLongAsEverybodysInbox() throws {
    try adjusting { company in
      try company.done(
        "new", "deal", "--title", "Tram", "--as", "zhang", "--set", "customer=B", "--set",
        "margin=1")
      try company.done(
        "submit", "P-2", "start", "--as", "zhang", "--set", "sponsor=li", "--set",
        "project_manager=li", "--set", "budget=1", "--set", "finish=2026-12-31", "--set",
        "milestones=accepted:2026-10-30")
      let rows = try company.answer("report", "workload").list("rows")
      for person in ["admin", "zhang", "li", "wang", "zhao", "gao"] {
        let inbox = try company.answer("inbox", "--as", person).list("requests").count
        let row = rows.first { $0["person"] as? String == person }
        #expect(row?["waiting"] as? Int ?? 0 == inbox, "\(person)")
      }
      #expect(rows.first?["person"] as? String == "li")
      #expect(rows.first?["waiting"] as? Int == 2)
      #expect(rows.first { $0["person"] as? String == "zhang" }?["projects"] as? Int == 2)
    }
  }

  @Test(arguments: ["overdue", "drift", "workload", "cycle-time", "pipeline"])
  func everyReportComesInEveryForm(_ report: String) throws {
    try adjusting { company in
      let program = later(company, "2026-11-03T02:00:00Z")
      for language in ["en", "zh"] {
        let text = try program.done("report", report, "--lang", language).out
        for line in text.split(separator: "\n") { #expect(line.displayColumns <= 80, "\(line)") }
        #expect(text.unicodeScalars.contains { $0.value > 0x4E00 } == (language == "zh"))
        let csv = try program.done("report", report, "--csv", "--lang", language).out
        #expect(csv.hasSuffix("\r\n") && csv.split(separator: "\r\n").count > 1)
        #expect(
          try program.done("report", report, "--csv", "--bom", "--lang", language).out
            == "\u{FEFF}" + csv)
        let page = "\(report)-\(language).html"
        try program.done("report", report, "--html", page, "--lang", language)
        let html = try String(
          contentsOf: program.folder.url.appendingPathComponent(page), encoding: .utf8)
        // No plan has drifted here, so there is nothing to draw of it.
        #expect(html.contains("<svg") == (report != "drift") && html.contains("<footer>"))
        #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("href="))
        // What was written is not overwritten.
        let again = try program.program("report", report, "--html", page)
        #expect(again.status == 1)
      }
      #expect(try program.program("report", report, "--bom").status == 64)
    }
  }

  /// A workspace whose projects end won or lost, each with a word on why.
  private func taught(_ work: (Company) throws -> Void) throws {
    try Company.founded { company in
      try company.write(
        "Workflows/sale.yaml",
        """
        workflow: sale
        currency: CNY
        opened_by: seller
        roles: {seller: {on: project}}
        forms:
          facts:  {fields: {size: {type: choice, of: [big, small], required: true}}}
          report: {fields: {lessons: {type: text, required: true, searchable: true, title: {en: Lessons, zh: 经验教训}}, secret: {type: text}}}
        stages:
          open: {first: true}
          won:  {last: true, title: {en: Won, zh: 赢单}}
          lost: {last: true, title: {en: Lost, zh: 失单}}
        actions:
          win:  {from: [open], by: [seller], form: report, then: [{move: won}]}
          lose: {from: [open], by: [seller], form: report, then: [{move: lost}]}
        """)
      try company.write(
        "Policies/sale.yaml",
        """
        policy: sale
        governs: sale
        calendar: {zone: Asia/Shanghai, weekend: [sat, sun]}
        tables:
          level:
            hit: unique
            frozen_at: win
            inputs:  {size: facts.size}
            outputs: {level: [A, B]}
            rules:
              - [big, A]
              - [small, B]
        """)
      try company.done("policy", "publish", "Policies/sale.yaml")
      let stories: [(how: String, size: String, text: String)] = [
        ("win", "big", "投标前三次拜访决策人，iPad 演示效果好"),
        ("lose", "small", "投标价格过高；我们没有\u{1B}[31m认清对手"),
        ("win", "small", "价格合理"),
      ]
      for (index, story) in stories.enumerated() {
        let id = "P-\(index + 1)"
        let program = later(company, "2026-09-0\(index + 1)T02:00:00Z")
        try program.done(
          "new", "sale", "--title", "Sale \(index)", "--as", "zhang", "--set", "size=\(story.size)")
        try program.done(
          "submit", id, story.how, "--as", "zhang", "--set", "lessons=\(story.text)", "--set",
          "secret=绝密投标")
      }
      try work(company)
    }
  }

  @Test func lessonsAreFoundInBothLanguagesAndByHowProjectsEnded() throws {
    try taught { company in
      func found(_ arguments: String...) throws -> [String?] {
        let result = try company.program.run(["lessons", "search"] + arguments + ["--json"])
        return try Answer(result.out).list("lessons").map { $0["project"] as? String }
      }
      #expect(try found("投标") == ["P-2", "P-1"])
      #expect(try found("投标", "--won") == ["P-1"])
      #expect(try found("投标", "--lost") == ["P-2"])
      #expect(try found("投标", "--result", "won", "--level", "A") == ["P-1"])
      #expect(try found("投标", "--level", "B") == [])
      #expect(try found("价格", "投标") == ["P-2", "P-3", "P-1"])
      #expect(try found("IPAD") == ["P-1"])
      #expect(try found("绝密") == [], "the field is not searchable")
      #expect(try found("--stage", "lost") == ["P-2"])
      #expect(try found("\" OR 1=1 --") == [])
      let english = try company.done("lessons", "search", "投标", "--lost").out
      #expect(english.hasPrefix("P-2  Sale 1  [Lost]\n"))
      #expect(english.contains("Lessons: 【投标】价格过高；我们没有\\u{1B}[31m认清对手"))
      #expect(!english.contains("\u{1B}"))
      let chinese = try company.done("lessons", "search", "投标", "--lost", "--lang", "zh").out
      #expect(chinese.contains("经验教训：【投标】价格过高"))
      #expect(try company.program("lessons", "search", "，。").status == 64)
      #expect(try company.program("lessons", "search", "a", "--won", "--lost").status == 64)
    }
  }

  @Test func aRecordOnPaperSaysWhoSignedWhatAndWhen() throws {
    try adjusting { company in
      try company.done("approve", "R-2", "--as", "li", "-m", "<b>fine</b> & good")
      try company.done("reject", "R-2", "--as", "wang", "-m", "too much")
      for (language, words) in [
        (
          "en",
          [
            "Adjustment", "Budget", "126,000.00", "+26,000.00 (+26%)", "Li Na (li)", "agreed",
            "too much", "Rejected".lowercased(), "not asked", "2026-09-01 10:00",
          ]
        ),
        ("zh", ["调整", "费用额度", "126,000.00", "李娜（li）", "同意", "too much", "未经签署"]),
      ] {
        let file = "record-\(language).html"
        try company.done("record", "R-2", "--html", file, "--lang", language)
        let html = try String(
          contentsOf: company.folder.url.appendingPathComponent(file), encoding: .utf8)
        for word in words { #expect(html.contains(word), "\(language): \(word)") }
        #expect(html.contains("&lt;b&gt;fine&lt;/b&gt; &amp; good"))
        #expect(!html.contains("<b>"))
        let digest = try #require(try company.answer("show", "R-2").text("digest"))
        #expect(html.contains(digest))
      }
      #expect(try company.program("record", "R-2", "--html", "record-en.html").status == 1)
      #expect(try company.refused("record", "R-9", "--html", "x.html").code == "unknown-request")
    }
  }
}
