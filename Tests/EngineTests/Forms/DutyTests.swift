import CEL
import Engine
import TestKit
import Testing

/// What projects owe: in each period, or after an action; what stops meanwhile, and what fulfils it.
@Suite struct Duties {
  let company: Company<MemoryStore>
  let project: ProjectID

  /// The project is opened on Monday, 2 March 2026.
  init() throws {
    (company, project) = try OfferDesk.company(MemoryStore(sha256: sha256))
  }

  private func at(_ time: String) throws { company.now = try #require(Timestamp(time)) }

  private func owed(_ name: DutyName) throws -> [String] {
    let sources = OfferDesk.sources
    let rulebook = try company.service.rulebook(sources.digest(sha256))
    let workspace = try #require(company.service.store.workspace())
    let project = try company.project(project)
    let envelope = Envelope(
      command: "look", actor: Actor(person: "li", authentication: .account("")), at: company.now)
    let facts = try company.service.facts(
      for: Command(envelope: envelope, order: .fill(form: "report", values: [:])), workspace,
      project)
    let outlook = Outlook(project, rulebook, facts, at: envelope)
    return try #require(outlook.duties.first { $0.duty.name == name }).owed.map {
      "\($0.sentence.en)\($0.isOverdue ? " !" : "")\($0.isFiled ? " filed" : "")"
    }
  }

  private func refused(_ action: ActionName, _ values: [FieldName: String] = [:]) throws
    -> Refusal?
  {
    do {
      try company.submit(action, on: project, by: "li", values)
      return nil
    } catch let refusal as Refusal {
      return refusal
    }
  }

  private let lines: [FieldName: String] = [
    "lines": OfferDesk.rows([["item": "x", "owner": "li", "amount": "1"]])
  ]

  private func report() throws {
    try company.submit("report", on: project, by: "li", ["text": "r"])
  }

  private func tick() throws -> [Event] {
    let envelope = Envelope(
      command: CommandID("tick-\(company.now)-\(company.service.store.log.count)"),
      actor: .timer(account: "timer"), at: company.now)
    do {
      return try company.service.execute(
        Command(envelope: envelope, order: .tick), on: .project(project)
      ).events
    } catch let refusal as Refusal where refusal.code == .nothingChanged {
      return []
    }
  }

  @Test func aReportIsDueAfterEachMonthAndItsLastDayIsStillInTime() throws {
    #expect(try owed("monthly") == ["for the period through 2026-03-31: due 2026-04-07"])
    // Five working days after Tuesday, 31 March: Tuesday, 7 April; until midnight in Shanghai.
    try at("2026-04-07T15:59:59Z")
    #expect(try refused("offer", lines) == nil)
    try company.answer("R-1", .withdraw(comment: ""), by: "li")
    try at("2026-04-07T16:00:00Z")
    #expect(
      try owed("monthly") == [
        "for the period through 2026-03-31: due 2026-04-07 !",
        "for the period through 2026-04-30: due 2026-05-07",
      ])
    let refusal = try #require(try refused("offer", lines))
    #expect(refusal.code == .dutyOverdue)
    #expect(refusal.reason.zh.contains("月度报告逾期未交（1）"))
    #expect(refusal.help?.en.contains("tollgate submit P-1 report") == true)
    #expect(refusal.whoCould == ["li"])
  }

  @Test func aFilingFulfilsTheOldestOpenPeriodAndNoneInAdvance() throws {
    try at("2026-05-20T01:00:00Z")
    #expect(try owed("monthly").map { $0.hasSuffix("!") } == [true, true, false])
    try report()
    #expect(
      try owed("monthly") == [
        "for the period through 2026-04-30: due 2026-05-07 !",
        "for the period through 2026-05-31: due 2026-06-05",
      ])
    #expect(try refused("offer", lines)?.code == .dutyOverdue)
    try report()
    #expect(try refused("offer", lines) == nil)
    // The month that runs may be reported early; the next has not begun.
    try report()
    try report()
    #expect(try owed("monthly") == [])
    try at("2026-06-01T01:00:00Z")
    #expect(try owed("monthly") == ["for the period through 2026-06-30: due 2026-07-07"])
  }

  @Test func aSummaryIsOwedWithinADayOfEachVisitToTheSecond() throws {
    try company.submit("visit", on: project, by: "li")
    try at("2026-03-03T01:00:00Z")
    #expect(try refused("visit") == nil)
    #expect(
      try owed("summary") == [
        "since 2026-03-02T01:00:00Z: due 2026-03-03T01:00:00Z",
        "since 2026-03-03T01:00:00Z: due 2026-03-04T01:00:00Z",
      ])
    try at("2026-03-03T01:00:00.000000001Z")
    #expect(try refused("visit")?.code == .dutyOverdue)
    // What is filed is not behind, though nobody has signed it yet; a rejection opens it again.
    let request = try #require(try company.submit("summarise", on: project, by: "li"))
    #expect(try owed("summary").first?.hasSuffix("filed") == true)
    try company.reject(request, by: "wu")
    #expect(try refused("visit")?.code == .dutyOverdue)
    let again = try #require(try company.submit("summarise", on: project, by: "li"))
    try company.approve(again, by: "wu")
    #expect(
      try owed("summary") == ["since 2026-03-03T01:00:00Z: due 2026-03-04T01:00:00Z"])
    #expect(try refused("visit") == nil)
  }

  @Test func expressionsCountWhatIsOverdue() throws {
    try company.submit("visit", on: project, by: "li")
    try company.submit("visit", on: project, by: "li")
    #expect(try refused("close") == nil)
    let (company, other) = (company, try company.open("y", policy: "desk-policy", by: "li"))
    try company.submit("visit", on: other, by: "li")
    try company.submit("visit", on: other, by: "li")
    try company.wait(days: 2)
    let refusal = try #require(throws: Refusal.self) {
      try company.submit("close", on: other, by: "li")
    }
    #expect(refusal.code == .gateClosed)
    #expect(refusal.details.first?.en.contains("duties.summary.overdue < 2") == true)
  }

  @Test func theClockTellsTheOwnerOnceForEachPeriod() throws {
    try at("2026-04-07T02:00:00Z")
    #expect(try tick() == [])
    try at("2026-04-08T02:00:00Z")
    let day = try #require(CivilDate("2026-04-07"))
    let end = try #require(CivilDate("2026-03-31"))
    #expect(
      try tick() == [.project(.dutyOverdue("monthly", .period(through: end), due: day))])
    let told = company.service.store.outbox(.pending, limit: 100).map(\.notification)
      .filter { $0.kind == .overdue }
    #expect(told.map(\.to) == ["li"])
    #expect(told.first?.due == day)
    #expect(told.first?.why.en.contains("tollgate submit P-1 report") == true)
    #expect(try tick() == [])
    try at("2026-04-20T02:00:00Z")
    #expect(try tick() == [])
    try at("2026-05-08T02:00:00Z")
    #expect(try tick().count == 1)
  }

  @Test func theStoreFindsTheDayOnWhichADutyFallsDue() throws {
    func alarms(_ day: String) throws -> [Alarm] {
      try company.service.store.alarms(through: #require(CivilDate(day)), limit: 10)
    }
    #expect(try alarms("2026-04-07").isEmpty)
    #expect(try alarms("2026-04-08").map(\.stream) == [.project(project)])
    try report()
    #expect(try alarms("2026-05-07").isEmpty)
    #expect(try alarms("2026-05-08").count == 1)
    try company.submit("visit", on: project, by: "li")
    #expect(try alarms("2026-03-03").count == 1)
    try company.submit("close", on: project, by: "li")
    #expect(try alarms("2030-01-01").isEmpty)
  }

  @Test func nothingIsOwedForTheTimeBeforeThePolicyAskedIt() throws {
    let plain = OfferDesk.sources(workflow: [("every: month", "every: quarter")])
    let later = OfferDesk.sources(workflow: [("  monthly:\n", "  reporting:\n")])
    let company = try Company(MemoryStore(sha256: sha256))
    try company.found(OfferDesk.people, administrator: "admin")
    try company.publish(plain, as: "admin")
    let project = try company.open("x", policy: "desk-policy", by: "li")
    company.now = try #require(Timestamp("2026-08-10T01:00:00Z"))
    try company.publish(later, as: "admin")
    company.now = try #require(Timestamp("2026-09-10T01:00:00Z"))
    // Asked since August: the report of August alone is overdue, and publishing again changes nothing of it.
    try company.publish(
      OfferDesk.sources(
        workflow: [("  monthly:\n", "  reporting:\n")], policy: [("total > 1000", "total > 2000")]),
      as: "admin")
    let refusal = try #require(throws: Refusal.self) {
      try company.submit("offer", on: project, by: "li", lines)
    }
    #expect(refusal.code == .dutyOverdue)
    #expect(refusal.details.map(\.en) == ["for the period through 2026-08-31: due 2026-09-07"])
  }

  @Test(arguments: [
    (Duty.Period.week, "2026-03-02", "2026-03-08"), (.week, "2026-03-08", "2026-03-08"),
    (.week, "2026-12-31", "2027-01-03"), (.month, "2024-02-01", "2024-02-29"),
    (.month, "2026-12-31", "2026-12-31"), (.quarter, "2026-01-01", "2026-03-31"),
    (.quarter, "2026-04-01", "2026-06-30"), (.quarter, "2026-12-01", "2026-12-31"),
  ])
  func aPeriodEndsOnItsLastDay(period: Duty.Period, day: String, end: String) throws {
    #expect(period.end(of: try #require(CivilDate(day)))?.description == end)
  }
}
