import CEL
import Engine
import TestKit
import Testing

/// Cases 4, 6 to 8, 21 to 23 and 25: which places there are, and when enough of them are filled.
@Suite struct CountingCases {
  // MARK: 4

  @Test(
    "4 exactly at a limit is within it; one fen above is not",
    arguments: [
      ("1000", ["officer"]), ("1000.01", ["officer", "general"]), ("5000", ["officer", "general"]),
      ("5000.01", ["officer", "general", "executive"]),
    ] as [(String, [StepName])])
  func limits(amount: String, steps: [StepName]) throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer}
      - {step: general, role: general, when: request.amount > limits.small}
      - {step: executive, role: executive, when: request.amount > limits.large}
      """, also: "limits: {small: 1000 CNY, large: 5000 CNY}")
    #expect(try desk.request(try desk.ask(amount)).route.steps.map(\.name) == steps)
  }

  @Test("4 exactly at a ceiling of authority is covered, one fen above is not")
  func ceilings() throws {
    let desk = try Desk(
      "- {step: director, role: director, covers: request.amount}\n- {step: line, superior: submitter, covers: request.amount}"
    )
    #expect(try desk.signers(try desk.ask("100000")) == ["chen", "qian"])
    #expect(try desk.signers(try desk.ask("100000.01")) == ["qian"])
    #expect(try desk.signers(try desk.ask("200000")) == ["qian"])
    // Above everybody's authority: up the line of those who have it, to the first who covers it.
    let id = try desk.ask("200000.01")
    #expect(try desk.signers(id) == ["wu"])
    #expect(try desk.refusal { try desk.approve(id, by: "qian") }.code == .notASigner)
    let line = try Desk("- {step: line, superior: submitter, covers: request.amount}")
    for (amount, superior) in [
      ("100000", "chen"), ("100000.01", "wu"), ("1000000", "wu"), ("1000000.01", "sun"),
    ] as [(String, PersonID)] {
      #expect(try line.signers(try line.ask(amount)) == [superior])
    }
  }

  // MARK: 6

  @Test("6 a route without any step is an error, not an approval")
  func allSkipped() throws {
    let desk = try Desk("- {step: general, role: general, when: request.amount > 100}")
    #expect(try desk.refusal { _ = try desk.ask("100") }.code == .emptyRoute)
    _ = try desk.ask("100.01")
  }

  // MARK: 7

  @Test("7 an error in one step's condition refuses the request, whatever the other steps say")
  func errorBesideASibling() throws {
    for order in [[0, 1], [1, 0]] {
      let steps = [
        "- {step: officer, role: officer}",
        "- {step: late, role: general, when: request.finish > today}",
      ]
      let desk = try Desk(order.map { steps[$0] }.joined(separator: "\n"))
      let refusal = try desk.refusal { _ = try desk.ask() }
      #expect(refusal.code == .ruleError)
      #expect(refusal.reason.en.contains("`late`"))
      _ = try desk.ask("1", ["finish": "2027-01-01"])
    }
  }

  @Test("7 an error that appears after a sibling has approved is surfaced at the last signature")
  func errorAfterASibling() throws {
    let desk = try Desk(
      """
      - {step: officer, role: officer}
      - {step: director, role: director}
      - {step: general, role: general, when: "10 / (facts.score - 5) > 100"}
      """)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    // What the rules read stands still while the request is open.
    #expect(
      try desk.refusal { try desk.order("li", .fill(form: "facts", values: ["score": "5"])) }.code
        == .locked)
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
    try desk.order("li", .fill(form: "facts", values: ["score": "5"]))
    #expect(try desk.refusal { _ = try desk.ask() }.code == .ruleError)
  }

  // MARK: 8

  @Test("8 a last step that is skipped completes the request")
  func lastSkipped() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}\n- {step: general, role: general, when: request.amount > 100}"
    )
    let id = try desk.ask("100")
    try desk.approve(id, by: "zhao")
    #expect(try desk.status(id) == .approved)
    let consideration = try #require(try desk.request(id).route.considered.last)
    #expect(consideration.step == "general")
    #expect(!consideration.holds)
    #expect(try desk.company.project(desk.project).baseline["amount"] == .decimal(Decimal(100)))
  }

  // MARK: 21

  private func committee(_ needs: String) throws -> Desk {
    let desk = try Desk(
      "- {step: vote, vote: {officer: 3, director: 2, general: 1}, needs: \(needs)}")
    // zhao 3, chen and qian 2 each, wu 1: eight in all.
    return desk
  }

  @Test("21 a vote is over as soon as it is carried")
  func carriedEarly() throws {
    let desk = try committee("5")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    #expect(try desk.status(id) == .pending)
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
    #expect(try desk.refusal { try desk.approve(id, by: "wu") }.code == .notPending)
  }

  @Test("21 a vote is over as soon as it cannot be carried any more")
  func lostEarly() throws {
    let desk = try committee("half")
    let id = try desk.ask()
    try desk.company.reject(id, by: "zhao")
    #expect(try desk.status(id) == .pending, "5 of 8 are left, and 5 are needed")
    try desk.approve(id, by: "chen", "qian")
    try desk.company.reject(id, by: "wu")
    #expect(try desk.status(id) == .rejected)
    #expect(try desk.signed(id).count == 4)
  }

  @Test(
    "21 weights need not sum to 100, and a share is rounded up",
    arguments: [
      ("1/2", 4), ("2/3", 6), ("half", 5), ("1", 1), ("8", 8),
    ])
  func majorities(needs: String, weight: Int) throws {
    let desk = try committee(needs)
    #expect(try desk.request(try desk.ask()).route.steps[0].majority == weight)
  }

  // MARK: 22

  @Test("22 a signer added after the first yes is waited for", arguments: RoutedStep.Turn.allCases)
  func addedLate(turn: RoutedStep.Turn) throws {
    let desk = try Desk("- {step: both, all: [officer, director]}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    try desk.answer(id, .addSigner("wu", turn, comment: ""), by: "chen")
    #expect(
      try desk.signers(id)
        == (turn == .before ? ["wu"] : turn == .with ? ["chen", "qian", "wu"] : ["chen", "qian"]))
    if turn == .before {
      #expect(try desk.refusal { try desk.approve(id, by: "chen") }.code == .notYourTurn)
      try desk.approve(id, by: "wu", "chen")
    } else {
      try desk.approve(id, by: "chen")
      #expect(try desk.status(id) == .pending)
      try desk.approve(id, by: "wu")
    }
    #expect(try desk.status(id) == .approved)
    #expect(try desk.signed(id).sorted() == ["chen", "wu", "zhao"])
  }

  // MARK: 23

  @Test(
    "23 a signer of the policy is not removed; an added one only by the adder, before they acted")
  func removing() throws {
    let desk = try Desk(
      "- {step: both, all: [officer, director]}\n- {step: named, person: request.person}")
    let id = try desk.ask("1", ["person": "sun"])
    for person in ["zhao", "chen", "qian", "sun"] as [PersonID] {
      #expect(
        try desk.refusal { try desk.answer(id, .removeSigner(person), by: "chen") }.code
          == .notAllowed)
    }
    try desk.answer(id, .addSigner("wu", .with, comment: ""), by: "chen")
    #expect(
      try desk.refusal { try desk.answer(id, .removeSigner("wu"), by: "zhao") }.code == .notAllowed)
    try desk.answer(id, .removeSigner("wu"), by: "chen")
    #expect(try desk.signers(id) == ["chen", "qian", "zhao"])
    try desk.answer(id, .addSigner("wu", .with, comment: ""), by: "chen")
    try desk.approve(id, by: "wu")
    #expect(
      try desk.refusal { try desk.answer(id, .removeSigner("wu"), by: "chen") }.code
        == .alreadySigned)
  }

  @Test("23 whoever was removed is nobody's substitute")
  func removedIsNobodysSubstitute() throws {
    let desk = try Desk("- {step: executive, role: executive}\n- {step: general, role: general}")
    try desk.order("admin", .appointToProject(person: "sun", role: "asker"))
    let id = try desk.ask(by: "sun")
    try desk.answer(id, .addSigner("zhao", .with, comment: ""), by: "wu")
    try desk.answer(id, .removeSigner("zhao"), by: "wu")
    #expect(try desk.signers(id) == ["wu"])
  }

  // MARK: 25

  @Test("25 a chain that is cut after its last approved member is complete")
  func shortened() throws {
    let long = "- {step: officer, role: officer}\n- {step: director, role: director}"
    let desk = try Desk("\(long)\n- {step: general, role: general}")
    let id = try desk.ask()
    try desk.approve(id, by: "zhao", "chen")
    try desk.publish(long)
    #expect(try desk.status(id) == .pending)
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    #expect(try desk.status(id) == .approved)
    #expect(
      try desk.request(id).progress.map(\.outcomes).joined().allSatisfy {
        if case .concluded(.covered)? = $0 { true } else { false }
      })
  }
}
