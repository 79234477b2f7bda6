import CEL
import Diagnostics
import Engine
import Testing

@testable import Reporting

/// Every figure against a world small enough to do the sums by hand.
@Suite struct Figures {
  private let names = Naming(
    language: .english, workspace: "ACME",
    people: Directory(), workflows: [:])
  private let today = CivilDate("2026-11-22")!

  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  private func project(
    _ id: ProjectID, stage: StageName = "execution", over: Bool = false, levels: [String] = [],
    owner: PersonID = "li", _ plan: (original: String, now: String)? = nil, spent: String = "0",
    finish: (original: String, now: String)? = nil
  ) throws -> ProjectSummary {
    ProjectSummary(
      id: id, title: "T\(id)", workflow: "presales", policy: "standard", stage: stage,
      since: try time("2026-10-01T00:00:00Z"), isOver: over, levels: levels, owner: owner,
      opened: try time("2026-09-01T00:00:00Z"),
      originalBudget: plan.flatMap { Decimal($0.original) },
      budget: plan.flatMap { Decimal($0.now) }, spent: try #require(Decimal(spent)),
      originalFinish: finish.flatMap { CivilDate($0.original) },
      finish: finish.flatMap { CivilDate($0.now) })
  }

  private func filing(
    _ number: Int, _ action: ActionName, _ status: Request.Status, from: String, to: String?
  ) throws -> FiledRequest {
    FiledRequest(
      request: RequestID("R-\(number)"), project: "P-1", workflow: "presales",
      matter: .action(action), submitter: "li", submitted: try time(from), ended: try to.map(time),
      status: status)
  }

  @Test func daysLateAreCountedFromTheDayAfterTheLastDayInTime() throws {
    let lines = try [("2026-11-21", "a"), ("2026-10-23", "b")].map { day, name in
      DueLine(
        due: Due(
          project: "P-1", request: nil, kind: .controlPoint, name: name,
          day: try #require(CivilDate(day)), asked: [.person("li")]),
        project: try project("P-1"), filing: nil)
    }
    let sheet = OverdueReport(lines, count: 7, today: today).sheet(names)
    // 21 November is one day before; October has 31 days, so 8 + 22 from its 23rd.
    #expect(sheet.rows.map { $0[1] } == [.count(1), .count(30)])
    #expect(sheet.more == 5)
    #expect(sheet.charts[0].bars.map(\.length) == [1, 0, 1, 0])
  }

  @Test func driftIsAgainstTheFirstPlanAndTheFurthestComesFirst() throws {
    let report = DriftReport(
      try [
        project("P-1", ("100000", "90000"), spent: "45000"),
        project(
          "P-2", ("100000.00", "126000"), spent: "126000.01",
          finish: ("2026-12-31", "2027-01-10")),
        project("P-3"),
        project("P-10", ("30000", "40000")),
        project("P-9", ("3", "4")),
      ], today: today)
    // Without a plan there is no drift; a third is a third whatever the sums, and P-9 comes before P-10.
    #expect(report.lines.map(\.project.id) == ["P-9", "P-10", "P-2", "P-1"])
    #expect(
      report.lines.map { $0.drift?.description } == ["0.3333", "0.3333", "0.2600", "-0.1000"])
    #expect(report.lines.map { $0.used?.description } == ["0.0000", "0.0000", "1.0000", "0.5000"])
    #expect(report.lines.map(\.delay) == [nil, nil, 10, nil])
    let sheet = report.sheet(names, limit: 3)
    #expect(sheet.rows.count == 3)
    #expect(sheet.more == 1)
    // 100,000 + 100,000 + 30,000 + 3, then 90,000 + 126,000 + 40,000 + 4.
    #expect(sheet.totals[1].cell == .amount(try #require(Decimal("230003"))))
    #expect(sheet.totals[2].cell == .amount(try #require(Decimal("256004"))))
    // 26,001 of 230,003 is 11.3046… %.
    #expect(sheet.totals[4].cell == .share(try #require(Decimal("0.113"))))
    #expect(sheet.charts[0].bars.map(\.length) == [3333, 3333, 2600])
  }

  @Test func workloadCountsEveryoneWhoMaySign() throws {
    let report = WorkloadReport(
      [
        .init(people: ["wang", "li", "wang"], since: CivilDate("2026-11-20"), due: nil),
        .init(
          people: ["li"], since: CivilDate("2026-11-12"), due: CivilDate("2026-11-21")),
        .init(people: ["li"], since: nil, due: CivilDate("2026-11-22")),
        .init(people: [], since: CivilDate("2026-01-01"), due: CivilDate("2026-01-02")),
      ],
      projects: try [project("P-1", owner: "zhao"), project("P-2", owner: "wang")], today: today)
    #expect(
      report.lines == [
        .init(person: "li", waiting: 3, overdue: 1, oldest: 10, projects: 0),
        .init(person: "wang", waiting: 1, overdue: 0, oldest: 2, projects: 1),
        .init(person: "zhao", waiting: 0, overdue: 0, oldest: nil, projects: 1),
      ])
    #expect(report.requests == 3)
  }

  @Test func cycleTimeIsFromSubmissionToDecision() throws {
    var filings = try (1...10).map { day in
      // 1, 2, … 10 days.
      try filing(
        day, "adjust", day == 3 ? .rejected : .approved, from: "2026-10-01T00:00:00Z",
        to: "2026-10-\(day < 9 ? "0" : "")\(day + 1)T00:00:00Z")
    }
    filings.append(
      try filing(
        11, "adjust", .withdrawn, from: "2025-01-01T00:00:00Z", to: "2026-10-01T00:00:00Z"))
    // 36 hours are a day and a half.
    filings.append(
      try filing(
        12, "plan", .overridden, from: "2026-10-01T00:00:00Z", to: "2026-10-02T12:00:00Z"))
    filings.append(
      try filing(
        13, "close", .lapsed, from: "2026-10-01T00:00:00Z", to: "2026-10-02T12:00:00Z"))
    let report = CycleTimeReport(
      filings.reversed(), since: try #require(CivilDate("2026-01-01")), today: today)
    #expect(report.lines.map(\.matter) == [.action("adjust"), .action("plan"), .action("close")])
    let adjust = report.lines[0]
    #expect((adjust.approved, adjust.rejected, adjust.undecided) == (9, 1, 1))
    // The middle of 1…10 is between 5 and 6; nine of ten are within 9 days.
    #expect(adjust.median?.description == "5.5")
    #expect(adjust.ninetieth?.description == "9.0")
    #expect(adjust.longest?.description == "10.0")
    #expect(report.lines[1].median?.description == "1.5")
    #expect(report.lines[1].ninetieth?.description == "1.5")
    #expect(report.lines[2].median == nil)
    #expect(report.sheet(names).totals[0].cell == .count(11))
  }

  @Test(arguments: [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (20, 18), (21, 19)])
  func nineOfTenAreWithinTheNearestRank(_ count: Int, _ rank: Int) throws {
    let start = try time("2026-01-01T00:00:00Z")
    let filings = (1...count).map { days in
      FiledRequest(
        request: RequestID("R-\(days)"), project: "P-1", workflow: "presales",
        matter: .action("a"), submitter: "li", submitted: start,
        ended: Timestamp(seconds: start.seconds + Int64(days) * 86_400),
        status: .approved)
    }
    let line = try #require(
      CycleTimeReport(filings, since: today, today: today).lines.first)
    #expect(line.ninetieth?.description == "\(rank).0")
  }

  @Test func pipelineAddsUpByStageAndTellsLevels() throws {
    let report = PipelineReport(
      underWay: try [
        project("P-1", levels: ["A"], ("10", "20"), spent: "5"),
        project("P-2", levels: ["B"], ("10", "30.50"), spent: "0.25"),
        project("P-3", stage: "closing", levels: ["A"]), project("P-4", levels: ["A"]),
      ],
      ended: try [project("P-5", stage: "won", over: true)], since: today, today: today, names)
    #expect(report.lines.map(\.stage) == ["closing", "execution", "won"])
    #expect(report.lines.map(\.projects.count) == [1, 3, 1])
    #expect(report.lines[1].budget == Decimal("50.5"))
    #expect(report.lines[1].spent == Decimal("5.25"))
    #expect(report.sheet(names).rows[1].last == .text("A 2, B 1"))
    #expect(report.sheet(names).totals[0].cell == .count(4))
  }
}
