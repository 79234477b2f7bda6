import CEL
import Engine
import TestKit
import Testing

/// Who acts for whom: dated, scoped, capped, one hop.
@Suite struct StandingIn {
  let scene: PeopleScene

  init() throws { scene = try PeopleScene() }

  private func deputies(
    _ principal: PersonID, _ day: Int, _ action: ActionName? = nil, _ project: ProjectID? = nil
  ) -> [PersonID] {
    scene.directory.standIns(for: principal, on: march(day), action: action, project: project)
      .map(\.deputy)
  }

  @Test func aStandInHoldsFromItsFirstDayToTheDayBeforeItsLast() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", from: 10, until: 20))
    #expect([9, 10, 19, 20].map { deputies("qian", $0) } == [[], ["wu"], ["wu"], []])
    #expect(scene.directory.standIns(by: "wu", on: march(10)).map(\.principal) == ["qian"])
    #expect(scene.directory.standIns(by: "wu", on: march(20)).isEmpty)
  }

  @Test func withoutAFirstDayItBeginsToday_whichIsTheCompanysNotGreenwichs() throws {
    // 15:59 UTC is still 2 March in Shanghai; a minute later it is the 3rd.
    scene.company.now = Timestamp("2026-03-02T15:59:59Z")!
    try scene.order("qian", scene.delegation("qian", to: "wu", until: 20))
    scene.company.now = Timestamp("2026-03-02T16:00:00Z")!
    try scene.order("zhao", scene.delegation("zhao", to: "wu", until: 20))
    #expect(scene.directory.standIns.map(\.from) == [march(2), march(3)])
    #expect(
      try scene.refusal("chen", scene.delegation("chen", to: "wu", from: 2, until: 20)).code
        == .invalidValue)
  }

  @Test func whoActsForADeputyActsForNobodyElse() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", from: 10, until: 20))
    let chain = try scene.refusal("wu", scene.delegation("wu", to: "zhao", from: 19, until: 30))
    #expect(chain.code == .notAllowed)
    #expect(chain.help?.en.contains("--end S-1") == true)
    let other = try scene.refusal("chen", scene.delegation("chen", to: "qian", from: 5, until: 11))
    #expect(other.code == .notAllowed, "qian has handed her own work on from the 10th")
    let circle = try scene.refusal("wu", scene.delegation("wu", to: "qian", from: 19, until: 30))
    #expect(circle.reason.en.contains("circle"))
    // On other days, and in other matters, nothing is handed on.
    try scene.order("wu", scene.delegation("wu", to: "zhao", from: 20, until: 30))
    #expect(deputies("qian", 19) == ["wu"])
  }

  @Test func standInsForDifferentMattersAreNoChain() throws {
    try scene.order(
      "qian",
      scene.delegation("qian", to: "wu", from: 10, until: 20, extent: .init(actions: ["change"])))
    try scene.order(
      "wu",
      scene.delegation("wu", to: "zhao", from: 10, until: 20, extent: .init(actions: ["start"])))
    let refusal = try scene.refusal(
      "wu",
      scene.delegation(
        "wu", to: "zhao", from: 10, until: 20, extent: .init(actions: ["change"], projects: ["P-1"])
      ))
    #expect(refusal.code == .notAllowed)
  }

  @Test func nobodyStandsInForThemselvesUnderAnotherName() throws {
    for (principal, deputy) in [("li", "li"), ("li", "li2"), ("li2", "li")]
      as [(PersonID, PersonID)]
    {
      #expect(
        try scene.refusal("li", scene.delegation(principal, to: deputy, until: 5)).code
          == .notAllowed)
    }
    // Nor through a chain that one human closes under two names.
    try scene.order("chen", scene.delegation("chen", to: "li2", until: 10))
    #expect(
      try scene.refusal("li", scene.delegation("li", to: "chen", until: 10)).code == .notAllowed)
  }

  @Test func daysThatArePastOrNoneAndPeopleWhoHaveLeftAreRefused() throws {
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", from: 10, until: 10)).code
        == .invalidValue)
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", from: 1, until: 5)).code
        == .invalidValue)
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", until: 2)).code == .invalidValue)
    #expect(
      try scene.refusal(
        "qian", scene.delegation("qian", to: "wu", from: 5, until: 9, cap: Decimal(0))
      ).code
        == .invalidValue)
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "nobody", until: 9)).code
        == .unknownPerson)
    try scene.order("admin", .leave("wu", on: march(8)))
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", from: 8, until: 9)).code
        == .inactivePerson)
    try scene.order("qian", scene.delegation("qian", to: "wu", from: 7, until: 9))
    #expect([7, 8].map { deputies("qian", $0) } == [["wu"], []], "gone on the 8th")
  }

  @Test func whatIsRestrictedHoldsInItsMattersAlone() throws {
    try scene.order(
      "qian",
      scene.delegation(
        "qian", to: "wu", until: 9, extent: .init(actions: ["change", "start"], projects: ["P-1"])))
    #expect(deputies("qian", 5, "change", "P-1") == ["wu"])
    #expect(deputies("qian", 5, "start", "P-1") == ["wu"])
    #expect(deputies("qian", 5, "change", "P-2") == [])
    #expect(deputies("qian", 5, "close", "P-1") == [])
    #expect(deputies("qian", 5, nil, "P-1") == [], "a matter of no action")
    #expect(deputies("qian", 5, "change", nil) == [], "a matter of no project")
  }

  @Test func onlyThePersonOrAnAdministratorWithAReasonArrangesIt() throws {
    let stranger = try scene.refusal("zhao", scene.delegation("qian", to: "wu", until: 9))
    #expect(stranger.code == .notAllowed)
    #expect(stranger.whoCould == ["qian", "admin"])
    #expect(
      try scene.refusal("admin", scene.delegation("qian", to: "wu", until: 9)).code
        == .commentRequired)
    try scene.order("admin", scene.delegation("qian", to: "wu", until: 9, reason: "in hospital"))
    #expect(scene.directory.standIns.map(\.arrangedBy) == ["admin"])
    try scene.order("li", scene.delegation("li2", to: "wu", until: 9))
    #expect(scene.directory.standIns.last?.arrangedBy == nil, "the same human's other entry")
  }

  @Test func noAdministratorMakesThemselvesADeputyOnceAnotherCould() throws {
    try scene.secondAdministrator()
    let refusal = try scene.refusal(
      "admin", scene.delegation("qian", to: "admin", until: 9, reason: "in hospital"))
    #expect(refusal.code == .notAllowed)
    #expect(refusal.whoCould == ["wu"])
    try scene.order("wu", scene.delegation("qian", to: "admin", until: 9, reason: "in hospital"))
  }

  @Test func itIsEndedByThePrincipalTheDeputyOrAnAdministrator() throws {
    for (number, person) in (["qian", "wu", "admin"] as [PersonID]).enumerated() {
      try scene.order("qian", scene.delegation("qian", to: "wu", until: 9))
      let id = StandInID("S-\(number + 1)")
      let stranger = try scene.refusal("zhao", .endStandIn(id))
      #expect(stranger.whoCould == ["qian", "wu", "admin"])
      try scene.order(person, .endStandIn(id))
      #expect(deputies("qian", 5) == [])
      #expect(try scene.refusal(person, .endStandIn(id)).code == .nothingChanged)
    }
    let ends = scene.company.service.store.log.compactMap { record in
      if case .workspace(.standInEnded(_, _, let because)) = record.event { because } else { nil }
    }
    #expect(ends == [.revoked, .declined, .revoked])
    #expect(try scene.refusal("qian", .endStandIn("S-4")).code == .unknownStandIn)
    #expect(try scene.refusal("qian", .endStandIn("S-01")).code == .unknownStandIn)
  }

  @Test func whatHasEndedStaysEndedWhateverTheClockSays() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", from: 5, until: 9))
    try scene.order("zhao", scene.delegation("zhao", to: "chen", from: 5, until: 90))
    scene.company.now = Timestamp("2026-03-20T01:00:00Z")!
    // Any change of the directory records what is over.
    try scene.order("admin", .appoint("li", .init(role: "executive")))
    #expect(scene.directory.standIns.map(\.id) == ["S-2"])
    scene.company.now = Timestamp("2026-03-06T01:00:00Z")!
    #expect(deputies("qian", 6) == [], "the clock was set back")
    try scene.order("zhao", .endStandIn("S-2"))
    scene.company.now = Timestamp("2026-03-02T01:00:00Z")!
    #expect(deputies("zhao", 6) == [])
    try scene.order("zhao", scene.delegation("zhao", to: "chen", until: 9))
    #expect(scene.directory.standIns.map(\.id) == ["S-3"], "numbers are not given twice")
  }

  @Test func theClockRecordsWhatIsOver() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", until: 9))
    // 16:00 UTC on the 8th is the 9th in Shanghai.
    for (time, isOver) in [("2026-03-08T15:59:59Z", false), ("2026-03-08T16:00:00Z", true)] {
      let tick = Command(
        envelope: Envelope(
          command: CommandID(time), actor: .timer(account: "cron"), at: Timestamp(time)!),
        order: .tick)
      _ = try? scene.company.service.execute(tick, on: .workspace)
      #expect(scene.directory.standIns.isEmpty == isOver, "\(time)")
    }
    scene.company.now = Timestamp("2026-03-05T01:00:00Z")!
    #expect(deputies("qian", 5) == [], "the clock was set back")
  }

  @Test func whoLeavesTakesTheirStandInsAlongAndDoesNotBringThemBack() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", until: 30))
    try scene.order("wu", scene.delegation("wu", to: "zhao", from: 31, until: 40))
    try scene.order("admin", .leave("wu"))
    #expect(scene.directory.standIns.isEmpty)
    try scene.order(
      "admin", .importPeople([SmallCompany.person("wu", roles: ["general_manager"])]))
    #expect(scene.directory["wu"]?.isActive(on: march(2)) == true)
    #expect(deputies("qian", 5) == [])
  }

  @Test func theSameAgainIsNothingNew() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", until: 9))
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", until: 9)).code
        == .nothingChanged)
    try scene.order("qian", scene.delegation("qian", to: "zhao", until: 9))
    #expect(deputies("qian", 5) == ["wu", "zhao"])
  }

  @Test func nobodyCollectsMoreThanTwentyDeputies() throws {
    for day in 3...22 {
      try scene.order("qian", scene.delegation("qian", to: "wu", from: day, until: day + 1))
    }
    #expect(
      try scene.refusal("qian", scene.delegation("qian", to: "wu", from: 23, until: 24)).code
        == .notAllowed)
  }

  @Test func twoEntriesThatBecomeOneHumanCannotTurnAStandInIntoThemselves() throws {
    try scene.order("qian", scene.delegation("qian", to: "wu", until: 9))
    let refusal = try scene.refusal(
      "admin", .importPeople([SmallCompany.person("wu", alias: "qian")]))
    #expect(refusal.code == .invalidValue)
    #expect(refusal.details.contains { $0.en.contains("S-1") })
    // Should a directory say so all the same, nobody acts for themselves.
    var directory = scene.directory
    directory.put(SmallCompany.person("wu", alias: "qian"))
    #expect(directory.standIns(for: "qian", on: march(5), action: nil, project: nil).isEmpty)
  }

  /// Ceilings of principal and deputy, the cap, and what the deputy may agree to for the principal.
  @Test(
    arguments: [
      (nil, nil, nil, nil),
      (nil, nil, 50, .amount(Decimal(50))),
      (.unlimited, .unlimited, nil, .unlimited),
      (.unlimited, .unlimited, 50, .amount(Decimal(50))),
      (.unlimited, .amount(Decimal(200)), nil, .amount(Decimal(200))),
      (.amount(Decimal(100)), .unlimited, nil, .amount(Decimal(100))),
      (.amount(Decimal(100)), .amount(Decimal(200)), 150, .amount(Decimal(100))),
      (.amount(Decimal(200)), .amount(Decimal(100)), 150, .amount(Decimal(100))),
      (.amount(Decimal(200)), .amount(Decimal(200)), 150, .amount(Decimal(150))),
      // Who has no authority by amount neither lends it nor borrows it.
      (nil, .unlimited, nil, .amount(Decimal(0))),
      (.unlimited, nil, 50, .amount(Decimal(0))),
    ] as [(Ceiling?, Ceiling?, Int?, Ceiling?)])
  func nobodySignsForMoreThanEitherMay(
    _ principal: Ceiling?, _ deputy: Ceiling?, _ cap: Int?, _ expected: Ceiling?
  ) throws {
    var a = SmallCompany.person("a")
    a.ceiling = principal
    var b = SmallCompany.person("b")
    b.ceiling = deputy
    let standIn = StandIn(
      id: "S-1", principal: "a", deputy: "b", from: march(1), until: march(9),
      cap: cap.map { Decimal($0) })
    let directory = Directory(people: [a, b], standIns: [standIn])
    #expect(directory.effectiveCeiling(of: standIn) == expected)
  }

  @Test func aCeilingCoversExactlyItselfAndNothingAbove() throws {
    let ceiling = Ceiling.amount(try #require(Decimal("200000.00")))
    #expect(ceiling.covers(Decimal(200_000)))
    #expect(ceiling.covers(Decimal(-1)))
    #expect(!ceiling.covers(try #require(Decimal("200000.01"))))
    #expect(Ceiling.unlimited.covers(try #require(Decimal("99999999999999"))))
    for ceiling in [ceiling, .unlimited] {
      let json = try JSON(parsing: try JSON(encoding: ceiling).canonical)
      #expect(try json.decode() == ceiling)
    }
  }
}
