import Diagnostics
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

@Suite struct YAMLConformance {
  /// The verdict on every case equals the table; and whatever the table says, no case that must fail is
  /// accepted, and no case is accepted with another value than the suite's own.
  @Test func everyCaseOfTheSuiteGetsItsVerdict() throws {
    guard let cases = try YAMLSuite.cases() else {
      print("yaml-test-suite: SKIPPED, no data at \(YAMLSuite.url.path())")
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "the suite must run in CI")
      return
    }
    let table = try YAMLSuite.verdicts()
    var accepted = 0
    for test in cases {
      var report = DiagnosticReport()
      let source = SourceFile(name: test.id, text: test.yaml)
      let node = YAMLReader.read(source, into: &report)
      var verdict = Set(report.diagnostics.map(\.code)).sorted().joined(separator: " ")
      if let node, !report.hasErrors {
        accepted += 1
        verdict = "accepted \(node.outline)"
        #expect(!test.fail, "\(test.id) must be refused")
        #expect(node.events == test.expectedEvents, "\(test.id) has another value")
        if let json = test.json {
          let value = try JSONSerialization.jsonObject(
            with: Data(json.utf8), options: .fragmentsAllowed)
          #expect(node.resembles(value), "\(test.id) has another value")
        }
      }
      #expect(!verdict.isEmpty, "\(test.id): refused without a reason")
      #expect(table[test.id] == verdict, "verdict: \(test.id) \(verdict)")
    }
    #expect(cases.count == 402)
    #expect(table.count == cases.count)
    Endurance.tell(14, "cases of the YAML suite, \(accepted) accepted", cases.count)
    Endurance.tell(13, "cases of the YAML suite", cases.count)
  }

  /// libyaml 0.2.5 reads these as another value, or accepts them though they are no YAML.
  private static let misread = [
    "652Z", "HM87/01", "JEF9/02", "L24T/01", "Y2GN", "9C9N", "9HCY", "9JBA", "CVW2", "DK95/01",
    "EB22", "G5U8", "MUS6/00", "MUS6/01", "QB6E", "RHX7", "S98Z", "SU5Z", "X4QW", "Y79Y/003",
    "YJV2",
  ]

  /// The control: libyaml's word alone, without the second reading, is taken for what it is not.
  @Test func withoutTheSecondReadingTheYieldIsWrong() throws {
    guard let cases = try YAMLSuite.cases() else {
      print("yaml-test-suite: SKIPPED, no data at \(YAMLSuite.url.path())")
      return
    }
    let wrong = cases.filter { test in
      let source = SourceFile(name: test.id, text: test.yaml)
      var builder = TreeBuilder(source, start: 0)
      guard (try? EventParser.parse(source.bytes, from: 0) { builder.take($0) }) != nil,
        let root = builder.root, builder.report.isEmpty
      else { return false }
      return test.fail || root.events != test.expectedEvents
    }
    #expect(!wrong.isEmpty)
    #expect(Set(wrong.map(\.id)).isSubset(of: Self.misread))
    Endurance.control(
      14, "\(wrong.count) cases that libyaml alone accepts or misreads", isSeen: !wrong.isEmpty)
  }

  @Test(arguments: misread) func whatLibyamlMisreadsIsRefused(id: String) throws {
    guard let test = try YAMLSuite.cases()?.first(where: { $0.id == id }) else {
      print("yaml-test-suite \(id): SKIPPED, no data")
      return
    }
    #expect(throws: DiagnosticReport.self) {
      _ = try YAMLReader.read(SourceFile(name: id, text: test.yaml))
    }
  }
}

extension YAMLSuite.Case {
  /// The suite's events without stream, document and flow marks, which are no part of the value.
  var expectedEvents: [String] {
    events.split(separator: "\n").compactMap { line in
      switch line.prefix(4) {
      case "+STR", "-STR", "+DOC", "-DOC": nil
      case "+SEQ", "+MAP": String(line.prefix(4))
      default: String(line)
      }
    }
  }
}
