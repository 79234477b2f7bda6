import CEL
import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// What the rules say about a request, what would change it, and that the log alone suffices to say so.
@Suite struct Explanations {
  let company: Company<MemoryStore>
  let project: ProjectID
  let rulebook: Rulebook

  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    project = try SmallCompany.runningProject(in: company)
    rulebook = try loadRulebook(
      sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
  }

  /// A filed request, explained from the log.
  private func explain(_ id: RequestID) throws -> RequestExplanation {
    let past = try #require(try Past(of: id, in: company.service.store))
    return try #require(
      RequestExplanation(past, rulebook, timeZones: systemTimeZones, sha256: sha256))
  }

  private func explainChange(_ values: [FieldName: String]) throws -> RequestExplanation {
    try explain(
      #require(try company.submit("change", on: project, by: "li", values, reason: "r")))
  }

  private func changes(_ alternatives: [Alternative]) -> [[String: String]] {
    alternatives.map { alternative in
      Dictionary(
        uniqueKeysWithValues: alternative.changes.map { ($0.key.text, $0.value.text) })
    }
  }

  @Test func theNearestFlipIsTheLimitItself() throws {
    let explanation = try explainChange(["budget": "126000"])
    #expect(changes(explanation.flips) == [["budget": "120000"]])
    #expect(explanation.flips.first?.removed == ["executive"])
    #expect(explanation.pathToYes?.route == ["manager", "sponsor", "director"])
    #expect(explanation.text(.english).contains("  budget = 120000: without executive\n"))
    #expect(explanation.text(.chinese).contains("budget = 120000：不再需要 executive"))
  }

  @Test func belowTheLimitTheFlipsSayWhatWouldAskMore() throws {
    let explanation = try explainChange(["budget": "120000"])
    #expect(
      changes(explanation.flips) == [["budget": "120000.01"], ["finish": "2026-07-31"]])
    #expect(explanation.flips.allSatisfy { $0.added == ["executive"] })
    #expect(explanation.pathToYes == nil, "the other steps have no condition")
  }

  @Test func twoReasonsNeedTwoChanges() throws {
    let explanation = try explainChange(["budget": "126000", "finish": "2026-08-30"])
    #expect(explanation.flips.isEmpty, "no single field changes the route")
    #expect(
      explanation.pathToYes.map { changes([$0]) } == [
        ["budget": "120000", "finish": "2026-07-30"]
      ])
  }

  @Test func thePathToYesRespectsWhatHasAddedUp() throws {
    for budget in ["110000", "118000"] {
      let id = try #require(
        try company.submit("change", on: project, by: "li", ["budget": budget], reason: "r"))
      for person in ["chen", "zhao", "qian"] as [PersonID] { try company.approve(id, by: person) }
    }
    let explanation = try explainChange(["budget": "125000"])
    #expect(explanation.pathToYes.map { changes([$0]) } == [["budget": "120000"]])
  }

  @Test func aConditionThatTurnsTwiceFlipsAtTheNearerTurn() throws {
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "130000"], reason: "r"))
    for person in ["chen", "zhao", "qian", "sun"] as [PersonID] {
      try company.approve(id, by: person)
    }
    // `increase > 0` is false at the present plan, long before the overrun is back within its limit.
    let explanation = try explainChange(["budget": "131000"])
    #expect(explanation.pathToYes.map { changes([$0]) } == [["budget": "130000"]])
  }

  @Test(arguments: 0..<8) func noValueNearerThanTheFlipChangesTheRoute(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let cents = Int64(generator.next() % 5_000_000) + 8_000_000
    let budget = Decimal(coefficient: Int128(cents), scale: 2)?.normalized.description ?? ""
    let explanation = try explainChange(["budget": budget])
    #expect(explanation.flipsAreComplete)
    // The independent rule, in cents: an executive above 120,000.00, for a project planned at 100,000.
    let escalates = cents > 12_000_000
    let nearest = escalates ? "120000" : "120000.01"
    #expect(
      explanation.flips.compactMap { $0.changes["budget"]?.text } == [nearest],
      "seed \(seed), budget \(budget)")
  }

  @Test func everyPartOfTheConditionIsTold() throws {
    let explanation = try explainChange(["budget": "126000"])
    let executive = try #require(explanation.steps.first { $0.step == "executive" })
    let judgement = try #require(executive.judgement)
    #expect(judgement.holds == true)
    #expect(
      judgement.parts.map(\.text) == [
        "increase > 0 && (overrun > limits.escalation || added > limits.executive_above)",
        "delay > limits.late",
      ])
    #expect(judgement.parts.map(\.holds) == [true, false])
    let overrun = try #require(
      judgement.parts[0].parts.last?.parts.first)
    #expect(overrun.text == "overrun > limits.escalation")
    #expect(overrun.sides.map { [$0.left.words.en, $0.right.words.en] } == ["0.26", "0.2"])
    #expect(
      executive.limits.map(\.name) == ["escalation", "executive_above", "late"])
    #expect(executive.limits.allSatisfy { $0.place.file == "small-policy.yaml" })
  }

  @Test func theEligibleAndTheBarredAreNamedWithReasons() throws {
    let id = try #require(
      try company.submit("change", on: project, by: "chen", ["budget": "101000"], reason: "r"))
    let text = try explain(id).text(.english)
    #expect(text.contains("chen may not sign: submits the request"))
    #expect(text.contains("wu may sign: is the superior of `chen`, who may not"))
    #expect(text.contains("qian may sign: holds `sales_director`"))
  }

  @Test func yearsLaterTheLogStillExplains() throws {
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "r"))
    let before = try explain(id).json
    for person in ["chen", "zhao", "qian", "sun"] as [PersonID] {
      try company.approve(id, by: person)
    }
    try company.wait(days: 400)
    try company.order("admin", .leave("qian"), on: .workspace)
    #expect(try explain(id).json == before)
    let considered = try company.request(id).request.route.considered
    #expect(
      try explain(id).steps.map(\.isInRoute) == considered.map(\.holds),
      "what is explained is what was recorded")
  }

  @Test func whatIsRefusedIsToldItsCheapestWayThrough() throws {
    for _ in 0..<11 { try company.submit("spend", on: project, by: "li", ["amount": "10000"]) }
    let state = try company.project(project)
    let envelope = Envelope(
      command: "x", actor: Actor(person: "li", authentication: .account("test-li")),
      at: company.now)
    let command = Command(
      envelope: envelope,
      order: .submit(action: "change", values: [:], attachments: [:], reason: ""))
    let facts = try company.service.facts(
      for: command, company.service.store.workspace(), state)
    let inquiry = Inquiry(state, rulebook, facts, at: envelope)
    let action = try #require(rulebook.workflow[action: "change"])
    let content = try inquiry.content(of: action, typed: ["budget": "101000"], reason: "r")
    let explanation = RequestExplanation(
      inquiry, action, content, submitter: "li", request: nil, population: inquiry.population)
    #expect(explanation.refusal?.code == .notCovered)
    // 110,000 spent is within 5 % of a plan of 104,761.90476….
    #expect(explanation.pathToYes?.changes["budget"]?.text == "104761.91")
  }
}

/// A generator that a seed determines.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
