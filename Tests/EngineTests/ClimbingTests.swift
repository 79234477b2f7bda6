import CEL
import Engine
import TestKit
import Testing

/// The main job: an adjustment climbs the chain that its policy demands.
@Suite struct Climbing {
  let company: Company<MemoryStore>
  let project: ProjectID

  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    project = try SmallCompany.runningProject(in: company)
  }

  @Test func anOverrunOf26PercentNeedsFourSignaturesInOrder() throws {
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "demo"))
    #expect(try steps(id) == ["manager", "sponsor", "director", "executive"])
    for person in ["chen", "zhao", "qian", "sun"] as [PersonID] {
      #expect(try company.request(id).request.status == .pending)
      try company.approve(id, by: person)
    }
    #expect(try company.request(id).request.status == .approved)
    let state = try company.project(project)
    #expect(state.baseline["budget"] == .decimal(Decimal(126_000)))
    #expect(state.original["budget"] == .decimal(Decimal(100_000)))
    #expect(state.baseline["finish"] == .date(CivilDate("2026-06-30")!))
    #expect(state.requests.isEmpty, "what has ended leaves the record")
  }

  /// `>` on both sides of each limit, to the cent; 20 % of 100,000 and 30 days.
  @Test(arguments: [
    ("120000", "2026-06-30", false), ("120000.01", "2026-06-30", true),
    ("100000", "2026-07-30", false), ("100000", "2026-07-31", true), ("90000", "2026-06-01", false),
  ]) func exactlyAtALimitIsWithinIt(budget: String, finish: String, escalates: Bool) throws {
    let id = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": budget, "finish": finish], reason: "r"))
    #expect(try steps(id).contains("executive") == escalates)
  }

  @Test func threeSmallIncreasesDoNotDodgeTheLimit() throws {
    for (budget, escalates) in [("109000", false), ("118000", false), ("127000", true)] {
      let id = try #require(
        try company.submit("change", on: project, by: "li", ["budget": budget], reason: "r"))
      #expect(try steps(id).contains("executive") == escalates, "\(budget)")
      for person in ["chen", "zhao", "qian"] as [PersonID] { try company.approve(id, by: person) }
      if escalates { try company.approve(id, by: "sun") }
    }
    #expect(try company.project(project).original["budget"] == .decimal(Decimal(100_000)))
  }

  @Test func theRouteSaysWhichRuleAndNumberBroughtItThere() throws {
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "r"))
    let considered = try company.request(id).request.route.considered
    let executive = try #require(considered.first { $0.step == "executive" })
    #expect(executive.holds)
    #expect(executive.values["overrun"] == "0.26")
    #expect(executive.values["limits.escalation"] == "0.2")
    #expect(executive.values["added"] == "26000")
    #expect(executive.place.file == "small-policy.yaml")
    let line = SmallCompany.policy.text.split(separator: "\n", omittingEmptySubsequences: false)[
      executive.place.line - 1]
    #expect(line.contains("when: increase > 0"))
  }

  private func steps(_ id: RequestID) throws -> [StepName] {
    try company.request(id).request.route.steps.map(\.name)
  }
}
