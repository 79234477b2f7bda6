import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// The expenses of a university: the shipped documents, other policies over them, and the recorded logs.
enum Expenses {
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// A policy over the shipped workflow.
  static func rulebook(_ policy: String) throws -> Rulebook {
    let sources = RulebookSources(
      workflow: .init(file: "expenses.yaml", text: try text("Workflows/expenses.yaml")),
      layers: [.init(file: "policy.yaml", text: policy)])
    return try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
  }

  static func mapping(_ rulebook: Rulebook, _ text: String? = nil) throws -> LogMapping {
    let text = try text ?? self.text("Mappings/bpi2020.yaml")
    return try MappingDocument.read(SourceFile(name: "mapping.yaml", text: text), for: rulebook)
  }

  static let head = """
    policy: other
    governs: expenses
    calendar: {zone: Europe/Amsterdam, weekend: [sat, sun]}

    """

  /// The policies that `Tests/backtest-oracle` has too, written in Python.
  static func policies() throws -> [String: String] {
    [
      "university": try text("Policies/expenses-university.yaml"),
      "strict": head + """
        limits: {declared: 1000 EUR, requested: 2500 EUR, budget: 500 EUR}
        sign_off:
          declaration:
            - {step: administration, role: administration}
            - {step: budget_owner, role: budget_owner, when: request.amount > limits.budget}
            - {step: supervisor, role: supervisor}
            - {step: director, role: director, when: request.amount >= limits.declared}
          payment:
            - {step: administration, role: administration}
            - {step: budget_owner, role: budget_owner, when: request.amount > limits.budget}
            - {step: supervisor, role: supervisor}
            - {step: director, role: director, when: request.amount >= limits.requested}
        """,
      "boundary": head + """
        limits: {declared: 182.46417204248664 EUR}
        sign_off:
          declaration:
            - {step: pre_approver, role: pre_approver, when: request.amount > limits.declared}
            - {step: supervisor, role: supervisor}
          payment:
            - {step: pre_approver, role: pre_approver, when: request.amount > 34.33634285099345}
            - {step: supervisor, role: supervisor}
        """,
      "reversed": head + """
        sign_off:
          declaration:
            - {step: supervisor, role: supervisor}
            - {step: administration, role: administration, when: 'today >= date("2018-01-01")'}
            - {step: budget_owner, role: budget_owner, when: request.amount <= 20}
          payment:
            - {step: supervisor, role: supervisor}
            - {step: administration, role: administration, when: 'today >= date("2018-01-01")'}
            - {step: budget_owner, role: budget_owner, when: request.unit == "organizational unit 65468"}
        """,
    ]
  }

  static let logs = ["DomesticDeclarations", "RequestForPayment"]

  /// The path of a recorded log; nil when the shared data is not here, which is said aloud.
  static func log(_ name: String) -> String? {
    let path = root.appending(path: "../shared/data/bpi2020/\(name).xes.gz").standardized.path
    if FileManager.default.fileExists(atPath: path) { return path }
    print("\(name): skipped, because \(path) is not here")
    if ProcessInfo.processInfo.environment["CI"] == "true" { Issue.record("\(path) is needed") }
    return nil
  }

  static func findings(_ log: String, _ backTest: BackTest) throws -> [CaseFinding] {
    var findings: [CaseFinding] = []
    _ = try backTest.run(.bytes(Array(log.utf8))) { findings.append($0) }
    return findings
  }
}

/// Writes a log in XES as exporters do.
struct HistoryLog {
  private(set) var traces = ""

  /// Events as `activity@time`; facts are repeated on each event.
  mutating func add(_ name: String, _ events: [String], facts: [String: String] = [:]) {
    traces += "<trace><string key=\"concept:name\" value=\"\(name)\"/>"
    for event in events {
      let parts = event.split(separator: "@").map(String.init)
      traces += """
        <event><string key="concept:name" value="\(parts[0])"/>
        <date key="time:timestamp" value="\(parts.count > 1 ? parts[1] : "2018-05-01T12:00:00Z")"/>
        """
      for (key, value) in facts { traces += "<string key=\"\(key)\" value=\"\(value)\"/>" }
      traces += "</event>"
    }
    traces += "</trace>\n"
  }

  var text: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a log -->
    <log xes.version="1.0" xmlns="http://www.xes-standard.org">
    <global scope="event"><string key="concept:name" value="name"/></global>
    \(traces)</log>

    """
  }
}
