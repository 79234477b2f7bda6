import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Cases of policies whose projects belong to others.
@Suite struct LinkedCasesRun {
  private func run(_ sources: RulebookSources, _ cases: String) throws -> CaseReport {
    let rulebook = try loadRulebook(
      sources: sources, timeZones: systemTimeZones, sha256: sha256)
    let document = try loadPolicyCases(
      SourceFile(name: "linked.test.yaml", text: cases), for: rulebook)
    return CaseRunner(rulebook, timeZones: systemTimeZones, sha256: sha256).run(document)
  }

  @Test func aCaseSupposesWhatWasTakenOver() throws {
    let report = try run(
      Bidding.bid,
      """
      tests: bid-policy
      today: 2026-03-02
      people: {li: {}}
      situations:
        writing: {roles: {lead: [li]}, parent: {customer: Binhai, worth: 1000000}}
      cases:
        - {case: within, given: writing, by: li, action: hand_in, request: {price: 1000000}, expect: {route: []}}
        - {case: above, given: writing, by: li, action: hand_in, request: {price: 1000001}, expect: {refused: gate-closed, because: 报价超出}}
      """)
    #expect(report.runs.map(\.differences) == [[], []])
  }

  @Test func aCaseSupposesHowManyProjectsThereAreBelow() throws {
    let report = try run(
      Bidding.sale,
      """
      tests: sale-policy
      today: 2026-03-02
      people: {li: {}}
      situations:
        running: {stage: running, roles: {seller: [li]}}
        one: {stage: running, roles: {seller: [li]}, children: {bid: {open: 1, ended: 1}}}
      cases:
        - {case: none, given: running, by: li, action: close, expect: {route: []}}
        - {case: one is open, given: one, by: li, action: close, expect: {refused: gate-closed}}
        - {case: counted, given: one, by: li, action: count, expect: {route: []}}
        - {case: not counted, given: running, by: li, action: count, expect: {refused: gate-closed}}
      """)
    #expect(report.runs.map(\.differences) == [[], [], [], []])
  }

  @Test func aWorkflowThatIsNoChildIsAMistake() throws {
    #expect(throws: DiagnosticReport.self) {
      try run(
        Bidding.sale,
        """
        tests: sale-policy
        today: 2026-03-02
        people: {li: {}}
        situations: {one: {children: {sale: {open: 1}}}}
        cases: []
        """)
    }
  }
}
