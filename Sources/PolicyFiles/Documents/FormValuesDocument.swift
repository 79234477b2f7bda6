import Diagnostics
import Engine

/// The values of a form written in a file: `customer: Acme`, one a line, and rows for lists and control points.
///
/// ```yaml
/// budget: 126000
/// work:
///   - {item: product demo, owner: li}
/// milestones:
///   - {kind: solution_accepted, due: 2026-09-30, budget: 60000}
/// ```
package enum FormValuesDocument {
  /// One field, its value as it would be typed, and where it was written.
  package struct Value: Sendable {
    package let field: String
    package let text: String
    package let span: Span
  }

  /// The values in the order of the file; which fields there are is the form's matter.
  package static func read(_ source: SourceFile) throws(DiagnosticReport) -> [Value] {
    var report = DiagnosticReport()
    guard let root = YAMLReader.read(source, into: &report) else { throw report }
    guard case .mapping(let entries) = root.content else {
      report.append(
        Diagnostic(
          "form.not-a-mapping",
          Bilingual("expected `FIELD: VALUE` lines", zh: "应为若干行 `字段: 值`"), at: root.span))
      throw report
    }
    var values: [Value] = []
    for entry in entries {
      guard let text = text(of: entry, &report) else { continue }
      values.append(Value(field: entry.key.text, text: text, span: entry.value.span))
    }
    guard !report.hasErrors else { throw report }
    return values
  }

  static func text(of entry: Node.Entry, _ report: inout DiagnosticReport) -> String? {
    switch entry.value.content {
    case .scalar(let scalar) where scalar.isMissing:
      report.append(
        Diagnostic(
          "form.no-value",
          Bilingual("`\(entry.key.text)` has no value", zh: "`\(entry.key.text)` 没有值"),
          at: entry.key.span,
          help: Bilingual("write `\"\"` to empty the field", zh: "清空字段请写 `\"\"`")))
      return nil
    case .scalar(let scalar): return scalar.text
    case .sequence(let items):
      let rows = items.compactMap { row($0, &report) }
      guard rows.count == items.count else { return nil }
      let words = rows.compactMap { if case .string(let text) = $0 { text } else { nil } }
      return words.count == rows.count
        ? words.joined(separator: ",") : JSON.array(rows).canonicalText
    case .mapping:
      report.append(notAValue(entry.value))
      return nil
    case .refused: return nil
    }
  }

  /// A row of a list: its cells, or a control point in one word. Which columns there are is the form's matter.
  private static func row(_ node: Node, _ report: inout DiagnosticReport) -> JSON? {
    switch node.content {
    case .scalar(let scalar) where !scalar.isMissing && !scalar.text.contains(","):
      return .string(scalar.text)
    case .mapping(let entries):
      var cells: [String: JSON] = [:]
      for entry in entries {
        guard case .scalar(let scalar) = entry.value.content, !scalar.isMissing else {
          report.append(notAValue(entry.value))
          return nil
        }
        cells[entry.key.text] = .string(scalar.text)
      }
      return .object(cells)
    case .scalar, .sequence:
      report.append(notAValue(node))
      return nil
    case .refused: return nil
    }
  }

  private static func notAValue(_ node: Node) -> Diagnostic {
    Diagnostic(
      "form.value",
      Bilingual("expected a single value", zh: "此处应为单个值"), at: node.span,
      help: Bilingual(
        "rows of a list are `- {COLUMN: …, COLUMN: …}`", zh: "列表的每行写作 `- {列: …, 列: …}`"))
  }
}
