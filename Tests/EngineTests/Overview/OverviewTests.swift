import CEL
import TestKit
import Testing

@testable import Engine

/// The lines that reports read, as decisions write them.
@Suite struct Overviews {
  let company: Company<MemoryStore>
  let project: ProjectID

  init() throws {
    // Monday morning in Shanghai.
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    project = try SmallCompany.runningProject(in: company)
  }

  private var store: MemoryStore { company.service.store }

  private func dues() throws -> [Due] {
    store.dues(before: try #require(CivilDate("9999-01-01")), limit: 100).map(\.due)
  }

  @Test func aProjectInOneLine() throws {
    let line = try #require(store.summary(project))
    #expect((line.title, line.stage, line.isOver) == ("Bridge", "running", false))
    #expect((line.levels, line.owner) == (["B"], "li"))
    #expect((line.originalBudget, line.budget) == (Decimal(100_000), Decimal(100_000)))
    #expect(line.finish == CivilDate("2026-06-30"))
    try company.wait(days: 1)
    let change = try #require(
      try company.submit(
        "change", on: project, by: "li",
        ["budget": "104000", "finish": "2026-07-10", "reason": "r"]))
    // Until it is approved the plan is as it was.
    #expect(store.summary(project) == line)
    for person: PersonID in ["chen", "zhao", "qian"] { try company.approve(change, by: person) }
    let changed = try #require(store.summary(project))
    #expect((changed.originalBudget, changed.budget) == (Decimal(100_000), Decimal(104_000)))
    #expect(changed.originalFinish == CivilDate("2026-06-30"))
    #expect(changed.finish == CivilDate("2026-07-10"))
    #expect(changed.since == line.since, "it has not left its stage")
    try company.submit("spend", on: project, by: "li", ["amount": "12.50"])
    #expect(store.summary(project)?.spent == Decimal("12.5"))
  }

  @Test func whatFallsDueAndWhoHasToSeeToIt() throws {
    let points = try dues()
    #expect(points.map(\.name) == ["accepted", "signed"])
    #expect(points.map(\.day.description) == ["2026-04-01", "2026-06-01"])
    #expect(points.map(\.asked) == [[.person("li")], [.person("li")]])
    let change = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": "104000", "reason": "r"]))
    // The manager has no deadline.
    #expect(try dues() == points)
    try company.approve(change, by: "chen")
    let step = try #require(try dues().first)
    // Two working days after Monday.
    #expect((step.kind, step.name, step.day.description) == (.signature, "sponsor", "2026-03-04"))
    #expect((step.request, step.asked) == (change, [.person("zhao")]))
    try company.answer(change, .ask("why?"), by: "zhao")
    #expect(try dues() == points, "a clock that stands still makes nobody late")
    try company.answer(change, .reply("because"), by: "li")
    #expect(try dues().count == 3)
    try company.answer(change, .withdraw(comment: ""), by: "li")
    #expect(try dues() == points)
  }

  @Test func aRequestFromItsSubmissionToItsEnd() throws {
    let change = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": "104000", "reason": "r"]))
    let open = store.openFilings(after: nil, limit: 9)
    #expect(open.map(\.request) == [change])
    #expect(open.first?.matter == .action("change"))
    #expect(open.first?.submitted == company.now)
    try company.wait(hours: 30)
    try company.reject(change, by: "chen")
    #expect(store.openFilings(after: nil, limit: 9).isEmpty)
    let ended = store.filings(endedSince: company.now, after: nil, limit: 9)
    #expect(ended.map(\.request) == [change])
    #expect(ended.first?.status == .rejected)
    #expect(ended.first?.ended == company.now)
  }

  @Test func whatIsWrittenDownIsFoundAsLongAsItStands() throws {
    func found(_ text: String, _ filters: [LessonQuery.Filter] = []) -> [ProjectID] {
      store.lessons(LessonQuery(text, filters), limit: 9).map(\.project.id)
    }
    #expect(found("投标").isEmpty)
    try company.order(
      "li", .fill(form: "facts", values: ["remark": "客户在投标前改变需求"]), on: .project(project))
    #expect(found("投标") == [project])
    #expect(found("投标", [.level("B"), .stage("running"), .workflow("small")]) == [project])
    #expect(found("投标", [.level("A")]).isEmpty)
    #expect(found("投标", [.result("running")]).isEmpty, "it has no result yet")
    // Other fields are not searchable.
    #expect(found("ACME").isEmpty)
    try company.order(
      "li", .fill(form: "facts", values: ["remark": ""]), on: .project(project))
    #expect(found("投标").isEmpty)
    #expect(found("").isEmpty)
  }

  /// Whatever happens, the lines are what they would be if they were made anew.
  @Test(arguments: [1, 2, 3]) func linesNeverDriftFromTheRecords(seed: UInt64) throws {
    let store = MemoryStore(sha256: sha256)
    var work = try RandomWork(store, seed: seed)
    try work.work(commands: 150)
    let service = work.company.service
    let workspace = try #require(store.workspace())
    var expected: Set<Due> = []
    let lines = store.projects(after: nil, limit: 1_000)
    #expect(!lines.isEmpty)
    for line in lines {
      let project = try #require(store.project(line.id))
      let digest = try #require(workspace.policies[project.policy]?.rulebook)
      let anew = Overview(
        nil, project, touched: Array(project.requests.values),
        try service.rulebook(digest).workflow, at: work.company.now)
      #expect(store.summary(project.id) == anew.summary)
      expected.formUnion(anew.newlyDue)
      let open = store.openFilings(after: nil, limit: 1_000).filter { $0.project == project.id }
      #expect(Set(open.map(\.request)) == Set(project.requests.keys))
    }
    expected.formUnion(
      Overview(nil, workspace, touched: [], at: work.company.now).newlyDue)
    let day = try #require(CivilDate("9999-01-01"))
    #expect(Set(store.dues(before: day, limit: 10_000).map(\.due)) == expected)
    #expect(store.countDues(before: day) == expected.count)
  }
}
