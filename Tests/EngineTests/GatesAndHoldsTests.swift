import CEL
import Engine
import TestKit
import Testing

/// Gates, holds, control points and locks.
@Suite struct GatesAndHolds {
  let company: Company<MemoryStore>

  init() throws { company = try SmallCompany.company(MemoryStore(sha256: sha256)) }

  private func refusal(_ body: () throws -> Void) throws -> Refusal {
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) { try body() }
    #expect(company.service.store.log.count == before, "a refusal leaves no trace")
    return refusal
  }

  @Test func noStartWhileARequiredFieldIsEmptyOrNoControlPointIsSet() throws {
    let id = try company.open(
      "x", policy: "small-policy", by: "li", forms: ["facts": ["customer": "A"]])
    // chen has rank 1: the level is unknown, so nothing says that this is enough.
    var values: [FieldName: String] = [
      "sponsor": "chen", "manager": "chen", "points": "signed:2026-06-01",
    ]
    let closed = try refusal { try company.submit("start", on: id, by: "li", values) }
    #expect(closed.code == .gateClosed)
    #expect(closed.details.count == 2)
    #expect(closed.details.first?.en.contains("margin, market") == true)
    #expect(closed.details.last?.en.contains("sponsor of rank 3") == true)
    values["sponsor"] = "zhao"
    try company.order("li", .fill(form: "facts", values: SmallCompany.facts), on: .project(id))
    let none = try refusal {
      try company.submit("start", on: id, by: "li", values.merging(["points": ""]) { $1 })
    }
    #expect(none.code == .incomplete || none.code == .invalidValue)
    try company.submit("start", on: id, by: "li", values)
  }

  @Test func theLevelIsComputedAndDecidesHowSeniorTheSponsorMustBe() throws {
    var facts = SmallCompany.facts
    facts["margin"] = "5000000"
    let id = try company.open("x", policy: "small-policy", by: "li", forms: ["facts": facts])
    var values: [FieldName: String] = [
      "sponsor": "chen", "manager": "chen", "points": "signed:2026-06-01",
    ]
    let refused = try refusal { try company.submit("start", on: id, by: "li", values) }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.map(\.zh).contains { $0.contains("A 级项目的发起人须为三级") })
    values["sponsor"] = "zhao"
    let request = try #require(try company.submit("start", on: id, by: "li", values))
    try company.approve(request, by: "zhao")
    try company.approve(request, by: "wu")
    let project = try company.project(id)
    #expect(project.frozen["importance"] == [.text("A")])
    #expect(project.people["sponsor"] == ["zhao"])
    #expect(project.stage == "running")
  }

  @Test func underApprovalWhatTheRulesReadStandsStillSaveExemptFields() throws {
    let id = try company.open(
      "x", policy: "small-policy", by: "li", forms: ["facts": SmallCompany.facts])
    try company.submit(
      "start", on: id, by: "li",
      ["sponsor": "zhao", "manager": "chen", "points": "signed:2026-06-01"])
    let locked = try refusal {
      try company.order("li", .fill(form: "facts", values: ["margin": "1"]), on: .project(id))
    }
    #expect(locked.code == .locked)
    try company.order("li", .fill(form: "facts", values: ["remark": "fine"]), on: .project(id))
  }

  @Test func spendBeyondToleranceHoldsUntilAnAdjustmentCoversIt() throws {
    let id = try SmallCompany.runningProject(in: company)
    // 5 % of 100,000: exactly 105,000 is within.
    try company.submit("spend", on: id, by: "li", ["amount": "105000"])
    try company.submit("spend", on: id, by: "li", ["amount": "35000"])
    let held = try refusal { try company.submit("spend", on: id, by: "li", ["amount": "1"]) }
    #expect(held.code == .held)
    #expect(held.details.first?.en.contains("project.spent = 140000") == true)
    let little = try refusal {
      try company.submit("change", on: id, by: "li", ["budget": "104000"], reason: "4 %")
    }
    #expect(little.code == .notCovered)
    // 140,000 is within 5 % of 133,333.34, and not of 133,333.33.
    #expect(
      try refusal {
        try company.submit("change", on: id, by: "li", ["budget": "133333.33"], reason: "r")
      }.code == .notCovered)
    let request = try #require(
      try company.submit("change", on: id, by: "li", ["budget": "133333.34"], reason: "r"))
    for person in ["chen", "zhao", "qian", "sun"] as [PersonID] {
      try company.approve(request, by: person)
    }
    try company.submit("spend", on: id, by: "li", ["amount": "0.01"])
    #expect(try company.project(id).spent == Decimal("140000.01"))
  }

  @Test func aControlPointStandsByItsCriterionAndConfirmationNotByItsDate() throws {
    let id = try SmallCompany.runningProject(in: company)
    try company.wait(days: 120)
    let early = try refusal {
      try company.submit(
        "reach", on: id, by: "chen", ["point": "accepted"], attachments: ["note": someFile])
    }
    #expect(early.code == .gateClosed)
    #expect(early.details.first?.en.contains("facts.score >= 4 (facts.score = 3)") == true)
    try company.order("li", .fill(form: "facts", values: ["score": "4"]), on: .project(id))
    let bare = try refusal {
      try company.submit("reach", on: id, by: "chen", ["point": "accepted"])
    }
    #expect(bare.details.first?.en.contains("evidence `note`") == true)
    let request = try #require(
      try company.submit(
        "reach", on: id, by: "chen", ["point": "accepted"], attachments: ["note": someFile]))
    #expect(try company.project(id).milestones.allSatisfy { $0.reached == nil })
    #expect(try refusal { try company.approve(request, by: "chen") }.code == .selfApproval)
    try company.approve(request, by: "zhao")
    #expect(
      try company.project(id).milestones.map { $0.reached != nil } == [true, false])
  }

  @Test func aProjectClosesOnlyWithItsPointReachedAndNothingOpen() throws {
    let id = try SmallCompany.runningProject(in: company)
    let open = try #require(
      try company.submit("change", on: id, by: "li", ["budget": "101000"], reason: "r"))
    let refused = try refusal { try company.submit("close", on: id, by: "chen") }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.count == 2)
    try company.order("li", .answer(open, .withdraw(comment: "")), on: .project(id))
    let reach = try #require(
      try company.submit(
        "reach", on: id, by: "chen", ["point": "signed"], attachments: ["note": someFile]))
    try company.approve(reach, by: "zhao")
    try company.submit("close", on: id, by: "chen")
    #expect(try company.project(id).stage == "over")
    #expect(
      try refusal {
        try company.order("li", .fill(form: "facts", values: ["remark": "x"]), on: .project(id))
      }
      .code == .wrongStage)
  }

  @Test func whatIsStillOpenWhenAProjectEndsLapsesAsTheMachinesConclusion() throws {
    let company = try SmallCompany.company(
      MemoryStore(sha256: sha256),
      RulebookSources(
        workflow: .init(
          file: "small.yaml",
          text: SmallCompany.workflow.text.replacing(
            "nothing_open: any", with: "nothing_open: [plan]"
          )
          .replacing("      - milestone: signed\n", with: "")),
        layers: [SmallCompany.policy]))
    let id = try SmallCompany.runningProject(in: company)
    let open = try #require(
      try company.submit("change", on: id, by: "li", ["budget": "101000"], reason: "r"))
    try company.submit("close", on: id, by: "chen")
    #expect(try company.request(open).request.status == .lapsed)
    #expect(try company.request(open).request.signatures.isEmpty)
    #expect(try refusalIn(company) { try company.approve(open, by: "chen") } == .notPending)
  }

  private func refusalIn(_ company: Company<MemoryStore>, _ body: () throws -> Void) throws
    -> Refusal.Code
  {
    try #require(throws: Refusal.self) { try body() }.code
  }

  @Test func whoLeftBeforeTheEffectIsNotAppointed() throws {
    let id = try company.open(
      "x", policy: "small-policy", by: "li", forms: ["facts": SmallCompany.facts])
    let request = try #require(
      try company.submit(
        "start", on: id, by: "li",
        ["sponsor": "zhao", "manager": "chen", "points": "signed:2026-06-01"]))
    try company.approve(request, by: "zhao")
    try company.order("admin", .leave("chen"), on: .workspace)
    #expect(try refusal { try company.approve(request, by: "qian") }.code == .inactivePerson)
  }

  @Test func aHoldThatCameInBetweenStopsTheEffect() throws {
    let id = try SmallCompany.runningProject(in: company)
    let reach = try #require(
      try company.submit(
        "reach", on: id, by: "chen", ["point": "signed"], attachments: ["note": someFile]))
    try company.submit("spend", on: id, by: "li", ["amount": "105000.01"])
    #expect(try refusal { try company.approve(reach, by: "zhao") }.code == .held)
  }

  @Test func theGateIsAskedAgainWhenTheEffectIsApplied() throws {
    let id = try SmallCompany.runningProject(in: company)
    let request = try #require(
      try company.submit("change", on: id, by: "li", ["budget": "106000"], reason: "r"))
    // 115,000 spent is beyond 5 % over 106,000: the hold that this adjustment would have to lift came in between.
    try company.submit("spend", on: id, by: "li", ["amount": "115000"])
    for person in ["chen", "zhao"] as [PersonID] { try company.approve(request, by: person) }
    let refused = try refusal { try company.approve(request, by: "qian") }
    #expect(refused.code == .notCovered)
    #expect(try company.request(request).request.status == .pending)
    try company.returnBack(request, by: "qian", comment: "cover the spend")
    try company.order(
      "li", .resubmit(request, values: ["budget": "119000"], attachments: [:], reason: ""),
      on: .project(id))
    for person in ["chen", "zhao", "qian"] as [PersonID] {
      try company.approve(request, by: person)
    }
    #expect(try company.project(id).baseline["budget"] == .decimal(Decimal(119_000)))
  }

  @Test func anErrorInARuleClosesTheGate() throws {
    let company = try SmallCompany.company(
      MemoryStore(sha256: sha256),
      SmallCompany.extended(
        """
        gates:
          change:
            - that: facts.score > 2
        """))
    var facts = SmallCompany.facts
    facts["score"] = nil
    let id = try company.open("x", policy: "layer", by: "li", forms: ["facts": facts])
    let request = try #require(
      try company.submit(
        "start", on: id, by: "li",
        ["sponsor": "zhao", "manager": "chen", "points": "signed:2026-06-01"]))
    try company.approve(request, by: "zhao")
    try company.approve(request, by: "qian")
    try company.submit("plan", on: id, by: "chen", ["budget": "1000", "finish": "2026-06-30"])
    let refusal = try #require(throws: Refusal.self) {
      try company.submit("change", on: id, by: "li", ["budget": "1001"], reason: "r")
    }
    #expect(refusal.code == .gateClosed)
    #expect(refusal.details.first?.en.contains("cannot be evaluated") == true)
  }

  @Test func absurdAndNegativeMoneyIsRefusedNamingTheField() throws {
    let id = try SmallCompany.runningProject(in: company)
    for amount in [
      "-1", "0", "1e9", "1,000", "12abc", "99999999999999999999", "0.001", "100 USD", "",
      "NaN", "1000000000000001",
    ] {
      let refusal = try refusal {
        try company.submit("spend", on: id, by: "li", ["amount": amount])
      }
      #expect(refusal.code == .invalidValue, "\(amount)")
      #expect(refusal.details.first?.en.contains("`amount`") == true)
    }
    try company.submit("spend", on: id, by: "li", ["amount": "100 CNY"])
  }
}
