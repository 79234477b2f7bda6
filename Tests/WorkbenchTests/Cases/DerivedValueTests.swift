import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Cases and proofs of what is derived: computed fields, lists and duties.
@Suite struct DerivedValues {
  private func rulebook(_ sources: RulebookSources = OfferDesk.sources) throws -> Rulebook {
    try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private func run(_ cases: String) throws -> [[CaseReport.Difference]] {
    let head = """
      tests: desk-policy
      today: 2026-05-20
      people:
        li: {}
        wu: {roles: [head]}
        sun: {roles: [executive]}
      cases:

      """
    let rulebook = try rulebook()
    let document = try loadPolicyCases(
      SourceFile(name: "desk.test.yaml", text: head + cases), for: rulebook)
    return CaseRunner(rulebook, timeZones: systemTimeZones, sha256: sha256).run(document).runs
      .map(\.differences)
  }

  @Test func casesGiveRowsAndExpectWhatIsComputed() throws {
    let differences = try run(
      """
        - case: two lines
          with: {roles: {clerk: [li]}}
          by: li
          action: offer
          request:
            lines:
              - {item: demo, owner: li, amount: 1000}
              - {item: visit, owner: wu, amount: 0.10}
          expect:
            route: [head, executive]
            values: {total: 1000.10, request.total: 1000.10, request.discount: 50, rates.share: 5%}
        - case: nobody gives the total
          with: {roles: {clerk: [li]}}
          by: li
          action: offer
          request: {total: 3, lines: [{item: demo, owner: li, amount: 1000}]}
          expect: {refused: invalid-value, because: is computed}
      """)
    #expect(differences == [[], []])
  }

  @Test func casesSupposeWhatWasDoneAboutDuties() throws {
    let differences = try run(
      """
        - case: two months are behind
          with: {since: 2026-03-02}
          expect: {values: {duties.monthly.overdue: 2, duties.summary.overdue: 0}}
        - case: April is behind
          with: {since: 2026-03-02, duties: {monthly: 2026-03-15}}
          expect: {values: {duties.monthly.overdue: 1}}
        - case: what is behind stops
          with: {since: 2026-03-02, roles: {clerk: [li]}}
          by: li
          action: offer
          request: {lines: [{item: demo, owner: li, amount: 1}]}
          expect: {refused: duty-overdue, because: 月度报告}
        - case: a visit a day ago is not behind yet, two days ago it is
          with: {duties: {summary: 2026-05-18}}
          expect: {values: {duties.summary.overdue: 1}}
        - case: nor is one of yesterday
          with: {duties: {summary: 2026-05-19}}
          expect: {values: {duties.summary.overdue: 0}}
      """)
    #expect(differences == [[], [], [], [], []])
  }

  @Test func ofListsAndComputedFieldsNothingIsClaimed() throws {
    let rulebook = try rulebook(
      OfferDesk.sources(policy: [
        (
          "      measures:\n".replacing("      ", with: ""),
          "gates:\n  offer:\n    - that: request.total <= 99999\nmeasures:\n"
        )
      ]))
    let proof = PolicyProof(rulebook)
    let gate = rulebook.rules(of: "offer").gate.map(\.place)
    // Each line's owner, and the limit of the total.
    for place in [gate[0], gate[2]] {
      #expect(proof.findings.filter { $0.place == place }.map(\.code) == ["proof.not-proved"])
    }
    #expect(!proof.hasErrors, "\(proof.mistakes.map(\.code))")
  }

  @Test func howManyAreOverdueIsAFactLikeOthers() throws {
    let rulebook = try rulebook(
      OfferDesk.sources(workflow: [("duties.summary.overdue < 2", "duties.summary.overdue >= 0")]))
    let gate = try #require(rulebook.rules(of: "close").gate.first?.place)
    let codes = LifeProof(rulebook: rulebook).findings.filter { $0.place == gate }.map(\.code)
    #expect(codes == ["proof.gate-never-closes"])
  }
}
