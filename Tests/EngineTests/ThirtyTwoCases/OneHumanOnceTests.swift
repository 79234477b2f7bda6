import CEL
import Engine
import TestKit
import Testing

/// Cases 1 to 3: one human counts once, and never for what they asked for themselves.
@Suite struct OneHumanOnce {
  // MARK: 1

  @Test("1 one person under two names fills one place of a quorum")
  func quorum() throws {
    let desk = try Desk("- {step: two, any: [officer, director], quorum: 2}")
    try desk.administer(.appoint("zhao2", .init(role: "director")))
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.refusal { try desk.approve(id, by: "zhao2") }.code == .alreadySigned)
    #expect(try desk.status(id) == .pending)
    #expect(try desk.signers(id) == ["chen", "qian"])
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
  }

  @Test("1 one person under two names has one vote")
  func vote() throws {
    let desk = try Desk("- {step: vote, vote: [officer], needs: 2}")
    try desk.administer(.appoint("zhao2", .init(role: "officer")))
    try desk.administer(.appoint("chen", .init(role: "officer")))
    let id = try desk.ask()
    #expect(try desk.request(id).route.steps[0].slots.count == 2)
    try desk.approve(id, by: "zhao2")
    #expect(try desk.refusal { try desk.approve(id, by: "zhao") }.code == .alreadySigned)
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
  }

  @Test(
    "1 a yes that is merged fills one place of a step, never several",
    arguments: [
      "- {step: two, role: director, quorum: 2}",
      "- {step: two, all: [director, general]}",
      "- {step: two, vote: [director, general], needs: 3}",
    ])
  func mergedOnce(second: String) throws {
    let desk = try Desk("- {step: first, role: officer}\n\(second)", also: "repeats: merge")
    for role in ["director", "general"] as [RoleName] {
      try desk.administer(.appoint("zhao", .init(role: role)))
    }
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.status(id) == .pending, "one human is not two")
    let repeats = try desk.request(id).progress[1].outcomes.filter {
      if case .concluded(.repeats)? = $0 { true } else { false }
    }
    #expect(repeats.count == 1)
  }

  @Test("1 a yes that is merged fills every step of a group that the same human could sign")
  func mergedInAGroup() throws {
    let desk = try Desk(
      """
      - together:
        - {step: left, role: officer}
        - {step: right, role: general}
      """, also: "repeats: merge")
    try desk.administer(.relieve("wu", "general"))
    try desk.administer(.appoint("zhao", .init(role: "general")))
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.status(id) == .approved)
  }

  @Test("1 a yes is merged only where the same human has the authority for the amount")
  func mergedWithinAuthority() throws {
    let desk = try Desk(
      "- {step: first, role: officer}\n- {step: second, role: officer, covers: request.amount}",
      also: "repeats: merge")
    let covered = try desk.ask("50000")
    try desk.approve(covered, by: "zhao")
    #expect(try desk.status(covered) == .approved)
    let above = try desk.ask("50000.01")
    try desk.approve(above, by: "zhao")
    #expect(try desk.asked(above) == ["second"])
    #expect(try desk.signers(above) == ["wu"])
  }

  // MARK: 2

  @Test(
    "2 if only the submitter could sign, it goes to the superior, and is not satisfied meanwhile")
  func onlyTheSubmitter() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try desk.order("admin", .appointToProject(person: "zhao", role: "asker"))
    let id = try desk.ask(by: "zhao")
    #expect(try desk.refusal { try desk.approve(id, by: "zhao") }.code == .selfApproval)
    #expect(try desk.refusal { try desk.approve(id, by: "zhao2") }.code == .selfApproval)
    #expect(try desk.signers(id) == ["wu"])
    try desk.approve(id, by: "wu")
    #expect(try desk.request(id).status == .approved)
  }

  @Test("2 without a superior it goes to the next step's people, else it waits for ever")
  func onlyTheSubmitterAndNobodyAbove() throws {
    let two = try Desk("- {step: executive, role: executive}\n- {step: general, role: general}")
    try two.order("admin", .appointToProject(person: "sun", role: "asker"))
    let id = try two.ask(by: "sun")
    #expect(try two.signers(id) == ["wu"])
    let one = try Desk("- {step: executive, role: executive}")
    try one.order("admin", .appointToProject(person: "sun", role: "asker"))
    let lonely = try one.ask(by: "sun")
    #expect(try one.signers(lonely).isEmpty)
    #expect(try one.status(lonely) == .pending)
  }

  @Test("2 a superior who has a stand-in or a successor is asked through them")
  func substitutesAreReplacedToo() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try desk.order("admin", .appointToProject(person: "zhao", role: "asker"))
    let id = try desk.ask(by: "zhao")
    try desk.company.order(
      "wu", .delegate(Delegation(principal: "wu", deputy: "qian", until: CivilDate("2026-04-01")!)),
      on: .workspace)
    #expect(try desk.signers(id) == ["qian", "wu"])
    try desk.administer(.handOver("wu", to: "chen", withRoles: false))
    #expect(try desk.signers(id) == ["chen"])
  }

  @Test("2 an empty role is never passed and asks nobody else")
  func emptyRole() throws {
    let desk = try Desk("- {step: officer, role: officer}\n- {step: general, role: general}")
    try desk.administer(.relieve("zhao", "officer"))
    let id = try desk.ask()
    #expect(try desk.signers(id).isEmpty)
    #expect(try desk.asked(id) == ["officer"])
    try desk.administer(.appoint("qian", .init(role: "officer")))
    #expect(try desk.signers(id) == ["qian"])
  }

  // MARK: 3

  @Test("3 the submitter is no signer through being added", arguments: ["li", "li2"] as [PersonID])
  func addsSelf(entry: PersonID) throws {
    let desk = try Desk("- {step: director, role: director}")
    let id = try desk.ask()
    for turn in RoutedStep.Turn.allCases {
      #expect(
        try desk.refusal { try desk.answer(id, .addSigner(entry, turn, comment: ""), by: "li") }
          .code == .selfApproval)
      #expect(
        try desk.refusal { try desk.answer(id, .addSigner(entry, turn, comment: ""), by: "chen") }
          .code == .selfApproval)
    }
    #expect(
      try desk.refusal { try desk.answer(id, .transfer(to: entry, comment: ""), by: "chen") }.code
        == .selfApproval)
  }

  @Test("3 nobody is added who has been heard, or who has no authority for the amount")
  func addsWhoCannot() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}\n- {step: director, role: director, covers: request.amount}",
      also: "reapproval:\n  ask:\n    amount: {worse: up}\n    note: {worse: never}")
    let id = try desk.ask("90000")
    try desk.approve(id, by: "zhao")
    #expect(
      try desk.refusal { try desk.answer(id, .addSigner("zhao2", .with, comment: ""), by: "chen") }
        .code == .alreadySigned)
    try desk.company.returnBack(id, by: "chen")
    try desk.resubmit(id, ["note": "x"])
    // zhao's yes of the first round covers this one: zhao has been heard.
    #expect(try desk.asked(id) == ["director"])
    #expect(
      try desk.refusal { try desk.answer(id, .addSigner("zhao", .with, comment: ""), by: "chen") }
        .code == .alreadySigned)
    #expect(
      try desk.refusal { try desk.answer(id, .addSigner("admin", .with, comment: ""), by: "chen") }
        .code == .notASigner)
  }
}
