import CEL
import Engine
import TestKit
import Testing

/// Cases 24, 27, 28 and 31: rules that change, rules that are set aside, and who may do either.
@Suite struct ChangeCases {
  private static let two = "- {step: officer, role: officer}\n- {step: director, role: director}"
  private static let three = two + "\n- {step: general, role: general}"

  // MARK: 24

  @Test("24 what is in flight keeps its rules when others are published")
  func kept() throws {
    let desk = try Desk(Self.two)
    let id = try desk.ask()
    let (route, pinned) = (try desk.request(id).route, try desk.request(id).rulebook)
    try desk.publish(Self.three)
    try desk.approve(id, by: "zhao", "chen")
    #expect(try desk.status(id) == .approved)
    #expect(try desk.request(id).route == route)
    #expect(try desk.request(id).rulebook == pinned)
    #expect(try desk.request(try desk.ask()).route.steps.count == 3)
  }

  @Test("24 adopting keeps the yeses to steps that are the same, and asks for what is new")
  func adopted() throws {
    let desk = try Desk(Self.two)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    let seen = try desk.request(id).binding
    try desk.publish("- {step: executive, role: executive}\n" + Self.two)
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    #expect(try desk.asked(id) == ["executive"])
    #expect(
      try desk.refusal { try desk.answer(id, .approve(seen, comment: ""), by: "sun") }.code
        == .staleView, "the rules are not those that were shown")
    try desk.approve(id, by: "sun")
    #expect(try desk.asked(id) == ["director"])
    #expect(
      try desk.refusal { try desk.order("admin", .migrate(id, onlyIfStricter: false)) }.code
        == .nothingChanged)
  }

  @Test("24 a yes does not survive into a step of the same name that asks somebody else")
  func otherAuthority() throws {
    let desk = try Desk(Self.two)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    try desk.publish("- {step: officer, role: executive}\n- {step: director, role: director}")
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    #expect(try desk.asked(id) == ["officer"])
    #expect(try desk.signers(id) == ["sun"])
  }

  @Test("24 adopt if stricter leaves alone what would get easier, or stay as it is")
  func ifStricter() throws {
    let desk = try Desk(Self.two)
    let id = try desk.ask()
    for (chain, isStricter) in [
      (Self.two + "\n", false), ("- {step: officer, role: officer}", false), (Self.three, true),
    ] {
      try desk.publish(chain, also: "limits: {edition: \(chain.count)}")
      if isStricter {
        try desk.order("admin", .migrate(id, onlyIfStricter: true))
        #expect(try desk.request(id).route.steps.count == 3)
      } else {
        #expect(
          try desk.refusal { try desk.order("admin", .migrate(id, onlyIfStricter: true)) }.code
            == .nothingChanged)
      }
    }
  }

  @Test("24 only an administrator migrates, and none who has a part in the request")
  func whoMigrates() throws {
    let desk = try Desk(Self.two)
    try desk.order("admin", .appointToProject(person: "admin", role: "asker"))
    let own = try desk.ask(by: "admin")
    let other = try desk.ask()
    try desk.publish(Self.three)
    #expect(
      try desk.refusal { try desk.order("chen", .migrate(other, onlyIfStricter: false)) }.code
        == .notAdministrator)
    #expect(
      try desk.refusal { try desk.order("admin", .migrate(own, onlyIfStricter: false)) }.code
        == .selfApproval)
    try desk.administer(.appoint("zhao", .init(role: Role.administrator)))
    try desk.approve(own, by: "zhao")
    #expect(
      try desk.refusal { try desk.order("zhao", .migrate(own, onlyIfStricter: false)) }.code
        == .selfApproval)
  }

  // MARK: 27

  private static let override = "override: {by: [executive, general], review: 5 working days}"

  @Test("27 an override takes two people, takes effect, and never looks satisfied")
  func overridden() throws {
    let desk = try Desk(Self.three, also: Self.override)
    try desk.administer(.appoint("qian", .init(role: "executive")))
    let id = try desk.ask("77")
    try desk.approve(id, by: "zhao")
    let binding = try desk.request(id).binding
    func override(_ person: PersonID, _ reason: String = "flood") throws {
      try desk.answer(id, .override(binding, reason: reason), by: person)
    }
    #expect(try desk.refusal { try override("chen") }.code == .notAllowed)
    #expect(try desk.refusal { try override("li") }.code == .selfApproval)
    #expect(try desk.refusal { try override("sun", " ") }.code == .commentRequired)
    try override("sun")
    #expect(try desk.status(id) == .pending)
    #expect(try desk.refusal { try override("sun") }.code == .alreadySigned)
    try override("wu")
    let request = try desk.request(id)
    #expect(request.status == .overridden)
    #expect(request.progress.map(\.outcomes)[1...] == [[nil], [nil]])
    #expect(try desk.signed(id) == ["zhao"])
    let events = desk.company.service.store.log.map(\.event)
    #expect(!events.contains { if case .request(.approved) = $0 { true } else { false } })
    let project = try desk.company.project(desk.project)
    #expect(project.baseline["amount"] == .decimal(Decimal(77)), "the effects follow")
    #expect(project.reviews[id]?.on.description == "2026-03-09")
    // Looked at again by somebody who did not let it pass.
    for person in ["sun", "wu"] as [PersonID] {
      #expect(
        try desk.refusal { try desk.order(person, .review(id, comment: "fine")) }.code
          == .selfApproval)
    }
    try desk.order("qian", .review(id, comment: "fine"))
    #expect(try desk.company.project(desk.project).reviews.isEmpty)
  }

  @Test("27 an override that was asked for is over when the request is returned or resubmitted")
  func overrideOfAnotherContent() throws {
    let desk = try Desk(Self.three, also: Self.override)
    let id = try desk.ask()
    try desk.answer(id, .override(try desk.request(id).binding, reason: "flood"), by: "sun")
    try desk.company.returnBack(id, by: "zhao")
    try desk.resubmit(id, ["amount": "1000000"])
    try desk.answer(id, .override(try desk.request(id).binding, reason: "flood"), by: "wu")
    #expect(try desk.status(id) == .pending, "wu is the first again")
  }

  @Test("27 whoever asked for an override and has left, or is no longer allowed to, counts no more")
  func overrideOfALeaver() throws {
    for change in [.leave("sun"), .relieve("sun", "executive")] as [Order] {
      let desk = try Desk(Self.three, also: Self.override)
      let id = try desk.ask()
      try desk.answer(id, .override(try desk.request(id).binding, reason: "flood"), by: "sun")
      try desk.administer(change)
      try desk.answer(id, .override(try desk.request(id).binding, reason: "flood"), by: "wu")
      #expect(try desk.status(id) == .pending, "after \(change)")
    }
  }

  @Test("27 without a rule nobody overrides")
  func noOverride() throws {
    let desk = try Desk(Self.two)
    let id = try desk.ask()
    #expect(
      try desk.refusal {
        try desk.answer(id, .override(try desk.request(id).binding, reason: "flood"), by: "sun")
      }.code == .notAllowed)
  }

  // MARK: 28

  @Test("28 four eyes at every entry, administrators included")
  func fourEyes() throws {
    let desk = try Desk(
      Self.two,
      also: "override: {by: [administrator], review: 5 days}".replacing(
        "administrator", with: "executive"))
    try desk.administer(.appoint("admin", .init(role: "officer")))
    try desk.administer(.appoint("admin", .init(role: "executive")))
    try desk.administer(.importPeople([Desk.person("admin2", alias: "admin", roles: ["officer"])]))
    try desk.administer(.appoint("sun", .init(role: Role.administrator)))
    try desk.order("sun", .appointToProject(person: "admin", role: "asker"))
    let id = try desk.ask(by: "admin")
    let binding = try desk.request(id).binding
    for (person, answer, code) in [
      ("admin", .approve(binding, comment: ""), .selfApproval),
      ("admin2", .approve(binding, comment: ""), .selfApproval),
      ("admin", .reject(binding, comment: "x"), .selfApproval),
      ("admin", .returnBack(binding, to: nil, comment: "x"), .selfApproval),
      ("admin", .override(binding, reason: "x"), .selfApproval),
      ("admin2", .override(binding, reason: "x"), .selfApproval),
      ("admin", .addSigner("sun", .with, comment: ""), .selfApproval),
      ("admin", .transfer(to: "sun", comment: ""), .selfApproval),
      ("admin", .claim, .selfApproval),
      ("zhao", .transfer(to: "admin2", comment: ""), .selfApproval),
      ("zhao", .addSigner("admin", .after, comment: ""), .selfApproval),
      ("zhao", .consult("admin2", "well?"), .notAllowed),
    ] as [(PersonID, Answer, Refusal.Code)] {
      #expect(
        try desk.refusal { try desk.answer(id, answer, by: person) }.code == code,
        "\(person): \(answer)")
    }
    // Nor through the directory.
    let day = try #require(CivilDate("2026-04-01"))
    for order in [
      .appoint("admin", .init(role: "director")), .appoint("admin2", .init(role: "director")),
      .importPeople([Desk.person("admin", roles: ["director", Role.administrator])]),
      .handOver("zhao", to: "admin", withRoles: true),
      .handOver("zhao", to: "admin2", withRoles: false),
      .delegate(Delegation(principal: "zhao", deputy: "admin", until: day, reason: "x")),
    ] as [Order] {
      #expect(
        try desk.refusal { try desk.administer(order) }.code == .notAllowed, "\(order)")
    }
    // Nor through the policy: a second administrator has to agree.
    try desk.publish("- {step: nobody, role: officer}")
    let review = try #require(
      desk.company.service.store.workspace()?.requests.values.first { $0.status == .pending })
    for person in ["admin", "admin2"] as [PersonID] {
      #expect(
        try desk.refusal { try desk.approve(review.id, by: person) }.code == .selfApproval)
    }
    try desk.approve(review.id, by: "sun")
    #expect(try desk.request(review.id).status == .approved)
  }

  // MARK: 31

  @Test(
    "31 what is unknown keeps a gate closed, also one that is negated",
    arguments: [
      "facts.score >= 1", "!(facts.score >= 1)", "facts.score != 1",
    ])
  func unknown(condition: String) throws {
    let desk = try Desk(
      Self.two,
      also: "gates:\n  ask:\n    - that: \"\(condition)\"\n      else: too low")
    let empty = try desk.company.open("Empty", policy: "desk-rules", by: "li")
    #expect(
      try desk.refusal {
        try desk.company.submit("ask", on: empty, by: "li", ["amount": "1"])
      }.code == .gateClosed)
  }

  @Test("31 evidence that was taken away before the last signature keeps the gate closed")
  func takenAway() throws {
    let desk = try Desk(
      "- {step: officer, role: officer}",
      also: "gates:\n  ask:\n    - that: project.spent < 100\n      else: spent")
    let id = try desk.ask("1")
    try desk.company.submit("spend", on: desk.project, by: "li", ["amount": "100"])
    #expect(try desk.refusal { try desk.approve(id, by: "zhao") }.code == .gateClosed)
  }
}
