import Diagnostics

/// The values of a form written in a file: `customer: Acme`, one a line, and a list for control points.
///
/// ```yaml
/// budget: 126000
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
      let texts = items.compactMap { controlPoint($0, &report) }
      return texts.count == items.count ? texts.joined(separator: ",") : nil
    case .mapping:
      report.append(notAValue(entry.value))
      return nil
    case .refused: return nil
    }
  }

  /// `KIND:DATE` or `KIND:DATE:BUDGET`, as it is typed on the command line.
  private static func controlPoint(_ node: Node, _ report: inout DiagnosticReport) -> String? {
    if case .scalar(let scalar) = node.content, !scalar.text.contains(","), !scalar.isMissing {
      return scalar.text
    }
    guard case .mapping(let entries) = node.content else {
      report.append(notAValue(node))
      return nil
    }
    let keys = ["kind", "due", "budget"]
    var parts: [String: String] = [:]
    for entry in entries {
      let key = entry.key.text
      guard keys.contains(key) else {
        report.append(
          Diagnostic(
            "form.unknown-key", Bilingual("unknown key `\(key)`", zh: "未知键 `\(key)`"),
            at: entry.key.span, help: didYouMean(key, among: keys)))
        return nil
      }
      // `,` and `:` separate what is joined below: a part that held one would become two.
      guard case .scalar(let scalar) = entry.value.content, !scalar.text.isEmpty,
        !scalar.text.contains(where: { $0 == "," || $0 == ":" })
      else {
        report.append(notAValue(entry.value))
        return nil
      }
      parts[key] = scalar.text
    }
    guard let kind = parts["kind"], let due = parts["due"] else {
      report.append(
        Diagnostic(
          "form.control-point",
          Bilingual(
            "a control point needs `kind` and `due`", zh: "控制点须有 `kind` 和 `due`"), at: node.span))
      return nil
    }
    return ([kind, due] + [parts["budget"]].compactMap { $0 }).joined(separator: ":")
  }

  private static func notAValue(_ node: Node) -> Diagnostic {
    Diagnostic(
      "form.value",
      Bilingual("expected a single value", zh: "此处应为单个值"), at: node.span,
      help: Bilingual(
        "control points are `- {kind: …, due: …, budget: …}`",
        zh: "控制点写作 `- {kind: …, due: …, budget: …}`"))
  }
}
