import CEL
import Engine
import TestKit
import Testing

/// Cases 19 and 20: what the clock does, and what a working day is.
@Suite struct TimeCases {
  // MARK: 19

  @Test("19 a step that passes by timeout is recorded as that, and as nobody's yes")
  func passes() throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer}
      - {step: director, role: director, covers: request.amount, within: 2 days, late: {approve: {below: 1000 CNY}}}
      """)
    let small = try desk.ask("999.99")
    let atTheCeiling = try desk.ask("1000")
    for id in [small, atTheCeiling] { try desk.approve(id, by: "zhao") }
    try desk.company.wait(days: 2)
    #expect(
      try desk.refusal { try desk.tick() }.code == .nothingChanged, "the last day is not over")
    try desk.company.wait(days: 1)
    try desk.tick()
    #expect(try desk.status(small) == .approved)
    let progress = try desk.request(small).progress[1]
    #expect(progress.outcomes == [.concluded(.timedOut)])
    #expect(progress.lateness == .passed)
    #expect(try desk.signed(small) == ["zhao"])
    #expect(try desk.status(atTheCeiling) == .pending)
    #expect(try desk.request(atTheCeiling).progress[1].lateness == .reminded)
    #expect(try desk.refusal { try desk.tick() }.code == .nothingChanged, "told once")
    let actors = desk.company.service.store.log.filter {
      if case .request(.concluded) = $0.event { true } else { false }
    }.map(\.envelope.actor)
    #expect(actors == [.timer(account: "clock")])
  }

  @Test("19 no timeout passes what no human has agreed to")
  func neverWithoutAHuman() throws {
    let desk = try Desk(
      "- {step: officer, role: officer, covers: request.amount, within: 2 days, late: {approve: {below: 1000 CNY}}}"
    )
    let id = try desk.ask("1")
    try desk.company.wait(days: 3)
    try desk.tick()
    #expect(try desk.status(id) == .pending)
    #expect(try desk.request(id).progress[0].lateness == .reminded)
  }

  @Test(
    "19 being late rejects as a lapse, returns, or asks the next authority too",
    arguments: [
      "reject", "return", "escalate",
    ])
  func late(what: String) throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer, within: 2 days, late: \(what)}
      - {step: general, role: general, when: request.amount > 100}
      - {step: executive, role: executive, when: request.amount > 1000}
      """)
    let id = try desk.ask("500")
    try desk.company.wait(days: 3)
    try desk.tick()
    let request = try desk.request(id)
    switch what {
    case "reject":
      #expect(request.status == .lapsed)
      #expect(try desk.refusal { try desk.approve(id, by: "zhao") }.code == .notPending)
    case "return":
      #expect(request.status == .returned)
      try desk.resubmit(id)
      #expect(try desk.asked(id) == ["officer"])
    default:
      // The general's step is in the route; the executive's is not.
      #expect(try desk.signers(id) == ["sun", "zhao"])
      try desk.approve(id, by: "sun")
      #expect(try desk.request(id).signatures.map(\.signature.basis) == [.escalated])
    }
  }

  @Test("19 the clock is no person, and no person is the clock")
  func onlyTheClock() throws {
    let desk = try Desk("- {step: officer, role: officer, within: 2 days, late: reject}")
    let id = try desk.ask()
    try desk.company.wait(days: 5)
    #expect(try desk.refusal { try desk.order("admin", .tick) }.code == .notAllowed)
    let binding = try desk.request(id).binding
    for answer in [.approve(binding, comment: ""), .withdraw(comment: ""), .see] as [Answer] {
      #expect(
        try desk.refusal {
          _ = try desk.company.service.execute(
            Command(
              envelope: Envelope(
                command: "machine", actor: .timer(account: "clock"), at: desk.company.now),
              order: .answer(id, answer)), on: .project(desk.project))
        }.code == .notAllowed)
    }
  }

  @Test("19 one request that cannot take effect does not stop the clock for the others")
  func oneThatCannotConclude() throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer}
      - {step: director, role: director, covers: request.amount, within: 2 days, late: {approve: {below: 1000 CNY}}}
      """,
      also: """
        gates:
          ask:
            - that: project.spent + request.amount <= 700
              else: too much
        """)
    let first = try desk.ask("500")
    let second = try desk.ask("600")
    try desk.approve(first, by: "zhao")
    try desk.approve(second, by: "zhao")
    try desk.company.submit("spend", on: desk.project, by: "li", ["amount": "150"])
    try desk.company.wait(days: 3)
    try desk.tick()
    #expect(try desk.status(first) == .approved)
    #expect(try desk.status(second) == .pending, "its gate is closed")
    #expect(try desk.request(second).progress[1].outcomes == [.concluded(.timedOut)])
  }

  @Test(
    "19 approvals that lapsed are asked for again; a request whose time is over is decided by nobody"
  )
  func lapses() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}\n- {step: general, role: general}",
      also: "lapses: {approvals: 5 days, requests: 20 days}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    try desk.company.wait(days: 6)
    #expect(try desk.refusal { try desk.approve(id, by: "wu") }.code == .lapsed)
    try desk.tick()
    #expect(try desk.asked(id) == ["officer"])
    try desk.company.returnBack(id, by: "zhao")
    try desk.company.wait(days: 15)
    #expect(try desk.refusal { try desk.resubmit(id) }.code == .lapsed)
    try desk.tick()
    #expect(try desk.status(id) == .lapsed)
  }

  @Test("19 no approval that lapsed completes a request through somebody who is removed")
  func lapsedThroughRemoval() throws {
    let desk = try Desk(
      "- {step: both, all: [officer, director]}", also: "lapses: {approvals: 5 days}")
    let id = try desk.ask()
    try desk.answer(id, .addSigner("wu", .after, comment: ""), by: "chen")
    try desk.approve(id, by: "zhao", "chen")
    try desk.company.wait(days: 6)
    #expect(
      try desk.refusal { try desk.answer(id, .removeSigner("wu"), by: "chen") }.code == .lapsed)
  }

  @Test("19 a merged yes lapses with the yes that it repeats")
  func mergedLapses() throws {
    let desk = try Desk(
      """
      - together:
        - {step: left, role: officer}
        - {step: right, role: executive}
        - {step: last, role: general}
      """, also: "repeats: merge\nlapses: {approvals: 5 days}")
    try desk.administer(.relieve("sun", "executive"))
    try desk.administer(.appoint("zhao", .init(role: "executive")))
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.asked(id) == ["last"])
    try desk.company.wait(days: 6)
    try desk.tick()
    #expect(try desk.asked(id) == ["left", "right", "last"])
  }

  // MARK: 20

  @Test(
    "20 a working day passes over weekends, holidays and make-up days",
    arguments: [
      // Monday to Tuesday; Friday to Monday; Saturday to Monday.
      ("2026-03-02", "2026-03-03"), ("2026-03-06", "2026-03-09"), ("2026-03-07", "2026-03-09"),
      // Wednesday, 30 September: the week's holiday, then Thursday the 8th.
      ("2026-09-30", "2026-10-08"),
      // Friday the 9th to Saturday the 10th, which is worked (调休); and on to Monday.
      ("2026-10-09", "2026-10-10"), ("2026-10-10", "2026-10-12"),
    ])
  func workingDays(from: String, due: String) throws {
    let desk = try Desk(
      "- {step: officer, role: officer, within: 1 working days, late: reject}",
      now: "\(from)T01:00:00Z")
    let id = try desk.ask()
    #expect(try desk.request(id).progress[0].due?.description == due)
    // Late from the first moment after that day, in Shanghai.
    desk.company.now = try #require(Timestamp("\(due)T15:59:59Z"))
    #expect(try desk.refusal { try desk.tick() }.code == .nothingChanged)
    desk.company.now = try #require(Timestamp("\(due)T16:00:00Z"))
    try desk.tick()
    #expect(try desk.status(id) == .lapsed)
  }
}
