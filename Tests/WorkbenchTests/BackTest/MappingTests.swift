import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Mistakes in a mapping are found before the log is opened, all of them at once.
@Suite struct MappingTests {
  private func problems(_ mapping: String) throws -> [String] {
    let rulebook = try Expenses.rulebook(HistoryVerdictTests.policy)
    do {
      _ = try Expenses.mapping(rulebook, mapping)
      return []
    } catch let report as DiagnosticReport {
      return report.diagnostics.map { diagnostic in
        let place = diagnostic.span.map { "\($0.start.line):\($0.start.column) " } ?? ""
        return place + diagnostic.message.en + (diagnostic.help.map { "; \($0.en)" } ?? "")
      }
    }
  }

  @Test func everyMistakeIsToldWithItsPlace() throws {
    let found = try problems(
      """
      mapping: m
      workflow: expense
      row: mixed
      rows: sorted
      activities:
        a: submit declear
        b: approve supervizor
        c: finally approve
        d: accept
      fields:
        declare: {amonut: x}
      """)
    #expect(
      found == [
        "2:11 unknown workflow of this policy `expense`; did you mean `expenses`?",
        "3:1 unknown key `row` in the mapping; did you mean `rows`?",
        "4:7 expected `mixed` or `together`, found `sorted`",
        "6:6 unknown action `declear`; did you mean `declare`?",
        "7:6 unknown step or role `supervizor`; did you mean `supervisor`?",
        "8:6 expected `submit ACTION`, `approve STEP`, `finally approve STEP`, `reject`, `pay` or `ignore`, found `finally approve`",
        "9:6 expected `submit ACTION`, `approve STEP`, `finally approve STEP`, `reject`, `pay` or `ignore`, found `accept`",
        "11:13 unknown field of `declare` `amonut`; did you mean `amount`?",
      ])
  }

  @Test func aRequiredFieldThatNothingFillsIsAMistake() throws {
    let found = try problems(
      """
      mapping: m
      workflow: expenses
      activities: {a: submit declare}
      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("`declare` needs `amount`, which no attribute fills") == true)
  }

  @Test func theShippedMappingIsSoundUnderTheShippedPolicy() throws {
    let rulebook = try Expenses.rulebook(try Expenses.text("Policies/expenses-university.yaml"))
    let mapping = try Expenses.mapping(rulebook)
    #expect(mapping.activities.count == 32)
    #expect(mapping.facts.values.map(\.count) == [2, 2])
  }
}
