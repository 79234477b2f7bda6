import Engine
import Foundation
import TestKit
import Testing

@testable import Workbench

/// The verdicts on 17,117 real cases agree with those of a script in another language, case by case.
@Suite struct HistoryOracleTests {
  @Test(arguments: Expenses.logs) func everyVerdictOnTheRealLogsAgreesWithPython(_ name: String)
    throws
  {
    guard let path = Expenses.log(name), let lines = try oracle(path) else { return }
    var expected: [String: [[String: Any]]] = [:]
    var totals: [String: [String: Any]] = [:]
    for line in lines {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let policy = try #require(object["policy"] as? String)
      if object["totals"] == nil {
        expected[policy, default: []].append(object)
      } else {
        totals[policy] = object
      }
    }
    let policies = try Expenses.policies()
    #expect(Set(policies.keys) == Set(expected.keys))
    // One mapping, so the log is read once and judged under each policy.
    let judges = try policies.mapValues { text in
      let rulebook = try Expenses.rulebook(text)
      return BackTest(rulebook, try Expenses.mapping(rulebook), timeZones: systemTimeZones)
    }
    var results = policies.mapValues { _ in BackTestTotals() }
    var position = 0
    var disagreements = 0
    try #require(judges["university"]).read(.file(path)) { recorded in
      for (policy, judge) in judges {
        let finding = judge.judge.finding(recorded)
        results[policy]?.add(finding)
        guard let cases = expected[policy], position < cases.count,
          agrees(finding, cases[position])
        else {
          disagreements += 1
          if disagreements < 5 { Issue.record("\(policy): \(finding.json.canonicalText)") }
          continue
        }
      }
      position += 1
    }
    #expect(disagreements == 0)
    for (policy, result) in results {
      #expect(expected[policy]?.count == position)
      check(result, try #require(totals[policy]), policy)
    }
  }

  private func agrees(_ finding: CaseFinding, _ expected: [String: Any]) -> Bool {
    func steps(_ kind: Verdict) -> [String] {
      finding.deviations.filter { $0.verdict == kind }.flatMap(\.steps).map(\.text)
    }
    func list(_ key: String) -> [String]? { expected[key] as? [String] }
    return finding.name == expected["case"] as? String
      && finding.verdicts.map(\.rawValue) == list("verdicts")
      && finding.required?.map(\.text) == list("required")
      && finding.actual.map(\.text) == list("actual")
      && steps(.missing) == list("missing") ?? [] && steps(.extra) == list("extra") ?? []
      && steps(.outOfOrder) == list("out of order") ?? []
  }

  private func check(_ totals: BackTestTotals, _ expected: [String: Any], _ policy: String) {
    let counts = expected["totals"] as? [String: Int] ?? [:]
    #expect(totals.cases == counts["cases"])
    #expect(totals.events == counts["events"])
    for verdict in Verdict.allCases {
      #expect(totals[verdict] == counts[verdict.rawValue] ?? 0, "\(policy): \(verdict)")
    }
    let deviations = expected["deviations"] as? [String: Int] ?? [:]
    let found = totals.deviations.map { deviation, cases in
      (
        "\(deviation.verdict.rawValue) \(deviation.steps.map(\.text).joined(separator: " "))",
        cases
      )
    }
    #expect(Dictionary(uniqueKeysWithValues: found) == deviations)
    // The commonest come first, and no other is commoner.
    let commonest = totals.commonest().map(\.cases)
    #expect(commonest == Array(deviations.values.sorted(by: >).prefix(10)))
  }

  /// The lines of the script; nil when it cannot run here.
  private func oracle(_ log: String) throws -> [Substring]? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", Expenses.root.appending(path: "Tests/backtest-oracle").path, log,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // 127: `env` found no python3.
    if process.terminationStatus == 127 {
      print("backtest-oracle: skipped, because there is no python3")
      if ProcessInfo.processInfo.environment["CI"] == "true" {
        Issue.record("backtest-oracle needs python3")
      }
      return nil
    }
    #expect(process.terminationStatus == 0, "backtest-oracle failed")
    return text.split(separator: "\n")
  }
}
