import Diagnostics
import Engine

/// Reads the document that says how a recorded history is read.
///
/// ```yaml
/// mapping: bpi2020
/// workflow: expenses
/// keys: {case: Case ID, activity: Activity, time: Complete Timestamp}
/// only: {"lifecycle:transition": complete}
/// rows: together
/// activities:
///   Declaration SUBMITTED by EMPLOYEE: submit declare
///   Declaration FINAL_APPROVED by SUPERVISOR: finally approve supervisor
/// fields:
///   declare: {amount: (case)_Amount}
/// ```
package enum MappingDocument {
  /// Every mistake is told at once, at most 100. Steps are those of the policy's chains and the workflow's roles, so
  /// that a signature which the policy never asks for can be named too.
  package static func read(_ source: SourceFile, for rulebook: Rulebook)
    throws(DiagnosticReport) -> LogMapping
  {
    let findings = Findings(kind: "mapping")
    var syntax = DiagnosticReport()
    let root = YAMLReader.read(source, into: &syntax)
    findings.append(syntax)
    let mapping = root.flatMap { MappingReader($0, rulebook, findings).read() }
    try findings.throwErrors()
    guard let mapping else {
      throw DiagnosticReport([
        Diagnostic(
          "mapping.empty", Bilingual("there is no mapping to read", zh: "没有可读取的映射"), at: nil)
      ])
    }
    return mapping
  }
}

private struct MappingReader {
  private let findings: Findings
  private let fields: Fields
  private let rulebook: Rulebook

  init(_ node: Node, _ rulebook: Rulebook, _ findings: Findings) {
    self.findings = findings
    self.rulebook = rulebook
    fields = findings.fields(
      node, Bilingual("the mapping", zh: "映射"), required: ["mapping", "workflow", "activities"],
      optional: ["keys", "only", "rows", "fields"])
  }

  func read() -> LogMapping? {
    let workflow = rulebook.workflow
    guard
      let name: Name<LogMapping> = fields["mapping"].flatMap({
        findings.name($0, Bilingual("the mapping's name", zh: "映射名称"), hyphens: true)
      })
    else { return nil }
    _ = fields["workflow"].flatMap {
      findings.reference(
        $0, "workflow", Bilingual("workflow of this policy", zh: "本制度的流程"),
        among: [workflow.name])
    }
    let keys = keys()
    let activities = activities()
    let submitted = Set(
      activities.values.compactMap { deed in
        if case .submit(let action) = deed { action } else { nil }
      })
    let facts = facts(of: submitted)
    return LogMapping(
      name: name, caseKey: keys["case"],
      activityKey: keys["activity"] ?? LogMapping.standardActivityKey,
      timeKey: keys["time"] ?? LogMapping.standardTimeKey, only: only(), rows: rows(),
      activities: activities, facts: facts)
  }

  private var attribute: Bilingual { Bilingual("an attribute of the log", zh: "日志的属性名") }

  private func keys() -> [String: String] {
    guard let node = fields["keys"] else { return [:] }
    let names = ["case", "activity", "time"]
    let keys = findings.fields(node, Bilingual("`keys`", zh: "`keys`"), optional: names)
    var found: [String: String] = [:]
    for name in names {
      found[name] = keys[name].flatMap { findings.scalar($0, attribute) }?.text
    }
    return found
  }

  private func only() -> [(attribute: String, value: String)] {
    guard let node = fields["only"] else { return [] }
    return findings.entries(node, Bilingual("values by attribute", zh: "属性取值")).compactMap {
      entry in
      findings.scalar(entry.value, Bilingual("a value", zh: "取值")).map {
        (attribute: entry.key.text, value: $0.text)
      }
    }
  }

  private func rows() -> LogMapping.Rows {
    let what = Bilingual("`mixed` or `together`", zh: "`mixed` 或 `together`")
    guard let node = fields["rows"], let scalar = findings.scalar(node, what) else {
      return .mixed
    }
    guard let rows = LogMapping.Rows(rawValue: scalar.text) else {
      findings.expected(what, node)
      return .mixed
    }
    return rows
  }

  private func activities() -> [String: LogMapping.Deed] {
    guard let node = fields["activities"] else { return [:] }
    var deeds: [String: LogMapping.Deed] = [:]
    for entry in findings.entries(node, Bilingual("activities by name", zh: "活动")) {
      deeds[entry.key.text] = deed(entry.value)
    }
    return deeds
  }

  private func deed(_ node: Node) -> LogMapping.Deed? {
    let what = Bilingual(
      "`submit ACTION`, `approve STEP`, `finally approve STEP`, `reject`, `pay` or `ignore`",
      zh: "`submit 动作`、`approve 步骤`、`finally approve 步骤`、`reject`、`pay` 或 `ignore`")
    guard let scalar = findings.scalar(node, what) else { return nil }
    let words = scalar.text.split(separator: " ").map(String.init)
    switch (words.count, words.dropLast().joined(separator: " "), words.last) {
    case (1, _, "reject"): return .reject
    case (1, _, "pay"): return .pay
    case (1, _, "ignore"): return .ignore
    case (2, "submit", let name?): return action(name, at: scalar.span).map { .submit($0) }
    case (2, "approve", let name?):
      return step(name, at: scalar.span).map { .approve($0, final: false) }
    case (3, "finally approve", let name?):
      return step(name, at: scalar.span).map { .approve($0, final: true) }
    default:
      findings.expected(what, node)
      return nil
    }
  }

  private func action(_ name: String, at span: Span) -> ActionName? {
    let actions = rulebook.workflow.actions.map(\.name)
    guard actions.contains(ActionName(name)) else {
      findings.unknown(
        "action", Bilingual("action", zh: "动作"), name, at: span, known: actions.map(\.text))
      return nil
    }
    return ActionName(name)
  }

  private func step(_ name: String, at span: Span) -> StepName? {
    let chains = rulebook.workflow.actions.compactMap { rulebook.rules(of: $0.name).chain }
    var known = chains.flatMap { $0.steps.map(\.name.text) }
    for role in rulebook.workflow.roles where !known.contains(role.name.text) {
      known.append(role.name.text)
    }
    guard known.contains(name) else {
      findings.unknown(
        "step", Bilingual("step or role", zh: "步骤或角色"), name, at: span, known: known)
      return nil
    }
    return StepName(name)
  }

  /// The facts of the actions that the log submits; a required field without a source is a mistake.
  private func facts(of submitted: Set<ActionName>) -> [ActionName: [LogMapping.Fact]] {
    var sources: [ActionName: [FieldName: String]] = [:]
    if let node = fields["fields"] {
      for entry in findings.entries(node, Bilingual("fields by action", zh: "各动作的字段")) {
        guard let name = action(entry.key.text, at: entry.key.span) else { continue }
        sources[name] = source(entry.value, of: name)
      }
    }
    var facts: [ActionName: [LogMapping.Fact]] = [:]
    for action in rulebook.workflow.actions where submitted.contains(action.name) {
      let form = action.form.flatMap { rulebook.workflow[form: $0] }
      let given = sources[action.name] ?? [:]
      for field in form?.fields ?? [] {
        if let attribute = given[field.name] {
          facts[action.name, default: []].append(.init(field: field, attribute: attribute))
        } else if field.isRequired, field.defaultValue == nil {
          findings.error(
            "missing-field",
            Bilingual(
              "`\(action.name)` needs `\(field.name)`, which no attribute fills",
              zh: "`\(action.name)` 需要 `\(field.name)`，但没有对应的属性"),
            at: fields.keySpan("fields") ?? fields.span,
            help: Bilingual(
              "fields: {\(action.name): {\(field.name): ATTRIBUTE}}",
              zh: "fields: {\(action.name): {\(field.name): 属性}}"))
        }
      }
    }
    return facts
  }

  private func source(_ node: Node, of action: ActionName) -> [FieldName: String] {
    let form = rulebook.workflow[action: action]?.form.flatMap { rulebook.workflow[form: $0] }
    var sources: [FieldName: String] = [:]
    for entry in findings.entries(node, Bilingual("attributes by field", zh: "各字段的属性")) {
      guard let field = form?[FieldName(entry.key.text)] else {
        findings.unknown(
          "field", Bilingual("field of `\(action)`", zh: "`\(action)` 的字段"), entry.key.text,
          at: entry.key.span, known: form?.fields.map(\.name.text) ?? [])
        continue
      }
      switch field.type {
      case .text, .choice, .money, .percent, .number, .integer, .boolean, .date, .person:
        sources[field.name] = findings.scalar(entry.value, attribute)?.text
      case .file, .milestones, .milestone, .list:
        findings.error(
          "type-mismatch",
          Bilingual(
            "no attribute of a log fills `\(field.name)`", zh: "日志属性不能填入 `\(field.name)`"),
          at: entry.key.span)
      }
    }
    return sources
  }
}
