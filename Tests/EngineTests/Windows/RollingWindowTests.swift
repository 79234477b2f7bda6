import CEL
import Engine
import TestKit
import Testing

/// A limit held against what requests add up to: splitting one into several does not get around it.
@Suite struct RollingWindows {
  private static let chain = """
    - {step: director, role: director, rejection: returns}
    - {step: executive, role: executive, when: windows.asked > 100000}
    """

  private static func window(
    _ sum: String = "request.amount", by bearer: String = "submitter", days: Int = 90
  ) -> String { "windows: {asked: {sum: \(sum), of: [ask], by: \(bearer), within: \(days) days}}" }

  private static func desk(_ window: String = window()) throws -> Desk {
    try Desk(chain, also: window)
  }

  private func isLarge(_ id: RequestID, _ desk: Desk) throws -> Bool {
    try desk.request(id).route.steps.map(\.name).contains("executive")
  }

  private func sum(_ id: RequestID, _ desk: Desk) throws -> WindowSum {
    try #require(try desk.request(id).route.windows.first)
  }

  @Test func threeRequestsOfNinetyThousandAreNotThreeSmallOnes() throws {
    let desk = try Self.desk()
    let first = try desk.ask("90000")
    try desk.approve(first, by: "chen")
    #expect(try desk.status(first) == .approved)
    // One is in effect, one is open: either counts.
    let second = try desk.ask("90000")
    let third = try desk.ask("90000")
    #expect(try [first, second, third].map { try isLarge($0, desk) } == [false, true, true])
    #expect(
      try [first, second, third].map { try sum($0, desk).total }
        == [90_000, 180_000, 270_000].map { Decimal($0) })
    let others = try sum(third, desk).others
    #expect(others.count == 2)
    #expect(others.latest.map(\.request) == [second, first])
    #expect(others.latest.map(\.tookEffect) == [nil, desk.company.now])
  }

  @Test func exactlyAtTheLimitIsWithinIt() throws {
    let desk = try Self.desk()
    _ = try desk.ask("60000")
    #expect(try isLarge(desk.ask("40000"), desk) == false)
    #expect(try isLarge(desk.ask("0.01"), desk))
  }

  @Test func aSecondProjectAndASecondEntryOfOneHumanDoNotHelp() throws {
    let desk = try Self.desk()
    _ = try desk.ask("60000")
    let other = try desk.company.open("Other", policy: "desk-rules", by: "li2")
    let second = try #require(
      try desk.company.submit("ask", on: other, by: "li2", ["amount": "60000"]))
    #expect(try isLarge(second, desk))
    // Somebody else's are their own.
    let third = try desk.company.open("Third", policy: "desk-rules", by: "qian")
    let own = try #require(
      try desk.company.submit("ask", on: third, by: "qian", ["amount": "60000"]))
    #expect(try isLarge(own, desk) == false)
  }

  @Test func aProjectAddsUpWhoeverAsks() throws {
    let desk = try Self.desk(Self.window(by: "project"))
    try desk.company.order(
      "admin", .appointToProject(person: "qian", role: "asker"), on: .project(desk.project))
    _ = try desk.ask("60000")
    let second = try desk.ask("60000", by: "qian")
    #expect(try isLarge(second, desk))
    let other = try desk.company.open("Other", policy: "desk-rules", by: "li")
    let elsewhere = try #require(
      try desk.company.submit("ask", on: other, by: "li", ["amount": "60000"]))
    #expect(try isLarge(elsewhere, desk) == false)
  }

  @Test func aFieldOfAFormSaysWhoseRequestsAddUpAndMustBeThere() throws {
    let desk = try Self.desk(Self.window(by: "facts.remark"))
    let refusal = try desk.refusal { _ = try desk.ask("60000") }
    #expect(refusal.code == .ruleError)
    #expect(
      refusal.reason.en == "window `asked` adds up by `facts.remark`, which is empty")
    try desk.order("li", .fill(form: "facts", values: ["remark": "Metro"]))
    _ = try desk.ask("60000")
    let other = try desk.company.open(
      "Other", policy: "desk-rules", by: "qian", forms: ["facts": ["remark": "Metro"]])
    let second = try #require(
      try desk.company.submit("ask", on: other, by: "qian", ["amount": "60000"]))
    #expect(try isLarge(second, desk))
  }

  @Test func whatWasRefusedOrWithdrawnMakesRoomAndWhatIsOpenDoesNot() throws {
    let desk = try Desk(
      Self.chain.replacing(", rejection: returns", with: ""), also: Self.window())
    let (first, second) = (try desk.ask("50000"), try desk.ask("50000"))
    try desk.company.reject(first, by: "chen")
    try desk.answer(second, .withdraw(comment: ""), by: "li")
    let third = try desk.ask("90000")
    #expect(try sum(third, desk).others.sum == Decimal(0))
    // Half a year later it is still open, and counts.
    try desk.company.wait(days: 180)
    #expect(try isLarge(desk.ask("20000"), desk))
  }

  @Test func takingSomethingAwayMakesNoRoom() throws {
    let desk = try Self.desk(Self.window("request.amount - 70000"))
    #expect(try sum(desk.ask("10000"), desk).weight == Decimal(0))
    let second = try desk.ask("171000")
    #expect(try sum(second, desk).total == Decimal(101_000))
    #expect(try isLarge(second, desk))
  }

  @Test func theEdgeOfTheWindowIsMidnightInTheZoneOfThePolicy() throws {
    let desk = try Self.desk()
    // 23:59 of 2 March in Shanghai, when UTC has 15:59.
    desk.company.now = try #require(Timestamp("2026-03-02T15:59:00Z"))
    let first = try desk.ask("90000")
    try desk.approve(first, by: "chen")
    // The 90 days that end on 30 May begin on 2 March.
    desk.company.now = try #require(Timestamp("2026-05-30T15:59:59Z"))
    let inside = try desk.ask("20000")
    #expect(try sum(inside, desk).others.since == CivilDate("2026-03-02"))
    #expect(try isLarge(inside, desk))
    try desk.answer(inside, .withdraw(comment: ""), by: "li")
    desk.company.now = try #require(Timestamp("2026-05-30T16:00:00Z"))
    let outside = try desk.ask("20000")
    #expect(try sum(outside, desk).others.since == CivilDate("2026-03-03"))
    #expect(try sum(outside, desk).others.count == 0)
    #expect(try isLarge(outside, desk) == false)
  }

  @Test func aClockThatWasSetBackHidesNothing() throws {
    let desk = try Self.desk()
    desk.company.now = try #require(Timestamp("2027-03-02T01:00:00Z"))
    try desk.approve(desk.ask("90000"), by: "chen")
    desk.company.now = try #require(Timestamp("2026-03-02T01:00:00Z"))
    #expect(try isLarge(desk.ask("20000"), desk))
  }

  @Test func aReturnedAndResubmittedRequestCountsOnceAsItStands() throws {
    let desk = try Self.desk()
    let first = try desk.ask("60000")
    try desk.company.returnBack(first, by: "chen")
    // Back with its submitter it is not over.
    #expect(try sum(desk.ask("10000"), desk).others.sum == Decimal(60_000))
    try desk.resubmit(first, ["amount": "30000"])
    #expect(try sum(first, desk).others.sum == Decimal(10_000))
    #expect(try sum(first, desk).weight == Decimal(30_000))
    #expect(try sum(desk.ask("1"), desk).others.sum == Decimal(40_000))
  }

  @Test func theSumIsFixedWhenARequestIsRoutedSoLaterOnesDoNotStopIt() throws {
    let desk = try Self.desk()
    let first = try desk.ask("60000")
    let second = try desk.ask("60000")
    try desk.approve(first, by: "chen")
    #expect(try desk.status(first) == .approved)
    try desk.approve(second, by: "chen")
    #expect(try desk.status(second) == .pending)
    try desk.approve(second, by: "sun")
    #expect(try desk.status(second) == .approved)
  }

  @Test func aMigrationBringsARequestIntoTheWindow() throws {
    let desk = try Desk(Self.chain.replacing("windows.asked", with: "request.amount"))
    let first = try desk.ask("60000")
    try desk.publish(Self.chain, also: Self.window())
    // What was filed under rules without the window weighs nothing in it …
    let second = try desk.ask("60000")
    #expect(try sum(second, desk).others.count == 0)
    // … until it goes over to those that have it.
    try desk.order("admin", .migrate(first, onlyIfStricter: true))
    #expect(try isLarge(first, desk))
    #expect(try sum(first, desk).others.latest.map(\.request) == [second])
    #expect(try sum(desk.ask("1"), desk).others.sum == Decimal(120_000))
    // And out again.
    try desk.publish(Self.chain.replacing("windows.asked", with: "request.amount"))
    try desk.order("admin", .migrate(first, onlyIfStricter: false))
    try desk.publish(Self.chain, also: Self.window() + "\nlapses: {requests: 90 days}")
    #expect(try sum(desk.ask("1"), desk).others.sum == Decimal(60_001))
  }

  @Test func aWeightThatCannotBeComputedIsRefusedEvenWhereNoRuleReadsIt() throws {
    let desk = try Desk(
      "- {step: director, role: director}", also: Self.window("request.amount / project.spent * 1"))
    let refusal = try desk.refusal { _ = try desk.ask("5") }
    #expect(refusal.code == .ruleError)
    #expect(refusal.reason.en.hasPrefix("what this adds to window `asked` cannot be computed"))
  }

  @Test func ofManyWhoFileAtOnceEachSeesTheOthers() throws {
    let desk = try Self.desk()
    let company = desk.company
    let projects = try (0..<8).map {
      try company.open("Desk \($0)", policy: "desk-rules", by: "li")
    }
    let (service, now) = (company.service, company.now)
    _ = try projects.indices.inParallel { index in
      let command = Command(
        envelope: Envelope(
          command: CommandID("at-once-\(index)"),
          actor: Actor(person: "li", authentication: .account("test-li")), at: now),
        order: .submit(
          action: "ask", values: ["amount": "10000"], attachments: [:], reason: ""))
      return try service.execute(command, on: .project(projects[index])).touched.first?.id
    }
    let sums = try projects.map { project in
      try #require(try company.project(project).requests.values.first?.route.windows.first?.total)
    }
    #expect(sums.sorted() == (1...8).map { Decimal(Int64($0) * 10_000) })
  }
}
