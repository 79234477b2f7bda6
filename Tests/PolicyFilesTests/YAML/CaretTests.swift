import Diagnostics
import Testing

@testable import PolicyFiles

/// Where a part of a scalar's text stands in the file, in every style.
@Suite struct Carets {
  /// The bytes of the file that the first occurrence of `part` in the value of `key` came from.
  private func marked(_ part: String, in yaml: String) throws -> String {
    let source = SourceFile(name: "t", text: yaml)
    let node = try YAMLReader.read(source)
    guard case .mapping(let entries) = node.content,
      let entry = entries.first(where: { $0.key.text == "when" }),
      case .scalar(let scalar) = entry.value.content
    else {
      Issue.record("no scalar under `when`")
      return ""
    }
    let text = Array(scalar.text.utf8)
    let wanted = Array(part.utf8)
    guard
      let start = (0...max(0, text.count - wanted.count)).first(where: {
        text[$0...].starts(with: wanted)
      })
    else {
      Issue.record("`\(part)` is not in `\(scalar.text)`")
      return ""
    }
    let range = scalar.fileSpan(of: start..<start + wanted.count).range
    return String(decoding: source.bytes[range], as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", "when: a + bad\n", "bad", "bad"),
    ("plain after Chinese", "标题: 售前\nwhen: 值 + bad\n", "bad", "bad"),
    ("plain over lines", "when: a\n  +\n\n  bad - c\n", "bad", "bad"),
    ("plain over lines, across the fold", "when: a\n  + c\n", "a +", "a\n  +"),
    ("plain in a flow mapping", "x: 1\nwhen: a\n   || bad\ny: 2\n", "bad", "bad"),
    ("single quotes", "when: 'it''s bad'\n", "bad", "bad"),
    ("single quotes over lines", "when: 'a\n  b bad'\n", "bad", "bad"),
    ("double quotes", "when: \"a \\\"b\\\" bad\"\n", "bad", "bad"),
    ("an escape", "when: \"a \\u4e2d bad\"\n", "中", "\\u4e2d"),
    ("after an escape", "when: \"a \\u4e2d bad\"\n", "bad", "bad"),
    ("double quotes with an escaped line end", "when: \"a \\\n  bad\"\n", "bad", "bad"),
    ("literal", "when: |\n  a\n  + bad\n", "bad", "bad"),
    ("literal, deeper line", "when: |\n  a\n    + bad\n", "+ bad", "+ bad"),
    ("literal with CRLF", "when: |\r\n  a\r\n  + bad\r\n", "bad", "bad"),
    ("literal, indicator", "when: |2-\n    a\n  bad\n", "bad", "bad"),
    ("literal in Chinese", "标题: 售\nwhen: |\n  \"中文\" == bad\n", "bad", "bad"),
    ("literal after blank lines", "when: |\n\n  a\n\n  bad\n", "bad", "bad"),
    ("after a byte order mark", "\u{FEFF}when: a + bad\n", "bad", "bad"),
  ]) func aCaretMarksWhatWasWritten(style: String, yaml: String, part: String, file: String) throws
  {
    #expect(try marked(part, in: yaml) == file, "\(style)")
  }

  @Test func aFoldedScalarIsMarkedAsAWhole() throws {
    #expect(try marked("bad", in: "when: >-\n  a\n  bad\n").hasPrefix(">-\n"))
  }

  @Test func anExpressionInAFlowMappingOverLinesIsMarkedOnItsOwnLine() throws {
    let yaml = """
      steps:
        - {step: executive, role: executive,
           when: increase > 0 && (overrun > limits.escalation ||
             bad > 1)}
      """
    let node = try YAMLReader.read(SourceFile(name: "p.yaml", text: yaml))
    guard case .mapping(let top) = node.content, case .sequence(let steps) = top[0].value.content,
      case .mapping(let step) = steps[0].content, case .scalar(let when) = step[2].value.content
    else {
      Issue.record("unexpected shape: \(node.outline)")
      return
    }
    #expect(when.text == "increase > 0 && (overrun > limits.escalation || bad > 1)")
    let start = when.text.utf8.count - "bad > 1)".utf8.count
    let diagnostic = Diagnostic(
      "cel.unknown", Bilingual("unknown name `bad`", zh: "未知名称 `bad`"),
      at: when.fileSpan(of: start..<start + 3))
    #expect(
      DiagnosticRenderer(language: .english).render(diagnostic) == """
        error: unknown name `bad` [cel.unknown]
         --> p.yaml:4:8
          |
        4 |        bad > 1)}
          |        ^^^

        """)
  }

  /// The second reading of every scalar agrees with libyaml's, on every tree of the suite that is accepted.
  @Test func theLayoutOfEveryScalarOfTheSuiteHoldsItsText() throws {
    guard let cases = try YAMLSuite.cases() else {
      print("yaml-test-suite layouts: SKIPPED, no data")
      return
    }
    var scalars = 0
    for test in cases {
      guard let node = try? YAMLReader.read(SourceFile(name: test.id, text: test.yaml)) else {
        continue
      }
      for scalar in node.scalars where scalar.style != .folded {
        scalars += 1
        let layout = scalar.layout
        #expect(layout.text == Array(scalar.text.utf8), "\(test.id) \(scalar.text)")
        #expect(layout.segments.allSatisfy { !$0.exact || $0.text.count == $0.file.count })
        for segment in layout.segments where segment.exact {
          #expect(
            Array(scalar.span.source.bytes[segment.file]) == Array(layout.text[segment.text]),
            "\(test.id) \(scalar.text)")
        }
      }
    }
    #expect(scalars > 400)
    print("yaml-test-suite: \(scalars) layouts compared")
  }
}

extension Node {
  fileprivate var scalars: [Scalar] {
    switch content {
    case .scalar(let scalar): [scalar]
    case .sequence(let items): items.flatMap(\.scalars)
    case .mapping(let entries): entries.flatMap { [$0.key] + $0.value.scalars }
    case .refused: []
    }
  }
}
