import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Each sentence of the definition of the verdicts, on the smallest case that shows it.
@Suite struct HistoryVerdictTests {
  /// Demands administration, then supervisor; above 1000 a director too.
  static let policy =
    Expenses.head + """
      sign_off:
        declaration:
          - {step: administration, role: administration}
          - {step: supervisor, role: supervisor}
          - {step: director, role: director, when: request.amount > 1000}
        payment:
          - {step: supervisor, role: supervisor}
      """

  /// The history of a declaration in short: `S` submits, `A B U D` approve, `U! D!` finally, `R` rejects, `P` pays.
  private func finding(_ history: String, amount: String = "10") throws -> CaseFinding {
    let names = [
      "S": "SUBMITTED by EMPLOYEE", "A": "APPROVED by ADMINISTRATION",
      "B": "APPROVED by BUDGET OWNER", "U": "APPROVED by SUPERVISOR",
      "U!": "FINAL_APPROVED by SUPERVISOR", "D!": "FINAL_APPROVED by DIRECTOR",
      "R": "REJECTED by MISSING", "V": "SAVED by EMPLOYEE",
    ]
    var log = HistoryLog()
    let events = history.split(separator: " ").map { word in
      let parts = word.split(separator: "@").map(String.init)
      let name = names[parts[0]].map { "Declaration \($0)" } ?? "Payment Handled"
      return parts.count > 1 ? "\(name)@2018-05-\(parts[1])T12:00:00.000+02:00" : name
    }
    log.add("case 1", events, facts: ["(case)_Amount": amount])
    let rulebook = try Expenses.rulebook(Self.policy)
    let backTest = BackTest(
      rulebook, try Expenses.mapping(rulebook), timeZones: systemTimeZones)
    return try #require(try Expenses.findings(log.text, backTest).first)
  }

  @Test(arguments: [
    ("S A U! P", [Verdict.conforming]),
    ("V P", [.draft]),
    ("S A", [.undecided]),
    ("S A U P", [.undecided]),
    ("S", [.undecided]),
    ("S R", [.rejected]),
    ("S A R P", [.rejected]),
    // A yes after the no takes it back; a no after the final yes stands.
    ("S A R U! P", [.conforming]),
    ("S A U! R", [.rejected]),
    // Only the last round counts, and what was paid stays paid.
    ("S U! P S A U!", [.conforming]),
    ("S A U! S", [.undecided]),
    ("S A R S U! P", [.missing, .paidAnyway]),
    ("S U!", [.missing]),
    ("S A B U! P", [.extra]),
    ("S B U! P", [.missing, .extra, .paidAnyway]),
    ("S U! A P", [.outOfOrder]),
    // A step that approves twice stands where it first did.
    ("S A U A U! P", [.conforming]),
    // The order is that of time; within an instant, that of the file.
    ("S@01 U!@03 A@02 P@04", [.conforming]),
    ("S@01 U!@02 A@02 P@04", [.outOfOrder]),
    ("U!@03 A@02 S@01 P@04", [.conforming]),
  ]) func theVerdictFollowsTheDefinition(_ history: String, _ verdicts: [Verdict]) throws {
    #expect(try finding(history).verdicts == verdicts)
  }

  @Test func theRouteIsThatOfTheCasesFacts() throws {
    let small = try finding("S A U! P", amount: "1000.0000000000000000")
    #expect(small.verdicts == [.conforming])
    let large = try finding("S A U! P", amount: "1000.0000000000000001")
    #expect(large.verdicts == [.missing, .paidAnyway])
    #expect(large.deviations == [.missing("director")])
    #expect(large.content["amount"]?.text == "1000.0000000000000001")
  }

  @Test func aCaseWhoseFactsCannotBeReadIsUnjudgedAndSaysWhy() throws {
    let finding = try finding("S A U! P", amount: "12abc")
    #expect(finding.verdicts == [.unjudged])
    guard case .unjudged(let reason) = finding.outcome else { return }
    #expect(reason.en == "`amount`: `12abc` is not a number")
    #expect(finding.required == nil)
  }

  @Test func aRejectionNeedsNoFactsAndAPaymentAfterItIsCountedApart() throws {
    let finding = try finding("S R P", amount: "?")
    #expect(finding.verdicts == [.rejected])
    #expect(finding.isPaidUndecided)
  }

  @Test func factsAreThoseOfTheSubmissionThatCounts() throws {
    let rulebook = try Expenses.rulebook(Self.policy)
    let backTest = BackTest(
      rulebook, try Expenses.mapping(rulebook), timeZones: systemTimeZones)
    func event(_ name: String, amount: String?) -> String {
      let fact = amount.map { #"<string key="(case)_Amount" value="\#($0)"/>"# } ?? ""
      return #"<event>\#(fact)<string key="concept:name" value="Declaration \#(name)"/>"#
        + #"<date key="time:timestamp" value="2018-05-01T12:00:00Z"/></event>"#
    }
    let log = """
      <log><trace><string key="(case)_Amount" value="7"/>\
      \(event("SUBMITTED by EMPLOYEE", amount: nil))\(event("REJECTED by SUPERVISOR", amount: "8"))\
      \(event("SUBMITTED by EMPLOYEE", amount: nil))\(event("APPROVED by SUPERVISOR", amount: "9"))\
      </trace><trace><string key="(case)_Amount" value="7"/>\
      \(event("SUBMITTED by EMPLOYEE", amount: nil))</trace></log>
      """
    let findings = try Expenses.findings(log, backTest)
    #expect(findings.map { $0.content["amount"]?.text } == ["8", "7"])
    #expect(findings.map(\.name) == ["#1", "#2"])
  }

  @Test func theDayIsThatOfThePolicysZone() throws {
    let rulebook = try Expenses.rulebook(try Expenses.policies()["university"]!)
    let backTest = BackTest(
      rulebook, try Expenses.mapping(rulebook), timeZones: systemTimeZones)
    var log = HistoryLog()
    // 2018 begins an hour before midnight UTC in Amsterdam.
    for time in [
      "2017-12-31T22:59:59Z", "2017-12-31T23:00:00Z", "2018-01-01 00:00",
      "2017-12-31 23:59:59.9",
    ] {
      log.add(
        time, ["Declaration SUBMITTED by EMPLOYEE@\(time)"], facts: ["(case)_Amount": "1"])
    }
    let findings = try Expenses.findings(log.text, backTest)
    #expect(findings.map { $0.required?.count } == [1, 2, 2, 1])
  }
}
