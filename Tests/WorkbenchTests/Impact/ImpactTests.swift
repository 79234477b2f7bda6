import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// What a new version of a policy would have made of the past.
@Suite struct Impacts {
  let company: Company<MemoryStore>
  let project: ProjectID

  /// Three adjustments of 10 %, 18 % and 26 %: the last was signed by an executive after three days. One of 30 % waits.
  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    project = try SmallCompany.runningProject(in: company)
    for (budget, people, days) in [
      ("110000", ["chen", "zhao", "qian"], 1), ("118000", ["chen", "zhao", "wu"], 5),
      ("126000", ["chen", "zhao", "qian", "sun"], 3),
    ] {
      let id = try #require(
        try company.submit("change", on: project, by: "li", ["budget": budget], reason: "r"))
      try company.wait(days: days)
      for person in people { try company.approve(id, by: PersonID(person)) }
    }
    try company.submit("change", on: project, by: "li", ["budget": "130000"], reason: "r")
  }

  private func impact(_ old: String, _ new: String) throws -> Impact {
    let text = SmallCompany.policy.text.replacing(old, with: new)
    #expect(text != SmallCompany.policy.text || old == new)
    let rulebook = try loadRulebook(
      sources: RulebookSources(
        workflow: SmallCompany.workflow, layers: [.init(file: "new.yaml", text: text)]),
      timeZones: systemTimeZones, sha256: sha256)
    return try Impact(
      of: rulebook, on: company.service.store, timeZones: systemTimeZones, sha256: sha256)
  }

  @Test func theSameRulesChangeNothing() throws {
    let impact = try impact("escalation: 20%", "escalation: 20%")
    // The initiation and four adjustments.
    #expect(impact.examined == 5)
    #expect(impact.changes.isEmpty)
  }

  @Test func aStricterLimitAddsSignatures() throws {
    let impact = try impact("escalation: 20%", "escalation: 15%")
    #expect(impact.decided.map(\.after).map { (try? $0.get())?.last } == ["executive"])
    #expect(impact.decided.map(\.amount) == [Decimal(118_000)])
    #expect(impact.money == Decimal(118_000))
    #expect(impact.medianDays == 5)
    #expect(impact.signatures.map(\.person) == ["sun"])
    #expect(impact.signatures.map(\.asked) == [1])
    #expect(impact.signatures.map(\.saved) == [0])
    #expect(impact.inFlight.isEmpty, "30 % climbs under both")
  }

  @Test func aWiderLimitSavesThem() throws {
    let impact = try impact("escalation: 20%", "escalation: 50%")
    #expect(impact.decided.map(\.removed) == [["executive"]])
    #expect(impact.signatures.map { [$0.saved, $0.asked] } == [[1, 0]])
    #expect(impact.medianDays == 3)
    #expect(impact.inFlight.map(\.amount) == [Decimal(130_000)])
    let text = impact.text(.english)
    #expect(text.contains("5 requests under small-policy; 1 decided ones would go another way"))
    #expect(text.contains("sun  saved 1, may be asked 0"))
    #expect(text.contains("in flight"))
    #expect(impact.json["median_days"] == 3)
  }

  @Test func aStepForAnyOfTwoMayAskEither() throws {
    let impact = try impact(
      "{step: manager,  role: project_manager}",
      "{step: manager, role: project_manager}\n    - {step: second, any: [sales_director, general_manager], when: overrun > 0.2}"
    )
    #expect(impact.decided.count == 1)
    #expect(impact.signatures.map(\.person) == ["qian", "wu"])
    #expect(impact.signatures.map(\.asked) == [1, 1])
  }

  @Test func whatWouldBeRefusedIsToldSo() throws {
    let impact = try impact(
      "gates:\n",
      "gates:\n  change:\n    - that: request.budget <= 120000\n      else: {en: too much, zh: 太多}\n"
    )
    let refused = impact.changes.compactMap { change -> Refusal.Code? in
      if case .failure(let refusal) = change.after { refusal.code } else { nil }
    }
    #expect(refused == [.gateClosed, .gateClosed])
    #expect(impact.decided.count == 1)
    #expect(impact.inFlight.count == 1)
    #expect(impact.text(.english).contains("refused, the gate of `change` is closed"))
  }
}
