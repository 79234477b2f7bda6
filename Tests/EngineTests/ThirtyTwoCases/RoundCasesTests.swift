import CEL
import Engine
import TestKit
import Testing

/// Cases 9 to 14, 29 and 30: what a yes was given to, and what it is still worth.
@Suite struct RoundCases {
  private static let three =
    "- {step: officer, role: officer}\n- {step: director, role: director}\n- {step: general, role: general}"

  // MARK: 9

  @Test("9 after a return and an edit no old yes counts, not even where repeats are merged")
  func editedAfterReturn() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}\n- {step: second, role: officer}\n- {step: general, role: general}",
      also: "repeats: merge")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.asked(id) == ["general"], "zhao's yes was merged into the second step")
    try desk.company.returnBack(id, by: "wu")
    try desk.resubmit(id, ["amount": "2000"])
    #expect(try desk.asked(id) == ["officer"])
    #expect(try desk.signed(id).isEmpty)
  }

  @Test(
    "9 a return to the first step asks everybody from there on again, also where re-approval is smart"
  )
  func returnedToTheFirst() throws {
    for also in ["", "repeats: merge", "reapproval: {ask: {amount: {worse: up}}}"] {
      let desk = try Desk(Self.three, also: also)
      let id = try desk.ask()
      try desk.approve(id, by: "zhao", "chen")
      try desk.company.returnBack(id, by: "wu", to: "officer")
      #expect(try desk.asked(id) == ["officer"], "under `\(also)`")
      try desk.approve(id, by: "zhao")
      #expect(try desk.asked(id) == ["director"], "under `\(also)`")
      try desk.approve(id, by: "qian", "wu")
      #expect(try desk.status(id) == .approved)
    }
  }

  @Test("9 a return after a migration asks again too")
  func returnedAfterMigration() throws {
    let desk = try Desk(Self.three)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao", "chen")
    try desk.publish(Self.three + "\n- {step: executive, role: executive}")
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    #expect(try desk.asked(id) == ["general"])
    try desk.company.returnBack(id, by: "wu", to: "officer")
    #expect(try desk.asked(id) == ["officer"])
  }

  @Test("9 a yes that was taken back does not come back by itself")
  func takenBack() throws {
    let desk = try Desk(Self.three, also: "reapproval: {ask: {amount: {worse: up}}}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao", "chen")
    try desk.company.returnBack(id, by: "wu")
    try desk.resubmit(id, ["amount": "1001"])
    try desk.approve(id, by: "zhao")
    try desk.answer(id, .takeBack, by: "zhao")
    try desk.company.returnBack(id, by: "zhao")
    try desk.resubmit(id, ["amount": "900"])
    #expect(try desk.asked(id) == ["officer"], "zhao's last word was to take it back")
  }

  // MARK: 10

  @Test("10 who is asked again has all of their time again; who waits for nobody keeps theirs")
  func timers() throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer, within: 2 working days}
      - {step: director, role: director, within: 5 days}
      """)
    // 2 March 2026 is a Monday.
    let id = try desk.ask()
    func dues() throws -> [String?] { try desk.request(id).progress.map { $0.due?.description } }
    #expect(try dues() == ["2026-03-04", nil])
    try desk.company.wait(days: 1)
    try desk.approve(id, by: "zhao")
    #expect(try dues() == ["2026-03-04", "2026-03-08"])
    try desk.company.wait(days: 3)
    try desk.company.returnBack(id, by: "chen", to: "officer")
    // Asked on Friday the 6th: Monday, Tuesday.
    #expect(try dues() == ["2026-03-10", nil])
    try desk.company.wait(days: 2)
    try desk.approve(id, by: "zhao")
    #expect(try dues() == ["2026-03-10", "2026-03-13"])
  }

  @Test("10 jumping back goes straight to who returned it, with fresh time, past those in between")
  func jumpBack() throws {
    let desk = try Desk(
      Self.three.replacing("role: general", with: "role: general, within: 3 days"))
    let id = try desk.ask()
    try desk.approve(id, by: "zhao", "chen")
    try desk.company.wait(days: 2)
    try desk.company.returnBack(id, by: "wu", to: "officer", resume: .jumpBack)
    #expect(try desk.asked(id) == ["officer"])
    #expect(try desk.signed(id) == ["chen"])
    try desk.company.wait(days: 2)
    try desk.approve(id, by: "zhao")
    #expect(try desk.asked(id) == ["general"])
    #expect(try desk.request(id).progress[2].due?.description == "2026-03-09")
  }

  @Test(
    "10 the clock of a step stands still while its submitter is asked, and runs again afterwards")
  func pause() throws {
    let desk = try Desk("- {step: officer, role: officer, within: 5 days, late: reject}")
    let id = try desk.ask()
    try desk.company.wait(days: 2)
    try desk.answer(id, .ask("which customer?"), by: "zhao")
    try desk.company.wait(days: 20)
    #expect(try desk.refusal { try desk.tick() }.code == .nothingChanged)
    try desk.answer(id, .reply("ACME"), by: "li")
    // Three days were left on 4 March; they run again from the 24th.
    #expect(try desk.request(id).progress[0].due?.description == "2026-03-27")
    try desk.company.wait(days: 4)
    try desk.tick()
    #expect(try desk.status(id) == .lapsed)
  }

  @Test("10 a yes taken back while a question was open leaves no clock standing still")
  func pauseAndTakeBack() throws {
    let desk = try Desk(
      "- {step: officer, role: officer, within: 5 days, late: remind}\n- {step: general, role: general}"
    )
    let id = try desk.ask()
    try desk.answer(id, .ask("which customer?"), by: "zhao")
    try desk.approve(id, by: "zhao")
    try desk.answer(id, .takeBack, by: "zhao")
    #expect(try desk.asked(id) == ["officer"])
    #expect(try desk.request(id).progress[0].due?.description == "2026-03-07")
  }

  // MARK: 11

  @Test("11 a return inside a group closes its siblings, and their yeses with them")
  func returnInsideAGroup() throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer}
      - together:
        - {step: director, role: director}
        - {step: general, role: general}
      """)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao", "chen")
    #expect(try desk.asked(id) == ["general"])
    try desk.company.returnBack(id, by: "wu", to: "officer")
    #expect(try desk.asked(id) == ["officer"])
    #expect(try desk.signed(id).isEmpty)
    #expect(try desk.refusal { try desk.approve(id, by: "chen") }.code == .notYourTurn)
    try desk.approve(id, by: "zhao")
    #expect(try desk.asked(id) == ["director", "general"])
    #expect(
      try desk.refusal { try desk.company.returnBack(id, by: "wu", to: "director") }.code
        == .unknownStep, "a sibling does not come before")
    try desk.company.returnBack(id, by: "wu")
    #expect(try desk.status(id) == .returned)
    #expect(try desk.refusal { try desk.approve(id, by: "chen") }.code == .notPending)
  }

  // MARK: 12

  @Test("12 what has ended is not withdrawn", arguments: ["approved", "rejected", "withdrawn"])
  func withdrawAfterTheEnd(end: String) throws {
    let desk = try Desk("- {step: officer, role: officer}")
    let id = try desk.ask()
    switch end {
    case "approved": try desk.approve(id, by: "zhao")
    case "rejected": try desk.company.reject(id, by: "zhao")
    default: try desk.answer(id, .withdraw(comment: ""), by: "li")
    }
    #expect(
      try desk.refusal { try desk.answer(id, .withdraw(comment: ""), by: "li") }.code
        == .notPending)
  }

  // MARK: 13

  @Test(
    "13 of two approvals at one instant one wins and the other is told", .timeLimit(.minutes(1)))
  func twoAtOnce() throws {
    for _ in 0..<20 {
      let desk = try Desk("- {step: director, role: director}\n- {step: general, role: general}")
      let id = try desk.ask()
      let binding = try desk.request(id).binding
      let (service, now, project) = (desk.company.service, desk.company.now, desk.project)
      let told = try (0..<2).inParallel { index -> Refusal.Code? in
        let person: PersonID = index == 0 ? "chen" : "qian"
        do {
          _ = try service.execute(
            Command(
              envelope: Envelope(
                command: CommandID("at-once-\(index)"),
                actor: Actor(person: person, authentication: .account("test-\(person)")), at: now),
              order: .answer(id, .approve(binding, comment: ""))), on: .project(project))
          return nil
        } catch let refusal as Refusal {
          return refusal.code
        }
      }
      #expect(Set(told) == [nil, .notASigner])
      let signed = service.store.log.filter {
        if case .request(.signed) = $0.event { true } else { false }
      }
      #expect(signed.count == 1)
    }
  }

  // MARK: 14

  @Test("14 whoever saw another content, rulebook or revision decides nothing")
  func staleView() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    let id = try desk.ask()
    let seen = try desk.request(id).binding
    try desk.company.returnBack(id, by: "zhao")
    try desk.resubmit(id, ["amount": "2000"])
    for answer in [
      .approve(seen, comment: ""), .reject(seen, comment: "x"),
      .returnBack(seen, to: nil, comment: "x"), .override(seen, reason: "x"),
    ] as [Answer] {
      #expect(try desk.refusal { try desk.answer(id, answer, by: "zhao") }.code == .staleView)
    }
  }

  // MARK: 29

  @Test("29 what the rules of an open request read is locked, save exempt fields")
  func locked() throws {
    let desk = try Desk("- {step: officer, role: officer, when: facts.score < 9}")
    let id = try desk.ask()
    #expect(
      try desk.refusal { try desk.order("li", .fill(form: "facts", values: ["score": "4"])) }.code
        == .locked)
    try desk.order("li", .fill(form: "facts", values: ["remark": "x"]))
    #expect(
      try desk.refusal {
        try desk.order("li", .fill(form: "facts", values: ["remark": "y", "score": "4"]))
      }.code == .locked)
    try desk.approve(id, by: "zhao")
    try desk.order("li", .fill(form: "facts", values: ["score": "4"]))
  }

  // MARK: 30

  private func reapproving(_ also: String = "") throws -> (Desk, RequestID) {
    let desk = try Desk(
      Self.three,
      also: """
        \(also)
        reapproval:
          ask:
            amount: {worse: up, asks: [director, general]}
            finish: {worse: up, asks: [officer]}
            note: {worse: never}
        """)
    let id = try desk.ask("1000", ["finish": "2026-06-30", "note": "a"])
    try desk.approve(id, by: "zhao", "chen")
    try desk.company.returnBack(id, by: "wu")
    return (desk, id)
  }

  @Test("30 where nothing got worse nobody who agreed is asked again")
  func improves() throws {
    let (desk, id) = try reapproving()
    try desk.resubmit(id, ["amount": "999.99", "finish": "2026-06-29", "note": "b"])
    #expect(try desk.asked(id) == ["general"])
    #expect(try desk.signed(id).isEmpty, "a yes that still covers is the machine's conclusion")
    try desk.approve(id, by: "wu")
    #expect(try desk.status(id) == .approved)
  }

  @Test("30 one unit worse asks those whom it concerns, and only those")
  func worsens() throws {
    let (desk, id) = try reapproving()
    try desk.resubmit(id, ["amount": "1000.01"])
    #expect(try desk.asked(id) == ["director"])
    let (other, second) = try reapproving()
    try other.resubmit(second, ["finish": "2026-07-01"])
    #expect(try other.asked(second) == ["officer"])
    try other.approve(second, by: "zhao")
    #expect(try other.asked(second) == ["general"])
  }

  @Test("30 what was agreed to is remembered as it was, not as it became")
  func noDrift() throws {
    let (desk, id) = try reapproving()
    for amount in ["999", "1000", "1000.01"] {
      try desk.resubmit(id, ["amount": amount])
      #expect(try desk.asked(id) == (amount == "1000.01" ? ["director"] : ["general"]))
      if amount != "1000.01" { try desk.company.returnBack(id, by: "wu") }
    }
  }

  @Test("30 a field that the policy says nothing about concerns everybody")
  func unnamedField() throws {
    let (desk, id) = try reapproving()
    try desk.resubmit(id, ["person": "sun"])
    #expect(try desk.asked(id) == ["officer"])
  }

  @Test("30 merged repeats rest on a yes that still covers as on a fresh one")
  func improvesWithMerge() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}\n- {step: second, role: officer}\n- {step: general, role: general}",
      also: "repeats: merge\nreapproval: {ask: {amount: {worse: up}}}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    try desk.company.returnBack(id, by: "wu")
    try desk.resubmit(id, ["amount": "999"])
    #expect(try desk.asked(id) == ["general"])
  }

  @Test("30 a yes covers its own place only: not that of another whom the changed form names")
  func anotherPersonsPlace() throws {
    let desk = try Desk(
      "- {step: named, person: request.person}\n- {step: general, role: general}",
      also: "reapproval: {ask: {person: {worse: never}, amount: {worse: up}}}")
    let id = try desk.ask("1", ["person": "zhao"])
    try desk.approve(id, by: "zhao")
    try desk.company.returnBack(id, by: "wu")
    try desk.resubmit(id, ["person": "qian"])
    #expect(try desk.asked(id) == ["named"])
    #expect(try desk.signers(id) == ["qian"])
  }

  @Test("30 what a yes was given under still holds where the yes still covers")
  func conditionsStay() throws {
    let desk = try Desk(Self.three, also: "reapproval: {ask: {amount: {worse: up}}}")
    let id = try desk.ask()
    let terms = Reservation(
      criterion: "insured", owner: "li", due: try #require(CivilDate("2026-06-01")),
      blocks: "spend")
    try desk.answer(
      id, .approve(try desk.request(id).binding, comment: "", conditions: [terms]), by: "zhao")
    try desk.approve(id, by: "chen")
    try desk.company.returnBack(id, by: "wu")
    try desk.resubmit(id, ["amount": "999"])
    try desk.approve(id, by: "wu")
    #expect(try desk.company.project(desk.project).conditions.map(\.terms) == [terms])
    #expect(
      try desk.refusal {
        try desk.company.submit("spend", on: desk.project, by: "li", ["amount": "1"])
      }.code == .conditionOpen)
  }

  @Test("30 a yes that is too old covers nothing any more")
  func tooOld() throws {
    let (desk, id) = try reapproving("lapses: {approvals: 10 days}")
    try desk.company.wait(days: 11)
    try desk.resubmit(id, ["amount": "999"])
    #expect(try desk.asked(id) == ["officer"])
  }

  @Test("30 a yes that covers lapses while others are waited for, like any other")
  func coveringLapses() throws {
    let (desk, id) = try reapproving("lapses: {approvals: 10 days}")
    try desk.resubmit(id, ["amount": "999"])
    #expect(try desk.asked(id) == ["general"])
    try desk.company.wait(days: 11)
    #expect(try desk.refusal { try desk.approve(id, by: "wu") }.code == .lapsed)
    try desk.tick()
    #expect(try desk.asked(id) == ["officer"])
  }
}
