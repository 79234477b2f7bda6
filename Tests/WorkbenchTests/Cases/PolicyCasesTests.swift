import CEL
import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Cases beside a policy are run through the engine, and fail readably.
@Suite struct PolicyCasesRun {
  private func rulebook() throws -> Rulebook {
    try loadRulebook(sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private static let head = """
    tests: small-policy
    today: 2026-03-02
    people:
      li:   {manager: chen}
      chen: {manager: wu}
      zhao: {rank: 3}
      qian: {roles: [sales_director]}
      wu:   {roles: [general_manager]}
      sun:  {roles: [executive]}
    situations:
      running:
        stage: running
        roles: {salesperson: [li], project_manager: [chen], sponsor: [zhao]}
        baseline: {budget: 100000, finish: 2026-06-30}
    cases:

    """

  private func run(_ cases: String) throws -> CaseReport {
    let rulebook = try rulebook()
    let document = try loadPolicyCases(
      SourceFile(name: "small.test.yaml", text: Self.head + cases), for: rulebook)
    return CaseRunner(rulebook, timeZones: systemTimeZones, sha256: sha256).run(document)
  }

  @Test func aRouteWithItsPeopleAndValuesPasses() throws {
    let report = try run(
      """
        - case: up to an executive
          given: running
          by: li
          action: change
          request: {budget: 126000, reason: r}
          expect:
            route: [manager, sponsor, director, executive]
            people: {manager: [chen], director: [qian, wu], executive: [sun]}
            values: {overrun: 26%, added: 26000, delay: 0 days}
            holds: []
      """)
    #expect(report.runs.map(\.differences) == [[]])
    #expect(report.failed == 0)
    #expect(
      report.coverage.covered.contains(.init(rule: .step("change", "executive"), holds: true)))
    #expect(
      !report.coverage.covered.contains(.init(rule: .step("change", "executive"), holds: false)))
  }

  @Test func aWrongRouteTellsWhichRuleAndNumberMadeIt() throws {
    let report = try run(
      """
        - case: exactly at the limit
          given: running
          by: li
          action: change
          request: {budget: 120000, reason: r}
          expect: {route: [manager, sponsor, director, executive]}
      """)
    #expect(report.failed == 1)
    let text = report.text(.english)
    #expect(text.contains("FAIL exactly at the limit (small.test.yaml:16:11)"))
    #expect(text.contains("expected manager → sponsor → director → executive"))
    #expect(text.contains("found    manager → sponsor → director\n"))
    #expect(text.contains("`executive` is not in the route: increase > 0"))
    #expect(text.contains("overrun = 0.2"))
    #expect(text.contains("1 cases, 0 passed, 1 failed"))
    #expect(report.text(.chinese).contains("失败 exactly at the limit"))
    #expect(report.json["failed"] == 1)
  }

  @Test(arguments: [
    (
      "a refusal that did not come", "action: change, request: {budget: 101000, reason: r}",
      "{refused: gate-closed}", "refused: gate-closed"
    ),
    ("a refusal of another kind", "action: start", "{refused: gate-closed}", "wrong-stage"),
    ("a refusal that was not expected", "action: start", "{route: [sponsor]}", "wrong-stage"),
    (
      "a reason that was not given", "action: start", "{refused: wrong-stage, because: rain}",
      "rain"
    ),
    (
      "other people", "action: change, request: {budget: 101000, reason: r}",
      "{people: {manager: [wu]}}", "people of `manager`"
    ),
    (
      "another value", "action: change, request: {budget: 101000, reason: r}",
      "{values: {overrun: 2%}}", "0.01"
    ),
    (
      "a hold that does not hold", "action: change, request: {budget: 101000, reason: r}",
      "{holds: [over_budget]}", "over_budget"
    ),
  ]) func whatIsOtherwiseFails(name: String, asked: String, expected: String, words: String) throws
  {
    let report = try run(
      "  - {case: \(name), given: running, by: li, \(asked), expect: \(expected)}")
    #expect(report.failed == 1)
    #expect(report.text(.english).contains(words))
  }

  @Test func mistakesInTheCasesAreToldWithTheirPlaces() throws {
    let rulebook = try rulebook()
    let text =
      Self.head + """
          - {case: a, given: runing, by: lee, action: chnge, expect: {}}
          - {case: a, given: running, expect: {route: [manager]}}
          - {case: b, given: running, by: li, action: change, request: {budgt: 1}, expect: {route: [bos]}}
          - {case: c, given: running, with: {baseline: {budget: much}}, expect: {values: {overun: 1}}}
        """
    let error = #expect(throws: DiagnosticReport.self) {
      try loadPolicyCases(SourceFile(name: "c.yaml", text: text), for: rulebook)
    }
    let codes = Set(error?.diagnostics.map(\.code) ?? [])
    #expect(
      codes.isSuperset(of: [
        "cases.unknown-situation", "cases.unknown-person", "cases.unknown-action",
        "cases.nothing-expected", "cases.repeated", "cases.no-action", "cases.unknown-field",
        "cases.unknown-step", "cases.value", "cases.unknown-name",
      ]))
    let help = (error?.diagnostics ?? []).compactMap(\.help?.en)
    #expect(help.contains { $0.contains("`running`") })
    #expect(error?.diagnostics.allSatisfy { $0.span != nil } == true)
  }
}

/// Cases of a policy run under a policy on top of it, but for those that it excepts.
@Suite struct CasesOfALayer {
  private static let parent = """
    tests: small-policy
    today: 2026-03-02
    people:
      li:   {manager: chen}
      chen: {manager: wu}
      zhao: {rank: 3}
      qian: {roles: [sales_director]}
      wu:   {roles: [general_manager]}
      sun:  {roles: [executive]}
    situations:
      running:
        stage: running
        roles: {salesperson: [li], project_manager: [chen], sponsor: [zhao]}
        baseline: {budget: 100000, finish: 2026-06-30}
    cases:
      - {case: 26 percent, given: running, by: li, action: change,
         request: {budget: 126000, reason: r}, expect: {route: [manager, sponsor, director, executive]}}
      - {case: the sum, given: running, by: li, action: change,
         request: {budget: 101000, reason: r}, expect: {values: {added: 1000}}}
    """

  private func read(_ layer: String, _ sections: String = "limits: {escalation: 30%}") throws
    -> CaseReport
  {
    let rulebook = try loadRulebook(
      sources: SmallCompany.extended(sections), timeZones: systemTimeZones, sha256: sha256)
    let files = FileReading(
      read: { path in
        path == "p/small-policy.test.yaml" ? .bytes(Array(Self.parent.utf8)) : .absent
      }, list: { _ in ["small-policy.test.yaml"] })
    let cases = try loadPolicyCases(
      SourceFile(name: "p/layer.test.yaml", text: layer), for: rulebook, files: files)
    return CaseRunner(rulebook, timeZones: systemTimeZones, sha256: sha256).run(cases)
  }

  private static let own = """
      - {case: 31 percent, given: running, by: li, action: change,
         request: {budget: 131000, reason: r}, expect: {route: [manager, sponsor, director, executive]}}
    """

  @Test func theyRunHereToo() throws {
    let report = try read("tests: layer\nextends: small-policy\ncases:\n\(Self.own)")
    #expect(report.runs.map(\.policyCase.name) == ["26 percent", "the sum", "31 percent"])
    #expect(report.runs.map(\.passed) == [false, true, true], "\(report.text(.english))")
    #expect(report.text(.english).contains("FAIL 26 percent (p/small-policy.test.yaml:"))
  }

  @Test func butForThoseExcepted() throws {
    let report = try read(
      "tests: layer\nextends: small-policy\nexcept: [26 percent]\ncases:\n\(Self.own)")
    #expect(report.runs.map(\.policyCase.name) == ["the sum", "31 percent"])
    #expect(report.failed == 0)
  }

  @Test func situationsMergeForAllOfThem() throws {
    let report = try read(
      """
      tests: layer
      extends: small-policy
      except: [26 percent]
      situations: {running: {baseline: {budget: 99000}}}
      cases:
      \(Self.own)
      """)
    #expect(report.runs.map(\.passed) == [false, true])
    #expect(report.runs[0].differences.map(\.found.en) == ["2000"])
  }

  @Test(arguments: [
    ("extends: smal-policy", "cases.unknown-parent", "did you mean `small-policy`?"),
    (
      "extends: small-policy\nexcept: [27 percent]", "cases.unknown-case",
      "did you mean `26 percent`?"
    ),
    ("extends: ../small-policy", "cases.unknown-parent", ""),
    ("except: [26 percent]", "cases.unknown-case", ""),
  ]) func mistakesAreTold(_ head: String, _ code: String, _ help: String) {
    let error = #expect(throws: DiagnosticReport.self) {
      try read("tests: layer\ntoday: 2026-03-02\n\(head)\ncases:\n\(Self.own)")
    }
    let found = error?.diagnostics.first { $0.code == code }
    #expect(found != nil, "\(error?.diagnostics.map(\.code) ?? [])")
    #expect(help.isEmpty || found?.help?.en == help)
  }
}

/// What no case can show is told apart from what no case shows.
@Suite struct CoverageOfTheImpossible {
  @Test func aCriterionThatAFormMakesSureOfNeedsNoCase() throws {
    let rulebook = try loadRulebook(
      sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
    let coverage = Coverage(rulebook)
    // `points` is required, so `request.points.size() >= 1` cannot close.
    #expect(
      coverage.impossible.map(\.outcome.sentence.en) == [
        "criterion 2 of the gate of `start` closed"
      ])
    let met = Coverage.Outcome(rule: .criterion("start", 1), holds: true)
    #expect(coverage.missing.contains { $0.outcome == met })
    #expect(
      !coverage.missing.contains {
        $0.outcome.sentence.en.contains("`start` closed") && $0.outcome.rule == met.rule
      })
  }
}

/// The policies that ship come with cases, and the cases cover every rule.
@Suite struct ShippedPolicies {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func report(_ name: String) throws -> CaseReport {
    let path = Self.root.appending(path: "Policies/\(name)").path
    let found = try RulebookFinder().find(policy: path + ".yaml")
    let rulebook = try loadRulebook(
      sources: found.sources, timeZones: systemTimeZones, sha256: sha256)
    let cases = try loadPolicyCases(
      FileReading.disk.source(path + ".test.yaml"), for: rulebook)
    return CaseRunner(rulebook, timeZones: systemTimeZones, sha256: sha256).run(cases)
  }

  @Test func everyPolicyHasCases() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Policies").path)
    let policies = files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
    #expect(!policies.isEmpty)
    for policy in policies {
      #expect(files.contains(policy.replacing(".yaml", with: ".test.yaml")))
    }
  }

  @Test func theStandardPolicyDoesWhatItsCasesSay() throws {
    let report = try report("presales-standard")
    #expect(report.failed == 0, "\(report.text(.english))")
    #expect(report.coverage.missing.isEmpty, "\(report.text(.english))")
    #expect(report.coverage.impossible.isEmpty, "\(report.text(.english))")
  }

  @Test func theStartUpPolicyDoesWhatItsCasesSay() throws {
    let report = try report("presales-startup")
    #expect(report.failed == 0, "\(report.text(.english))")
    #expect(report.coverage.missing.isEmpty, "\(report.text(.english))")
    #expect(report.coverage.impossible.isEmpty, "\(report.text(.english))")
  }

  @Test func theUniversitysPolicyDoesWhatItsCasesSay() throws {
    let report = try report("expenses-university")
    #expect(report.failed == 0, "\(report.text(.english))")
    #expect(report.coverage.missing.isEmpty)
  }
}
