import CEL
import Engine
import TestKit
import Testing

/// Cases 15 to 18 and 26: whoever is away, has left, or acts for somebody else.
@Suite struct AbsenceCases {
  private func delegate(
    _ desk: Desk, _ principal: PersonID, to deputy: PersonID, from: String? = nil,
    until: String = "2026-04-01", cap: Decimal? = nil, by person: PersonID? = nil
  ) throws {
    try desk.company.order(
      person ?? principal,
      .delegate(
        Delegation(
          principal: principal, deputy: deputy, from: from.flatMap(CivilDate.init),
          until: try #require(CivilDate(until)), cap: cap, reason: "away")), on: .workspace)
  }

  // MARK: 15

  @Test(
    "15 an approver who is deactivated while it is pending signs no more; the place is the others'")
  func deactivated() throws {
    let desk = try Desk("- {step: director, role: director}\n- {step: general, role: general}")
    let id = try desk.ask()
    #expect(try desk.signers(id) == ["chen", "qian"])
    try desk.administer(.leave("chen"))
    #expect(try desk.refusal { try desk.approve(id, by: "chen") }.code == .inactivePerson)
    #expect(try desk.signers(id) == ["qian"])
    try desk.administer(.leave("qian"))
    #expect(try desk.signers(id).isEmpty, "nobody holds the role: it waits for an appointment")
    try desk.administer(.appoint("zhao", .init(role: "director")))
    #expect(try desk.signers(id) == ["zhao"])
  }

  @Test("15 a place that somebody claimed is everybody's again when they leave")
  func claimedByALeaver() throws {
    let desk = try Desk("- {step: director, role: director}")
    let id = try desk.ask()
    try desk.answer(id, .claim, by: "chen")
    #expect(try desk.signers(id) == ["chen"])
    try desk.administer(.leave("chen"))
    #expect(try desk.signers(id) == ["qian"])
  }

  @Test("15 a stand-in who claims a place has it")
  func claimedByADeputy() throws {
    let desk = try Desk("- {step: director, role: director}")
    try delegate(desk, "chen", to: "wu")
    let id = try desk.ask()
    #expect(try desk.signers(id) == ["chen", "qian", "wu"])
    try desk.answer(id, .claim, by: "wu")
    #expect(try desk.signers(id) == ["wu"])
    try desk.answer(id, .release, by: "wu")
    #expect(try desk.signers(id) == ["chen", "qian", "wu"])
  }

  @Test("15 what somebody has claimed can go to a colleague with the same authority")
  func claimedAndTransferred() throws {
    let desk = try Desk("- {step: director, role: director}")
    let id = try desk.ask()
    try desk.answer(id, .claim, by: "chen")
    try desk.answer(id, .transfer(to: "qian", comment: ""), by: "chen")
    #expect(try desk.signers(id) == ["qian"])
    #expect(
      try desk.refusal { try desk.answer(id, .transfer(to: "zhao", comment: ""), by: "qian") }
        .code == .notASigner)
  }

  // MARK: 16

  @Test("16 a stand-in's stand-in, a circle and oneself are refused")
  func oneHop() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try delegate(desk, "zhao", to: "chen")
    for (principal, deputy) in [
      ("chen", "qian"), ("chen", "zhao"), ("qian", "zhao2"), ("zhao", "zhao2"), ("zhao2", "zhao"),
    ]
      as [(PersonID, PersonID)]
    {
      #expect(try desk.refusal { try delegate(desk, principal, to: deputy) }.code == .notAllowed)
    }
    let id = try desk.ask()
    #expect(try desk.signers(id) == ["chen", "zhao"])
  }

  @Test("16 no stand-in signs for the submitter, and none who submitted signs for anybody")
  func neverTheSubmitter() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try delegate(desk, "zhao", to: "li2")
    let id = try desk.ask()
    #expect(try desk.signers(id) == ["zhao"])
    #expect(try desk.refusal { try desk.approve(id, by: "li2") }.code == .selfApproval)
  }

  @Test("16 whoever somebody signed for has spoken too, and the record says for whom")
  func forAnother() throws {
    let desk = try Desk("- {step: two, any: [officer, director], quorum: 2}")
    try delegate(desk, "zhao", to: "wu")
    let id = try desk.ask()
    try desk.approve(id, by: "wu")
    #expect(try desk.request(id).signatures.map(\.signature.basis) == [.standIn(for: "zhao")])
    #expect(try desk.refusal { try desk.approve(id, by: "zhao") }.code == .alreadySigned)
    #expect(try desk.signers(id) == ["chen", "qian"])
  }

  // MARK: 17

  @Test("17 a stand-in acts under the lower of both ceilings and the cap")
  func ceilings() throws {
    let desk = try Desk("- {step: general, role: general, covers: request.amount}")
    try delegate(desk, "wu", to: "chen")
    let within = try desk.ask("100000")
    #expect(try desk.signers(within) == ["chen", "wu"])
    let above = try desk.ask("100000.01")
    #expect(try desk.signers(above) == ["wu"])
    #expect(try desk.refusal { try desk.approve(above, by: "chen") }.code == .notASigner)

    let capped = try Desk("- {step: general, role: general, covers: request.amount}")
    try delegate(capped, "wu", to: "sun", cap: Decimal(500))
    #expect(try capped.signers(try capped.ask("500")) == ["sun", "wu"])
    #expect(try capped.signers(try capped.ask("500.01")) == ["wu"])
    // admin has no ceiling, so nothing to lend.
    let none = try Desk("- {step: general, role: general, covers: request.amount}")
    try delegate(none, "wu", to: "admin")
    #expect(try none.signers(try none.ask("0")) == ["admin", "wu"])
    #expect(try none.signers(try none.ask("0.01")) == ["wu"])
  }

  // MARK: 18

  @Test("18 a stand-in begins and ends at midnight of the calendar's zone")
  func window() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try delegate(desk, "zhao", to: "qian", from: "2026-03-10", until: "2026-03-12")
    let id = try desk.ask()
    for (time, isIn) in [
      ("2026-03-09T15:59:59.999999999Z", false), ("2026-03-09T16:00:00Z", true),
      ("2026-03-11T15:59:59.999999999Z", true), ("2026-03-11T16:00:00Z", false),
    ] {
      desk.company.now = try #require(Timestamp(time))
      #expect(try desk.signers(id) == (isIn ? ["qian", "zhao"] : ["zhao"]), "at \(time)")
    }
  }

  @Test("18 a clock set back revives no stand-in that has ended")
  func clockSetBack() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    try delegate(desk, "zhao", to: "qian", until: "2026-03-12")
    let id = try desk.ask()
    try desk.company.wait(days: 30)
    // Any change of the directory takes down what is over.
    try desk.administer(.appoint("wu", .init(role: "officer")))
    desk.company.now = try #require(Timestamp("2026-03-05T01:00:00Z"))
    #expect(try desk.signers(id) == ["wu", "zhao"])
  }

  // MARK: 26

  @Test("26 a leaver is gone from what is open, and stands in the history whole")
  func leaver() throws {
    let desk = try Desk("- {step: officer, role: officer}\n- {step: director, role: director}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    let before = desk.company.service.store.log
    let signature = try #require(try desk.request(id).signatures.first?.signature)
    try desk.administer(.leave("zhao"))
    #expect(Array(desk.company.service.store.log.prefix(before.count)) == before)
    #expect(try desk.request(id).signatures.first?.signature == signature)
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
    #expect(try desk.signed(id) == ["zhao", "chen"])
  }

  @Test(
    "26 everything that a leaver was asked for goes to the successor: roles, names, places handed on"
  )
  func handedOver() throws {
    let desk = try Desk(
      """
      - together:
        - {step: director, role: director}
        - {step: named, person: request.person}
        - {step: general, role: general}
      """)
    try desk.administer(.leave("qian"))
    let id = try desk.ask("1", ["person": "zhao"])
    try desk.answer(id, .transfer(to: "sun", comment: ""), by: "wu")
    try desk.administer(.handOver("chen", to: "admin", withRoles: false))
    #expect(try desk.signers(id) == ["admin", "sun", "zhao"])
    try desk.administer(.leave("chen"))
    #expect(try desk.signers(id) == ["admin", "sun", "zhao"], "the role is asked for through chen")
    try desk.administer(.handOver("sun", to: "wu", withRoles: false))
    #expect(try desk.signers(id) == ["admin", "wu", "zhao"])
  }
}
