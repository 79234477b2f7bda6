import CEL
import Engine
import TestKit
import Testing

/// Who is told what of a decision, and what they are not told.
@Suite struct Telling {
  let company: Company<MemoryStore>

  init() throws { company = try SmallCompany.company(MemoryStore(sha256: sha256)) }

  /// What people were told of the commands in `body`.
  private func told(_ body: () throws -> Void) rethrows -> [Notification] {
    let before = company.service.store.outbox(.pending, limit: 10_000).count
    try body()
    let all = company.service.store.outbox(.pending, limit: 10_000).sorted {
      $0.position < $1.position
    }
    return all.dropFirst(before).map(\.notification)
  }

  private func change(_ project: ProjectID, budget: String = "126000", reason: String = "prices")
    throws -> RequestID
  {
    try #require(
      try company.submit("change", on: project, by: "li", ["budget": budget], reason: reason))
  }

  private func lines(_ notifications: [Notification]) -> [String] {
    notifications.map { "\($0.kind) \($0.to) \($0.request?.text ?? "-")" }
  }

  /// The line of the policy, from 1, that holds the text.
  private func line(of text: String) throws -> Int {
    let lines = SmallCompany.policy.text.split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.contains(text) }) + 1
  }

  @Test func whoeverMaySignIsAskedWithReasonRuleDeadlineAndLink() throws {
    let project = try SmallCompany.runningProject(in: company)
    var id: RequestID = ""
    let first = try told { id = try change(project) }
    #expect(lines(first) == ["asked chen \(id)"])
    let place = "small-policy.yaml:\(try line(of: "step: manager"))"
    #expect(
      first[0].why.en == "li submitted it: “prices”; step “manager” is always asked (\(place))")
    #expect(first[0].why.zh == "li提交：“prices”；步骤“manager”为必经步骤（\(place)）")
    #expect(first[0].subject.en == "“Bridge” (P-1): change")
    #expect(first[0].link == "tollgate show \(id)")
    #expect(first[0].headline.en == "please sign \(id): “Bridge” (P-1): change")
    #expect((first[0].step, first[0].due, first[0].by) == ("manager", nil, "li"))
    let second = try told { try company.approve(id, by: "chen", comment: "fair") }
    #expect(lines(second) == ["asked zhao \(id)"])
    #expect(second[0].due == CivilDate("2026-03-04"), "two working days after Monday")
    #expect(second[0].why.en.hasPrefix("chen approved step “manager”: “fair”; "))
  }

  @Test func theRuleIsNamedButNoValueOfTheRequest() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project, budget: "126543")
    for person: PersonID in ["chen", "zhao"] { try company.approve(id, by: person) }
    let told = try told { try company.approve(id, by: "qian") }
    #expect(lines(told) == ["asked sun \(id)"])
    #expect(
      told[0].why.en.contains(
        "step “executive” is asked because increase > 0 && (overrun > limits.escalation"))
    let line = try line(of: "when: increase > 0")
    #expect(told[0].why.en.contains("(small-policy.yaml:\(line))"))
    let everything = try JSON(encoding: told[0]).canonicalText
    #expect(!everything.contains("126543"))
    #expect(!everything.contains("26543"))
  }

  @Test func anyOfSeveralWhoMaySignIsAsked() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    let told = try told { try company.approve(id, by: "zhao") }
    #expect(lines(told) == ["asked qian \(id)", "asked wu \(id)"])
  }

  @Test func theSubmitterHearsOfTheEndAndNotOfEachStep() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project, budget: "104000")
    for person: PersonID in ["chen", "zhao"] {
      #expect(try told { try company.approve(id, by: person) }.allSatisfy { $0.to != "li" })
    }
    let end = try told { try company.approve(id, by: "wu", comment: "go") }
    #expect(lines(end) == ["approved li \(id)"])
    #expect(end[0].why.en == "wu approved step “director”: “go”")
  }

  @Test func aRejectionIsToldToTheSubmitterAndThoseWhoHadAgreed() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    for person: PersonID in ["chen", "zhao"] { try company.approve(id, by: person) }
    let told = try told { try company.reject(id, by: "qian", comment: "too much") }
    #expect(
      lines(told) == [
        "rejected li \(id)", "rejected chen \(id)", "rejected zhao \(id)", "rejected wu \(id)",
      ], "wu was asked too and need not look any more")
    #expect(told[0].why.zh == "qian在步骤“director”拒绝：“too much”")
  }

  @Test func aReturnIsToldToThoseWhoseYesNoLongerCounts() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    for person: PersonID in ["chen", "zhao"] { try company.approve(id, by: person) }
    let back = try told {
      try company.returnBack(id, by: "qian", to: "sponsor", comment: "look again")
    }
    #expect(
      lines(back) == [
        "returned li \(id)", "returned chen \(id)", "returned zhao \(id)", "returned wu \(id)",
        "asked zhao \(id)",
      ])
    let home = try told { try company.returnBack(id, by: "zhao", comment: "rewrite") }
    #expect(lines(home) == ["returned li \(id)", "returned chen \(id)"])
    let again = try told {
      try company.order(
        "li", .resubmit(id, values: [:], attachments: [:], reason: "rewritten"),
        on: .project(project))
    }
    #expect(lines(again) == ["asked chen \(id)"])
    #expect(again[0].why.en.hasPrefix("li resubmitted it: “rewritten”"))
  }

  @Test func aWithdrawalIsToldToThoseWhoHadAgreedAndThoseAsked() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    let told = try told {
      try company.order("li", .answer(id, .withdraw(comment: "not needed")), on: .project(project))
    }
    #expect(lines(told) == ["withdrawn chen \(id)", "withdrawn zhao \(id)"])
    #expect(told[0].why.en == "li withdrew it: “not needed”")
  }

  @Test func whereNobodyCanSignTheAdministratorsAreTold() throws {
    let project = try SmallCompany.runningProject(in: company)
    try company.order("admin", .appoint("sun", .init(role: "administrator")), on: .workspace)
    for person: PersonID in ["qian", "wu"] {
      try company.order("admin", .leave(person), on: .workspace)
    }
    let id = try change(project)
    try company.approve(id, by: "chen")
    let told = try told { try company.approve(id, by: "zhao") }
    #expect(lines(told) == ["vacancy admin \(id)", "vacancy sun \(id)"])
    #expect(told[0].why.en.hasSuffix("nobody can sign step “director”; appoint somebody"))
  }

  @Test func whoeverTakesARoleOverIsAskedForWhatWaitsForIt() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let told = try told {
      try company.order(
        "admin", .appointToProject(person: "wu", role: "project_manager"), on: .project(project))
    }
    #expect(lines(told) == ["asked wu \(id)", "appointed wu -"])
    #expect(told[0].why.en.hasPrefix("admin changed who holds a role on P-1; step “manager”"))
    #expect(told[1].link == "tollgate status P-1")
  }

  @Test func aNewSponsorAndTheOneBeforeBothHearOfIt() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try #require(
      try company.submit("replace", on: project, by: "li", ["sponsor": "wu"]))
    let told = try told { try company.approve(id, by: "qian") }
    #expect(lines(told) == ["approved li \(id)", "appointed wu -", "relieved zhao -"])
  }

  @Test func aNewStageIsToldToTheProjectsPeopleWhoHeardNothingElse() throws {
    let project = try company.open(
      "Bridge", policy: "small-policy", by: "li",
      forms: [
        "facts": SmallCompany.facts
      ])
    let id = try #require(
      try company.submit(
        "start", on: project, by: "li",
        ["sponsor": "zhao", "manager": "chen", "points": "signed:2026-06-01"]))
    try company.approve(id, by: "zhao")
    let told = try told { try company.approve(id, by: "qian") }
    #expect(
      lines(told) == ["approved li \(id)", "appointed zhao -", "appointed chen -"]
        || lines(told) == ["approved li \(id)", "appointed chen -", "appointed zhao -"])
  }

  @Test func onePersonUnderTwoNamesIsToldOnceAndTheActorUnderNone() throws {
    let project = try SmallCompany.runningProject(in: company)
    for person: PersonID in ["li", "li2", "wu"] {
      try company.order(
        "admin", .appointToProject(person: person, role: "project_manager"), on: .project(project))
    }
    var id: RequestID = ""
    let asked = try told {
      id = try #require(
        try company.submit("change", on: project, by: "wu", ["budget": "101000"], reason: "r"))
    }
    #expect(lines(asked) == ["asked chen \(id)", "asked li \(id)"])
    let withdrawn = try told { try company.answer(id, .withdraw(comment: ""), by: "wu") }
    #expect(lines(withdrawn) == ["withdrawn chen \(id)", "withdrawn li \(id)"])
    let own = try change(project)
    let left = try told { try company.answer(own, .withdraw(comment: ""), by: "li2") }
    #expect(lines(left) == ["withdrawn chen \(own)", "withdrawn wu \(own)"])
  }

  @Test func publishingAsksTheOtherAdministratorAndTellsTheOutcome() throws {
    try company.order("admin", .appoint("wu", .init(role: "administrator")), on: .workspace)
    try company.order("wu", .appoint("sun", .init(role: "administrator")), on: .workspace)
    let sources = RulebookSources(
      workflow: SmallCompany.workflow,
      layers: [
        .init(
          file: "small-policy.yaml",
          text: SmallCompany.policy.text.replacing("escalation: 20%", with: "escalation: 10%"))
      ])
    let asked = try told { try company.publish(sources, as: "admin") }
    let id = try #require(asked.first?.request)
    #expect(lines(asked) == ["asked sun \(id)", "asked wu \(id)"])
    #expect(asked[0].subject.en == "test: publish policy small-policy")
    let told = try told { try company.approve(id, by: "wu") }
    #expect(lines(told) == ["approved admin \(id)", "published sun -"])
  }

  @Test func whoeverIsHandedAStepOrAddedToItIsAsked() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let handed = try told {
      try company.answer(id, .transfer(to: "wu", comment: "on leave"), by: "chen")
    }
    #expect(lines(handed) == ["asked wu \(id)"])
    #expect(handed[0].why.en.hasPrefix("chen handed step “manager” over to wu: “on leave”; "))
    let added = try told {
      try company.answer(id, .addSigner("qian", .before, comment: "look first"), by: "wu")
    }
    #expect(lines(added) == ["asked qian \(id)"])
    #expect(added[0].why.zh.hasPrefix("wu为步骤“manager”加签：“look first”"))
  }

  @Test func aQuestionGoesToWhomItIsPutAndTheAnswerBack() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let asked = try told { try company.answer(id, .ask("why so much?"), by: "chen") }
    #expect(lines(asked) == ["informationAsked li \(id)"])
    #expect(asked[0].why.en == "chen asks: “why so much?”")
    let answered = try told { try company.answer(id, .reply("steel"), by: "li") }
    #expect(lines(answered) == ["answered chen \(id)"])
    #expect(answered[0].why.en == "li answered: “steel”")
    let consulted = try told { try company.answer(id, .consult("qian", "fair?"), by: "chen") }
    #expect(lines(consulted) == ["consulted qian \(id)"])
    let advised = try told { try company.answer(id, .reply("yes"), by: "qian") }
    #expect(lines(advised) == ["advised chen \(id)"])
  }

  @Test func remindersAndCopiesReachThoseMeant() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let reminded = try told { try company.answer(id, .remind(comment: "today"), by: "li") }
    #expect(lines(reminded) == ["reminded chen \(id)"])
    #expect(reminded[0].why.en == "li asks not to forget it: “today”")
    let copied = try told { try company.answer(id, .copy(to: ["sun", "wu"]), by: "li") }
    #expect(lines(copied) == ["copied sun \(id)", "copied wu \(id)"])
    let again = told { try? company.answer(id, .copy(to: ["sun", "qian"]), by: "li") }
    #expect(lines(again).contains("copied sun \(id)") == false)
  }

  @Test func anApprovalTakenBackIsToldToTheSubmitterAndWhoeverWasAskedNext() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    let told = try told { try company.answer(id, .takeBack, by: "chen") }
    #expect(lines(told) == ["takenBack li \(id)", "takenBack zhao \(id)"])
    #expect(told[0].why.en == "chen took the signature at step “manager” back")
  }

  @Test func theClockTellsAsNobody() throws {
    let sources = RulebookSources(
      workflow: SmallCompany.workflow,
      layers: [
        .init(
          file: "small-policy.yaml",
          text: SmallCompany.policy.text.replacing(
            "within: 2 working days}", with: "within: 2 working days, late: escalate}"))
      ])
    let company = try SmallCompany.company(MemoryStore(sha256: sha256), sources)
    let project = try SmallCompany.runningProject(in: company)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "101000"], reason: "r"))
    try company.approve(id, by: "chen")
    try company.wait(days: 7)
    let before = company.service.store.outbox(.pending, limit: 1000).count
    let envelope = Envelope(command: "tick", actor: .timer(account: "cron"), at: company.now)
    _ = try company.service.execute(
      Command(envelope: envelope, order: .tick), on: .project(project))
    let told = company.service.store.outbox(.pending, limit: 1000)
      .sorted { $0.position < $1.position }.dropFirst(before).map(\.notification)
    #expect(told.first { $0.kind == .escalated }?.to == "zhao", "the first approver is told")
    #expect(told.contains { $0.kind == .asked && $0.to != "zhao" }, "others may sign now")
    #expect(told.allSatisfy { $0.by == nil })
    #expect(told.allSatisfy { $0.why.en.hasPrefix("the deadline of step “sponsor” has passed") })
  }

  @Test func whoeverTakesOverOrStandsInHearsOfIt() throws {
    let over = try told {
      try company.order("admin", .handOver("qian", to: "wu", withRoles: true), on: .workspace)
    }
    #expect(lines(over).contains("handedOver wu -"))
    let until = try #require(CivilDate("2026-04-01"))
    let standIn = try told {
      try company.order(
        "zhao", .delegate(Delegation(principal: "zhao", deputy: "sun", until: until)),
        on: .workspace)
    }
    #expect(lines(standIn) == ["standIn sun -"])
    #expect(standIn[0].why.en.hasPrefix("sun acts for zhao from 2026-03-02 and before 2026-04-01"))
  }

  @Test func theEndOfAStandInIsToldToBothWhoeverEndsIt() throws {
    let until = try #require(CivilDate("2026-03-04"))
    for _ in 0..<2 {
      try company.order(
        "zhao", .delegate(Delegation(principal: "zhao", deputy: "sun", until: until)),
        on: .workspace)
      let id = try #require(
        company.service.store.workspace()?.directory.standIns.last?.id)
      let end = try told { try company.order("admin", .endStandIn(id), on: .workspace) }
      #expect(lines(end) == ["standIn sun -", "standIn zhao -"])
      #expect(end[0].why.en == "from 2026-03-02 on sun acts for zhao no longer; admin ended it")
      #expect(end[0].why.zh == "自 2026-03-02 起sun不再代理zhao；admin予以终止")
    }
    try company.order(
      "zhao", .delegate(Delegation(principal: "zhao", deputy: "sun", until: until)),
      on: .workspace)
    try company.wait(days: 3)
    let lapsed = try told {
      let envelope = Envelope(
        command: "clock", actor: .timer(account: "clock"), at: company.now)
      _ = try company.service.execute(
        Command(envelope: envelope, order: .tick), on: .workspace)
    }
    #expect(lines(lapsed) == ["standIn sun -", "standIn zhao -"])
    #expect(lapsed[0].why.en.hasSuffix("its days are past"))
    #expect(lapsed[0].by == nil)
  }

  @Test func anAbsenceIsToldToTheManagerAndToThoseWhoActMeanwhile() throws {
    let (from, until) = (
      try #require(CivilDate("2026-03-09")), try #require(CivilDate("2026-03-13"))
    )
    try company.order(
      "zhao", .delegate(Delegation(principal: "zhao", deputy: "wu", until: until)), on: .workspace)
    let manager = try #require(
      company.service.store.workspace()?.directory["zhao"]?.manager)
    let absence = try told {
      try company.order(
        "zhao", .absent("zhao", Absence(from: from, until: until, reason: "trip")), on: .workspace)
    }
    #expect(Set(lines(absence)) == ["absence \(manager) -", "absence wu -"])
    #expect(
      absence[0].why.en == "zhao is away from 2026-03-09 and back on 2026-03-13: “trip”")
    try company.wait(days: 8)
    let back = try told {
      try company.order("admin", .comeBack("zhao", from: from, on: nil), on: .workspace)
    }
    #expect(Set(lines(back)) == ["absence zhao -", "absence \(manager) -", "absence wu -"])
    #expect(back[0].why.en == "zhao, who is away from 2026-03-09, is back on 2026-03-10 already")
  }

  @Test func anOverrideIsToBeReviewedByThoseWhoDidNotLetItPass() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}",
      also: "override: {by: [director, general], review: 3 days}")
    let id = try desk.ask()
    func told(_ body: () throws -> Void) throws -> [Notification] {
      let before = desk.company.service.store.outbox(.pending, limit: 1_000).count
      try body()
      return desk.company.service.store.outbox(.pending, limit: 1_000).sorted {
        $0.position < $1.position
      }.dropFirst(before).map(\.notification)
    }
    let binding = try desk.request(id).binding
    try desk.answer(id, .override(binding, reason: "flood"), by: "chen")
    let passed = try told { try desk.answer(id, .override(binding, reason: "yes"), by: "wu") }
    let due = passed.filter { $0.kind == .review }
    #expect(lines(due) == ["review qian \(id)"])
    #expect(due[0].due == CivilDate("2026-03-05"))
    #expect(try desk.request(id).override?.confirmedBy == "wu")
    let reviewed = try told { try desk.order("qian", .review(id, comment: "fine")) }
    #expect(Set(reviewed.map { "\($0.kind) \($0.to)" }) == ["review chen", "review wu"])
    #expect(reviewed[0].why.en == "qian has reviewed the override of \(id): “fine”")
  }

  @Test func textsAreOneInertLineOfBoundedLength() throws {
    let project = try SmallCompany.runningProject(in: company)
    let hostile = "a\r\nBcc: x@example.com\u{1B}[31m\u{202E}" + String(repeating: "长", count: 5000)
    let told = try told { _ = try change(project, reason: hostile) }
    for text in [told[0].why.en, told[0].why.zh, told[0].headline.en] {
      #expect(!text.unicodeScalars.contains { $0.isHazardous })
      #expect(text.unicodeScalars.count < 600)
    }
    #expect(told[0].why.en.contains("“a Bcc: x@example.com\\u{1B}[31m\\u{202E}长"))
    #expect(told[0].why.en.contains("…”"))
  }

  @Test func aRepeatedCommandTellsNobodyTwice() throws {
    let project = try SmallCompany.runningProject(in: company)
    let order = Order.submit(
      action: "change", values: ["budget": "101000"], attachments: [:], reason: "r")
    let first = try told { try company.order("li", order, on: .project(project), id: "once") }
    #expect(first.count == 1)
    let again = try told { try company.order("li", order, on: .project(project), id: "once") }
    #expect(again.isEmpty)
  }
}
