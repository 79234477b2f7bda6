import CEL
import Diagnostics
import Engine
import PolicyFiles

/// What the cases of a policy came to.
package struct CaseReport: Sendable {
  package struct Run: Sendable {
    package let policyCase: PolicyCase
    package let differences: [Difference]
    package var passed: Bool { differences.isEmpty }
  }

  /// One thing that is otherwise than expected, and what it comes from.
  package struct Difference: Sendable, Hashable {
    package let what: Bilingual
    package let expected: Bilingual
    package let found: Bilingual
    package let notes: [Bilingual]

    init(_ what: Bilingual, expected: Bilingual, found: Bilingual, notes: [Bilingual] = []) {
      self.what = what
      self.expected = expected
      self.found = found
      self.notes = notes
    }

    init(_ name: String, expected: String, found: String) {
      self.init(
        Bilingual(verbatim: name), expected: Bilingual(verbatim: expected),
        found: Bilingual(verbatim: found))
    }
  }

  package let policy: PolicyName
  package let runs: [Run]
  package let coverage: Coverage

  package var failed: Int { runs.count { !$0.passed } }

  /// One line a case, and under each that failed what was expected and what came.
  package func text(_ language: Language) -> String {
    func say(_ english: String, _ chinese: String) -> String {
      Bilingual(english, zh: chinese)[language]
    }
    var lines: [String] = []
    for run in runs {
      let name = run.policyCase.name
      guard !run.passed else {
        lines.append("  \(say("ok  ", "通过")) \(name)")
        continue
      }
      lines.append("  \(say("FAIL", "失败")) \(name) (\(run.policyCase.place))")
      for difference in run.differences {
        lines.append("       \(difference.what[language])")
        lines.append("         \(say("expected", "预期")) \(difference.expected[language])")
        lines.append("         \(say("found   ", "实际")) \(difference.found[language])")
        lines += difference.notes.map { "         \($0[language])" }
      }
    }
    let total = coverage.outcomes.count
    let missing = coverage.missing
    lines.append(
      say(
        "coverage: \(total - missing.count) of \(total) outcomes of rules",
        "覆盖：规则的 \(total) 种结果中的 \(total - missing.count) 种"))
    lines += missing.map { outcome, place in
      "  " + say("no case: ", "无用例：") + outcome.sentence[language]
        + say(" (\(place))", "（\(place)）")
    }
    lines += coverage.impossible.map { outcome, place in
      "  " + say("cannot happen: ", "不可能发生：") + outcome.sentence[language]
        + say(" (\(place))", "（\(place)）")
    }
    lines.append(
      say(
        "\(runs.count) cases, \(runs.count - failed) passed, \(failed) failed",
        "用例 \(runs.count) 个，通过 \(runs.count - failed) 个，失败 \(failed) 个"))
    return lines.map { $0.inert + "\n" }.joined()
  }

  package var json: JSON {
    func both(_ text: Bilingual) -> JSON { ["en": .string(text.en), "zh": .string(text.zh)] }
    func place(_ outcome: Coverage.Outcome, _ place: Place) -> JSON {
      ["what": both(outcome.sentence), "place": .string(place.description)]
    }
    return [
      "policy": .string(policy.text),
      "cases": .array(
        runs.map { run in
          [
            "case": .string(run.policyCase.name), "passed": .bool(run.passed),
            "place": .string(run.policyCase.place.description),
            "differences": .array(
              run.differences.map {
                [
                  "what": both($0.what), "expected": both($0.expected), "found": both($0.found),
                  "notes": .array($0.notes.map(both)),
                ]
              }),
          ]
        }),
      "passed": .integer(Int64(runs.count - failed)), "failed": .integer(Int64(failed)),
      "coverage": [
        "outcomes": .integer(Int64(coverage.outcomes.count)),
        "missing": .array(coverage.missing.map(place)),
        "impossible": .array(coverage.impossible.map(place)),
      ],
    ]
  }
}
