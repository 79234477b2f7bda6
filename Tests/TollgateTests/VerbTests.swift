import Foundation
import TestKit
import Testing

/// What the verbs do beyond their story in `docs/every-verb.md`: refusals, absence, time, and two programs at once.
@Suite struct Verbs {
  /// A company under the policy with every verb: Metro (P-1) in execution, budget 100,000, managed by Li, sponsored by Wang.
  private func atWork(_ work: (Company) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      let company = Company(
        folder: folder, program: Program(folder: folder.url, now: "2026-09-01T02:00:00Z"))
      try company.done("init", "--trial", "--admin", "admin")
      try company.done("people", "import", "colleagues.yaml")
      try company.done("policy", "publish", "Policies/verbs.yaml")
      try open("Metro", as: "P-1", first: "R-1", company)
      try work(company)
    }
  }

  private func open(_ title: String, as id: String, first: String, _ company: Company) throws {
    try company.done(
      "new", "deal", "--title", title, "--as", "zhang", "--set", "customer=Binhai", "--set",
      "margin=2000000")
    try company.done(
      "submit", id, "start", "--as", "zhang", "--set", "sponsor=wang", "--set",
      "project_manager=li", "--set", "budget=100000", "--set", "finish=2026-12-31", "--set",
      "milestones=accepted:2026-10-30")
    try company.done("approve", first, "--as", "wang")
  }

  private func file(_ budget: String, on project: String = "P-1", _ company: Company) throws {
    try company.done(
      "submit", project, "adjust", "--as", "zhang", "--set", "budget=\(budget)", "--reason", "r")
  }

  private func later(_ company: Company, _ now: String) -> Company {
    var company = company
    company.program.now = now
    return company
  }

  private func next(_ request: String, _ company: Company) throws -> [String] {
    try company.answer("show", request).json["next"] as? [String] ?? []
  }

  @Test(arguments: [
    ["transfer", "R-9", "sun"], ["consult", "R-9", "sun", "-m", "?"], ["ask", "R-9", "-m", "?"],
    ["reply", "R-9", "-m", "!"], ["add-signer", "R-9", "sun"], ["remove-signer", "R-9", "sun"],
    ["claim", "R-9"], ["release", "R-9"], ["take-back", "R-9"], ["remind", "R-9"],
    ["seen", "R-9"], ["copy", "R-9", "sun"], ["override", "R-9", "-m", "now"],
    ["review", "R-9", "-m", "fine"], ["condition", "report", "R-9/1", "-m", "met"],
    ["approve", "R-9", "R-8"],
  ])
  func unknownRequestsAreTold(_ arguments: [String]) throws {
    try Company.founded { company in
      let result = try company.program.run(arguments + ["--json"])
      #expect(result.status == 2)
      #expect(try Answer(result.out).code == "unknown-request")
    }
  }

  @Test func aDryRunOfAnyVerbWritesNothing() throws {
    try atWork { company in
      try file("115000", company)
      let before = try company.history()
      for (person, arguments) in [
        ("li", ["seen", "R-2"]), ("li", ["ask", "R-2", "-m", "why?"]),
        ("li", ["consult", "R-2", "sun", "-m", "why?"]), ("li", ["copy", "R-2", "gao"]),
        ("li", ["add-signer", "R-2", "sun", "--before"]), ("zhang", ["remind", "R-2"]),
        ("gao", ["override", "R-2", "-m", "now"]),
        ("zhang", ["draft", "save", "P-1", "spend", "--set", "amount=1"]),
      ] {
        let result = try company.program.run(arguments + ["--as", person, "--dry-run"])
        #expect(result.status == 0, "\(arguments): \(result.text)")
        #expect(result.out.contains("Nothing was written"))
      }
      #expect(try company.history() == before)
    }
  }

  @Test func whatAStandInOrASuccessorMaySignIsInTheirInbox() throws {
    try atWork { company in
      try file("115000", company)
      #expect(try company.answer("inbox", "--as", "he").list("requests").isEmpty)
      try company.done(
        "people", "delegate", "--to", "he", "--until", "2026-09-10", "--as", "li")
      #expect(
        try company.answer("inbox", "--as", "he").list("requests").map { $0["request"] as? String }
          == ["R-2"])
      let over = later(company, "2026-09-10T02:00:00Z")
      #expect(try over.answer("inbox", "--as", "he").list("requests").isEmpty)
      try over.done("people", "hand-over", "li", "he")
      #expect(
        try over.answer("inbox", "--as", "he").list("requests").map { $0["request"] as? String }
          == ["R-2"])
      try over.done("approve", "R-2", "--as", "he")
    }
  }

  @Test func aReturnByNameAsksAgainWhateverWasAgreedBefore() throws {
    try atWork { company in
      try file("115000", company)
      try company.done("approve", "R-2", "--as", "li")
      try company.done(
        "return", "R-2", "--to", "manager", "-m", "look again", "--as", "wang")
      #expect(try next("R-2", company) == ["li"])
      let earlier = try company.answer("show", "R-2").list("earlier")
      #expect(earlier.map { $0["standing"] as? String } == ["reopened"])
    }
  }

  @Test func onlyThoseForWhomSomethingGotWorseAreAskedAgain() throws {
    try atWork { company in
      try file("118000", company)
      try company.done("approve", "R-2", "--as", "li")
      try company.done("approve", "R-2", "--as", "wang")
      try company.done("return", "R-2", "-m", "too late", "--as", "zhao")
      // The finish concerns manager and sponsor alone; a day later is worse for both.
      try company.done("resubmit", "R-2", "--as", "zhang", "--set", "finish=2027-01-01")
      #expect(try next("R-2", company) == ["li"])
      let earlier = try company.answer("show", "R-2").list("earlier")
      #expect(earlier.map { $0["fields"] as? [String] } == [["finish"], ["finish"]])
      try company.done("approve", "R-2", "--as", "li")
      try company.done("return", "R-2", "-m", "dearer?", "--as", "wang")
      // Exactly what Li agreed to, and less money: her yes covers it; Wang returned it and said no more.
      try company.done("resubmit", "R-2", "--as", "zhang", "--set", "budget=117000")
      #expect(try next("R-2", company) == ["wang"])
    }
  }

  @Test func aYesThatStillCoversLapsesAllTheSame() throws {
    try atWork { company in
      try file("118000", company)
      try company.done("approve", "R-2", "--as", "li")
      let returned = later(company, "2026-09-20T02:00:00Z")
      try returned.done("return", "R-2", "-m", "less", "--as", "wang")
      try returned.done("resubmit", "R-2", "--as", "zhang", "--set", "budget=117000")
      #expect(try next("R-2", returned) == ["wang"])
      // 30 days after 1 September: the yes counts on 1 October and not after.
      let last = later(company, "2026-10-01T02:00:00Z")
      try last.done("approve", "R-2", "--as", "wang")
      let past = later(company, "2026-10-02T02:00:00Z")
      #expect(try past.refused("approve", "R-2", "--as", "sun").code == "lapsed")
      try past.done("tick")
      #expect(try next("R-2", past) == ["li"])
    }
  }

  @Test func twoClocksAtOnceDoNothingTwice() throws {
    try atWork { company in
      try file("115000", company)
      try company.done("approve", "R-2", "--as", "li")
      let late = later(company, "2026-09-04T02:00:00Z")
      let clocks = try (0..<6).map { _ in try late.program.start(["tick"]) }
      for clock in clocks { #expect(clock.wait().status == 0) }
      let records = try late.answer("history", "P-1").list("records")
      let lateness = records.filter { record in
        let event = record["event"] as? [String: Any]
        return ((event?["request"] as? [String: Any])?["_0"] as? [String: Any])?["late"] != nil
      }
      #expect(lateness.count == 1)
      let envelope = try #require(lateness.first?["envelope"] as? [String: Any])
      let actor = try #require(envelope["actor"] as? [String: Any])
      #expect(actor["timer"] != nil && actor["person"] == nil)
    }
  }

  @Test func requestsThatAreNotAlikeAreNotApprovedWithOneLook() throws {
    try atWork { company in
      try open("Tram", as: "P-2", first: "R-2", company)
      try file("115000", company)
      try file("130000", on: "P-2", company)
      let before = try company.history()
      #expect(try company.refused("approve", "R-3", "R-4", "--as", "li").code == "not-allowed")
      #expect(try company.history() == before)
      try company.done("withdraw", "R-4", "--as", "zhang")
      try file("119000", on: "P-2", company)
      let answer = try company.answer("approve", "R-3", "R-5", "--as", "li")
      #expect(answer.list("decisions").count == 2)
      #expect(try next("R-3", company) == ["wang"])
      #expect(try next("R-5", company) == ["wang"])
    }
  }

  @Test func everyConditionNeedsAnOwnerADayAndAnAction() throws {
    try atWork { company in
      try file("115000", company)
      let missing = try company.program(
        "approve", "R-2", "--as", "li", "--condition", "a", "--owner", "he", "--blocks", "close")
      #expect(missing.status == 64)
      try company.done("approve", "R-2", "--as", "li")
      #expect(
        try company.refused(
          "approve", "R-2", "--as", "wang", "--condition", "a", "--owner", "li", "--by",
          "2026-08-31", "--blocks", "close"
        ).code == "invalid-value")
      try company.done(
        "approve", "R-2", "--as", "wang", "--condition", "a", "--condition", "b", "--owner", "li",
        "--by", "2026-09-30", "--by", "2026-10-31", "--blocks", "close")
      try company.done("approve", "R-2", "--as", "sun")
      let conditions = try company.answer("condition", "list").list("conditions")
      #expect(conditions.map { $0["due"] as? String } == ["2026-09-30", "2026-10-31"])
      #expect(try company.refused("submit", "P-1", "close", "--as", "li").code == "condition-open")
      // Whoever has to meet a condition does not confirm it.
      #expect(
        try company.refused("condition", "confirm", "R-2/1", "--as", "li").code == "self-approval")
    }
  }

  @Test func aDraftIsItsAuthorsAndGoneWhenItIsFiled() throws {
    try atWork { company in
      try company.done("draft", "save", "P-1", "adjust", "--set", "budget=115000", "--as", "zhang")
      #expect(try company.answer("draft", "list", "--as", "li").list("drafts").isEmpty)
      #expect(
        try company.refused("submit", "P-1", "adjust", "--draft", "--as", "li").code
          == "nothing-changed")
      try company.done(
        "submit", "P-1", "adjust", "--draft", "--set", "budget=116000", "--reason", "r", "--as",
        "zhang")
      #expect(try company.answer("draft", "list", "--as", "zhang").list("drafts").isEmpty)
      let budget = try company.answer("show", "R-2").list("changes").first {
        $0["field"] as? String == "budget"
      }
      #expect(budget?["value"] as? String == "116000")
    }
  }

  @Test func aRequestGoesOverToStricterRulesByAnUninvolvedAdministratorAlone() throws {
    try atWork { company in
      try file("115000", company)
      try company.done("approve", "R-2", "--as", "li")
      try company.done("policy", "publish", "Policies/verbs-strict.yaml")
      let migration = try #require(
        try company.answer("policy", "migrate", "verbs").list("migrations").first)
      #expect(migration["stricter"] as? Bool == true)
      #expect(migration["before"] as? [String] == ["manager", "sponsor", "director"])
      #expect(migration["after"] as? [String] == ["manager", "sponsor", "director", "board"])
      // Seeing what would be changes nothing.
      #expect(try company.answer("show", "R-2").list("route").count == 3)
      let stranger = try company.program(
        "policy", "migrate", "verbs", "--adopt", "--as", "zhang")
      #expect(stranger.status == 2)
      #expect(try company.answer("show", "R-2").list("route").count == 3)
      try company.done("policy", "migrate", "verbs", "--adopt-if-stricter")
      #expect(try next("R-2", company) == ["wang"])
      #expect(try company.answer("show", "R-2").list("route").count == 6)
    }
  }

  @Test func aPolicyThatNobodyCouldReplaceIsNotPublished() throws {
    try atWork { company in
      try company.done("people", "appoint", "zhou", "administrator")
      let before = try company.history()
      #expect(
        try company.refused("policy", "publish", "Policies/locked.yaml").code == "not-allowed")
      #expect(try company.history() == before)
      // With a third administrator two others can sign.
      try company.done("people", "appoint", "lin", "administrator")
      try company.done("policy", "publish", "Policies/locked.yaml")
    }
  }
}
