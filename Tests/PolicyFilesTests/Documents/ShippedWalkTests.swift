import CEL
import Engine
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

/// Projects walked through the shipped workflow and policies, rows P1–P6 of the process.
@Suite struct WalkingTheShippedProcess {
  private typealias Values = [FieldName: String]

  private static let people: [Person] = [
    Person(id: "admin", name: "Admin", roles: [Role.administrator]),
    Person(id: "li", name: "Li Wei", manager: "chen"),
    Person(id: "chen", name: "Chen", manager: "wu"),
    Person(id: "zhao", name: "Zhao", rank: 3, manager: "sun"),
    Person(id: "lin", name: "Lin", rank: 1, manager: "sun"),
    Person(id: "qian", name: "Qian", rank: 3, manager: "sun", roles: ["sales_director"]),
    Person(id: "wu", name: "Wu", rank: 4, manager: "sun", roles: ["general_manager"]),
    Person(id: "sun", name: "Sun", rank: 5, roles: ["executive"]),
  ]

  private static let facts: Values = [
    "customer": "Acme", "need": "a portal", "decision_maker": "their CIO",
    "expected_margin": "3000000", "market_importance": "key", "win_chance": "60%",
  ]

  private static let plan: Values = [
    "customer_relations": "good", "technology": "good", "partner_support": "none",
    "goal": "sign in autumn", "risk_of_delay": "holidays", "risk_of_loss": "price",
    "work": #"[{"item":"demo","owner":"li","purpose":"the CIO sees it"}]"#,
    "exit_criteria": #"[{"criterion":"no budget by June"}]"#,
  ]

  private static let scorecard: Values = [
    "decision_maker": "4", "relationship": "4", "competition": "3", "own_view": "3",
  ]

  private static let responsibilities = #"[{"who":"chen","duty":"solution and offer"}]"#

  private static let points = "need_confirmed:2026-04-01:30000,solution_accepted:2026-06-01:70000"

  private let file = Attachment(name: "note.pdf", size: 3, digest: sha256([1, 2, 3]))

  /// A workspace with a shipped policy and everybody in it.
  private func company(_ policy: PolicyName) throws -> Company<MemoryStore> {
    let company = try Company(MemoryStore(sha256: sha256))
    try company.found(Self.people, administrator: "admin")
    let path = projectFolder.appending(path: "Policies/\(policy).yaml").path()
    try company.publish(try RulebookFinder().find(policy: path).sources, as: "admin")
    return company
  }

  /// A project that has been initiated by everybody whose signature that needs.
  private func planned(_ company: Company<MemoryStore>, _ policy: PolicyName) throws -> ProjectID {
    let id = try company.open(
      "Portal", policy: policy, by: "li",
      forms: ["project_information": Self.facts, "qualification": Self.scorecard])
    let request = try #require(
      try company.submit(
        "initiate", on: id, by: "li",
        [
          "sponsor": "zhao", "project_manager": "chen", "milestones": Self.points,
          "responsibilities": Self.responsibilities,
        ]))
    try company.approve(request, by: "zhao")
    try company.approve(request, by: "qian")
    #expect(try company.project(id).stage == "planning")
    return id
  }

  /// A project whose task book of 100,000 is signed.
  private func executing(_ company: Company<MemoryStore>, _ policy: PolicyName) throws -> ProjectID
  {
    let id = try planned(company, policy)
    let plan = try #require(try company.submit("plan", on: id, by: "chen", Self.plan))
    try company.approve(plan, by: "zhao")
    let book = try #require(
      try company.submit(
        "adopt_task_book", on: id, by: "chen",
        ["budget": "100000", "finish": "2026-06-30", "milestones": Self.points]))
    try company.approve(book, by: "zhao")
    try company.approve(book, by: "wu")
    #expect(try company.project(id).stage == "execution")
    return id
  }

  private func refusal(_ body: () throws -> Void) throws -> Refusal {
    try #require(throws: Refusal.self) { try body() }
  }

  private func signers(_ company: Company<MemoryStore>, _ request: RequestID?) throws -> [StepName]
  {
    try company.request(try #require(request)).request.route.steps.map(\.name)
  }

  @Test(arguments: ["presales-standard", "presales-startup"] as [PolicyName], ["won", "lost"])
  func aProjectIsWalkedFromIntakeToItsEnd(policy: PolicyName, result: String) throws {
    let company = try company(policy)
    let id = try executing(company, policy)
    // P5c, P5a, P5d.
    try company.submit(
      "report_progress", on: id, by: "chen",
      [
        "month_end": "2026-03-31", "progress": "demo held", "situation": "good",
        "countermeasures": "none",
      ])
    try company.submit(
      "war_room", on: id, by: "zhao",
      ["held_on": "2026-03-20", "minutes": "we go on", "decision": "continue"])
    try company.submit("record_spend", on: id, by: "li", ["amount": "40000", "purpose": "demo"])
    try company.submit(
      "review_cost", on: id, by: "zhao",
      ["reviewed_on": "2026-03-21", "finding": "as planned", "in_order": "true"])
    #expect(try company.project(id).spent == Decimal("40000"))
    // Q2: not by its date, but by its criterion, with evidence, confirmed by the sponsor.
    let early = try refusal {
      try company.submit(
        "reach_milestone", on: id, by: "chen", ["milestone": "need_confirmed"],
        attachments: ["need_record": file])
    }
    #expect(early.code == .gateClosed)
    try company.order(
      "li", .fill(form: "project", values: ["need_confirmed": "true", "customer_score": "5"]),
      on: .project(id))
    for (point, evidence) in [
      ("need_confirmed", "need_record"), ("solution_accepted", "acceptance_note"),
    ] {
      let reached = try #require(
        try company.submit(
          "reach_milestone", on: id, by: "chen", ["milestone": point],
          attachments: [FieldName(evidence): file]))
      try company.approve(reached, by: "zhao")
    }
    #expect(try company.project(id).milestones.allSatisfy { $0.reached != nil })
    // P6.
    try company.submit("finish", on: id, by: "li", ["result": result, "decided_on": "2026-03-25"])
    #expect(try company.project(id).stage == "closing")
    let report: Values = [
      "attendees": #"[{"who":"zhao"},{"who":"chen"}]"#, "meeting_on": "2026-03-26",
      "course": "as planned", "lessons": "ask for the budget first",
    ]
    let wrong: ActionName = result == "won" ? "close_lost" : "close_won"
    #expect(
      try refusal { try company.submit(wrong, on: id, by: "chen", report) }.code == .gateClosed)
    let closing = try #require(
      try company.submit(ActionName("close_\(result)"), on: id, by: "chen", report))
    try company.approve(closing, by: "zhao")
    try company.approve(closing, by: "qian")
    #expect(try company.project(id).stage == StageName(result))
    #expect(
      try refusal { try company.submit("adjust", on: id, by: "li", ["reason": "x"]) }.code
        == .wrongStage)
  }

  @Test func noInitiationWhileARequiredFieldIsEmpty() throws {
    let company = try company("presales-standard")
    let id = try company.open(
      "Portal", policy: "presales-standard", by: "li",
      forms: ["project_information": ["customer": "Acme"]])
    let refused = try refusal {
      try company.submit(
        "initiate", on: id, by: "li",
        [
          "sponsor": "zhao", "project_manager": "chen", "milestones": Self.points,
          "responsibilities": Self.responsibilities,
        ])
    }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.contains { $0.zh.contains("项目信息表尚未填写完整") })
  }

  /// The computed level decides how senior the sponsor must be: 3,000,000 in a key market is B, which asks for rank 2.
  @Test func theLevelDecidesHowSeniorTheSponsorMustBe() throws {
    let company = try company("presales-standard")
    let id = try company.open(
      "Portal", policy: "presales-standard", by: "li",
      forms: ["project_information": Self.facts, "qualification": Self.scorecard])
    var values: Values = [
      "sponsor": "lin", "project_manager": "chen", "milestones": Self.points,
      "responsibilities": Self.responsibilities,
    ]
    let refused = try refusal { try company.submit("initiate", on: id, by: "li", values) }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.contains { $0.en.contains("a B project") })
    values["sponsor"] = "zhao"
    #expect(try company.submit("initiate", on: id, by: "li", values) != nil)
  }

  @Test func theTaskBookNeedsAPlanAnAllowanceAndASplit() throws {
    let company = try company("presales-standard")
    let id = try planned(company, "presales-standard")
    var book: Values = [
      "budget": "300001", "finish": "2026-05-31",
      "milestones": "need_confirmed:2026-04-01,solution_accepted:2026-06-01:70000",
    ]
    let refused = try refusal { try company.submit("adopt_task_book", on: id, by: "chen", book) }
    #expect(refused.code == .gateClosed)
    // No plan, no split, a point after the finish, above 10 % of 3,000,000.
    #expect(refused.details.count == 4)
    let plan = try #require(try company.submit("plan", on: id, by: "chen", Self.plan))
    try company.approve(plan, by: "zhao")
    book = [
      "budget": "300000", "finish": "2026-06-01",
      "milestones": "need_confirmed:2026-04-01:100000,solution_accepted:2026-06-01:200000",
    ]
    #expect(try company.submit("adopt_task_book", on: id, by: "chen", book) != nil)
  }

  /// +26 % climbs to the executive under the standard policy, and not under the start-up policy.
  @Test func theSameAdjustmentTakesAnotherRouteUnderTheStartupPolicy() throws {
    let request: Values = ["budget": "126000", "reason": "a second demo"]
    let standard = try company("presales-standard")
    let one = try standard.submit(
      "adjust", on: try executing(standard, "presales-standard"), by: "li", request)
    #expect(try signers(standard, one) == ["manager", "sponsor", "director", "executive"])
    let startup = try company("presales-startup")
    let id = try executing(startup, "presales-startup")
    let two = try startup.submit("adjust", on: id, by: "li", request)
    #expect(try signers(startup, two) == ["manager", "sponsor", "director"])
    try startup.order(
      "li", .answer(try #require(two), .withdraw(comment: "less will do")), on: .project(id))
    let small = try startup.submit(
      "adjust", on: id, by: "li", ["budget": "109000", "reason": "a second demo"])
    #expect(try signers(startup, small) == ["manager", "sponsor"])
  }

  /// Exactly at a limit is within it; one cent beyond is not. Limits are cumulative against the first baseline.
  @Test(arguments: [
    ("120000", "2026-07-30", false), ("120000.01", "2026-06-30", true),
    ("100000", "2026-07-31", true), ("100000", "2026-07-30", false),
  ]) func anExecutiveSignsBeyondTheLimitsOnly(
    budget: String, finish: String, executive: Bool
  ) throws {
    let company = try company("presales-standard")
    let id = try executing(company, "presales-standard")
    let request = try company.submit(
      "adjust", on: id, by: "li", ["budget": budget, "finish": finish, "reason": "more"])
    #expect(try signers(company, request).contains("executive") == executive)
  }

  @Test func spendBeyondTheToleranceIsHeldUntilAnAdjustmentCoversIt() throws {
    let company = try company("presales-standard")
    let id = try executing(company, "presales-standard")
    try company.submit("record_spend", on: id, by: "li", ["amount": "105000", "purpose": "travel"])
    // Exactly 5 % over is within the tolerance.
    try company.submit("record_spend", on: id, by: "li", ["amount": "0.01", "purpose": "coin"])
    let held = try refusal {
      try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "more"])
    }
    #expect(held.code == .held)
    for budget in ["100000", "104000", "105000"] {
      let short = try refusal {
        try company.submit("adjust", on: id, by: "li", ["budget": budget, "reason": "too little"])
      }
      #expect(short.code == .gateClosed, "\(budget) does not cover 105000.01")
    }
    let request = try #require(
      try company.submit("adjust", on: id, by: "li", ["budget": "106000", "reason": "travel"]))
    for person in ["chen", "zhao", "qian"] as [PersonID] {
      try company.approve(request, by: person)
    }
    try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "more"])
    let project = try company.project(id)
    #expect(project.baseline["budget"] == .decimal(try #require(Decimal("106000"))))
    #expect(project.original["budget"] == .decimal(try #require(Decimal("100000"))))
  }

  @Test func aMissedControlPointIsHeldUntilItIsPlannedAnew() throws {
    let company = try company("presales-standard")
    let id = try executing(company, "presales-standard")
    try company.wait(days: 31)
    let held = try refusal {
      try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "demo"])
    }
    #expect(held.code == .held)
    let points = "need_confirmed:2026-05-01:30000,solution_accepted:2026-06-01:70000"
    let request = try #require(
      try company.submit("adjust", on: id, by: "li", ["milestones": points, "reason": "late"]))
    for person in ["chen", "zhao", "qian"] as [PersonID] {
      try company.approve(request, by: person)
    }
    try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "demo"])
  }

  @Test func aProjectIsTerminatedByLeadershipOnly() throws {
    let company = try company("presales-standard")
    let id = try executing(company, "presales-standard")
    let request = try #require(
      try company.submit(
        "terminate", on: id, by: "chen",
        ["exit_criterion": "no budget by June", "reason": "the customer withdrew"]))
    try company.approve(request, by: "zhao")
    #expect(
      try refusal { try company.approve(request, by: "sun") }.code == .commentRequired)
    try company.approve(request, by: "sun", comment: "agreed")
    #expect(try company.project(id).stage == "terminated")
  }

  @Test func anOpportunityCanBeDeclinedBeforeItCostsAnything() throws {
    let company = try company("presales-standard")
    let id = try company.open("Portal", policy: "presales-standard", by: "li")
    try company.submit("decline", on: id, by: "li", ["reason": "no decision maker"])
    #expect(try company.project(id).stage == "terminated")
  }

  @Test func aSponsorWhoLeavesHoldsTheProjectUntilASuccessorAccepts() throws {
    let company = try company("presales-standard")
    let id = try executing(company, "presales-standard")
    try company.order("admin", .leave("zhao"), on: .workspace)
    let held = try refusal {
      try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "demo"])
    }
    #expect(held.code == .vacantRole)
    let request = try #require(
      try company.submit(
        "replace_sponsor", on: id, by: "li", ["sponsor": "qian", "reason": "zhao has left"]))
    try company.approve(request, by: "qian")
    try company.approve(request, by: "wu")
    try company.submit("record_spend", on: id, by: "li", ["amount": "1", "purpose": "demo"])
    #expect(try company.project(id).people["sponsor"] == ["qian"])
  }

  /// The start-up's own gate: it invests from a chance of 30 % on.
  @Test func theStartupDoesNotInvestInASmallChance() throws {
    let company = try company("presales-startup")
    let id = try planned(company, "presales-startup")
    let plan = try #require(try company.submit("plan", on: id, by: "chen", Self.plan))
    try company.approve(plan, by: "zhao")
    try company.order(
      "li", .fill(form: "project_information", values: ["win_chance": "29%"]), on: .project(id))
    let refused = try refusal {
      try company.submit(
        "adopt_task_book", on: id, by: "chen",
        ["budget": "100000", "finish": "2026-06-30", "milestones": Self.points])
    }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.contains { $0.zh.contains("30%") })
  }
}

extension Person {
  fileprivate init(
    id: PersonID, name: String, rank: Int = 0, manager: PersonID? = nil, roles: [RoleName] = []
  ) {
    self.init(
      id: id, name: .init(name, zh: name), rank: rank, manager: manager,
      accounts: ["test-\(id)"], holdings: roles.map { Holding(role: $0) })
  }
}
