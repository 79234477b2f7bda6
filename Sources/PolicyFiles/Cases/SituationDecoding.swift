import CEL
import Diagnostics
import Engine

extension PolicyCase.Situation {
  static let keys = [
    "stage", "roles", "forms", "baseline", "original", "spent", "milestones", "reached", "open",
    "since", "duties", "parent", "children", "windows",
  ]
}

extension Findings {
  /// Reads a situation over another: maps merge by key, lists are replaced.
  func read(
    _ node: Node, into situation: inout PolicyCase.Situation, _ rulebook: Rulebook,
    people: [PersonID]
  ) {
    let workflow = rulebook.workflow
    let windows = Set(
      rulebook.policy.rules.values.flatMap { $0.scope.windows.map(\.window.name) }
    ).sorted()
    let fields = fields(
      node, Bilingual("a situation", zh: "情形"), optional: PolicyCase.Situation.keys)
    if let stage = fields["stage"].flatMap({
      reference($0, "stage", Bilingual("stage", zh: "阶段"), among: workflow.stages.map(\.name))
    }) {
      situation.stage = stage
    }
    let roles = workflow.roles.filter { $0.extent == .project }.map(\.name.text)
    for entry in fields["roles"].map({ entries($0, Bilingual("roles and people", zh: "角色与人员")) })
      ?? []
    {
      guard roles.contains(entry.key.text) else {
        unknown(
          "role", Bilingual("role on projects", zh: "项目角色"), entry.key.text, at: entry.key.span,
          known: roles)
        continue
      }
      situation.roles[RoleName(entry.key.text)] = references(
        entry.value, "person", Bilingual("person", zh: "人员"), among: people)
    }
    for entry in fields["forms"].map({ entries($0, Bilingual("forms by name", zh: "表单")) }) ?? [] {
      guard let form = workflow[form: FormName(entry.key.text)] else {
        unknown(
          "form", Bilingual("form", zh: "表单"), entry.key.text, at: entry.key.span,
          known: workflow.forms.map(\.name.text))
        continue
      }
      situation.forms[form.name, default: [:]].merge(
        values(entry.value, of: form, in: workflow)
      ) { $1 }
    }
    let plan = Form(
      name: "baseline", title: Bilingual("the plan", zh: "计划"),
      fields: workflow.baselineFields.map {
        Field(name: $0.0, title: Bilingual(verbatim: $0.0.text), type: $0.1)
      })
    if let node = fields["baseline"] {
      situation.baseline.merge(values(node, of: plan, in: workflow)) { $1 }
    }
    if let node = fields["original"] {
      situation.original.merge(values(node, of: plan, in: workflow)) { $1 }
    }
    if let node = fields["spent"],
      case .decimal(let amount)? = literal(
        node, of: .money(scale: 2), currency: workflow.currency)
    {
      situation.spent = amount
    }
    for entry in fields["windows"].map({ entries($0, Bilingual("windows by name", zh: "窗口")) })
      ?? []
    {
      guard windows.contains(where: { $0.text == entry.key.text }) else {
        unknown(
          "window", Bilingual("window", zh: "窗口"), entry.key.text, at: entry.key.span,
          known: windows.map(\.text))
        continue
      }
      if case .decimal(let sum)? = literal(
        entry.value, of: .money(scale: 2), currency: workflow.currency)
      {
        situation.windows[WindowName(entry.key.text)] = sum
      }
    }
    if let node = fields["milestones"] {
      let field = Field(
        name: "milestones", title: Bilingual("control points", zh: "控制点"), type: .milestones)
      if case .milestones(let plan)? = value(node, named: "milestones", of: field, in: workflow) {
        situation.milestones = plan
      }
    }
    if let node = fields["reached"] {
      situation.reached = references(
        node, "milestone", Bilingual("milestone", zh: "控制点"),
        among: workflow.milestones.map(\.name))
    }
    if let since = fields["since"].flatMap(date) { situation.since = since }
    for entry in fields["duties"].map({ entries($0, Bilingual("duties and days", zh: "义务与日期")) })
      ?? []
    {
      guard workflow[duty: DutyName(entry.key.text)] != nil else {
        unknown(
          "duty", Bilingual("duty", zh: "义务"), entry.key.text, at: entry.key.span,
          known: workflow.duties.map(\.name.text))
        continue
      }
      if let day = date(entry.value) { situation.duties[DutyName(entry.key.text)] = day }
    }
    if let node = fields["parent"] { situation.parent = parent(node, workflow) }
    if let node = fields["children"] { situation.children = children(node, workflow) }
    if let node = fields["open"] {
      situation.open = references(
        node, "action", Bilingual("action", zh: "动作"), among: workflow.actions.map(\.name))
    }
  }

  /// The fields of a form as they would be typed, each once; `form` nil: nothing may be written.
  func typed(_ node: Node, form: Form?) -> [(field: Field, text: String)] {
    entries(node, Bilingual("fields and values", zh: "字段与值")).compactMap { entry in
      guard let field = form?[FieldName(entry.key.text)] else {
        unknown(
          "field", Bilingual("field of the form", zh: "表单字段"), entry.key.text, at: entry.key.span,
          known: form?.fields.map(\.name.text) ?? [])
        return nil
      }
      var report = DiagnosticReport()
      let text = FormValuesDocument.text(of: entry, &report)
      append(report)
      return text.map { (field, $0) }
    }
  }

  func values(_ node: Node, of form: Form, in workflow: Workflow) -> [FieldName: FieldValue] {
    var values: [FieldName: FieldValue] = [:]
    for entry in entries(node, Bilingual("fields and values", zh: "字段与值")) {
      guard let field = form[FieldName(entry.key.text)] else {
        unknown(
          "field", Bilingual("field of `\(form.name)`", zh: "`\(form.name)` 的字段"), entry.key.text,
          at: entry.key.span, known: form.fields.map(\.name.text))
        continue
      }
      values[field.name] = value(entry.value, named: field.name.text, of: field, in: workflow)
    }
    return values
  }

  private func value(_ node: Node, named name: String, of field: Field, in workflow: Workflow)
    -> FieldValue?
  {
    var report = DiagnosticReport()
    let key = Scalar(name, style: .plain, at: node.span)
    let text = FormValuesDocument.text(of: Node.Entry(key: key, value: node), &report)
    append(report)
    guard let text else { return nil }
    switch field.parse(text, in: workflow) {
    case .success(let value): return value
    case .failure(let invalid):
      error("value", invalid.reason, at: node.span, help: invalid.help)
      return nil
    }
  }
}
