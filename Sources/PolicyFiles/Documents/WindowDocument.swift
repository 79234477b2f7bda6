import Diagnostics
import Engine

/// The rolling windows of a policy, put into the scopes of the actions whose requests they add up.
struct WindowDocument {
  let windows: [PolicyLayers.Item]
  let workflow: Workflow
  let findings: Findings

  func add(to scopes: inout [ActionName: Scope]) {
    for item in windows { add(item, &scopes) }
  }

  private func add(_ item: PolicyLayers.Item, _ scopes: inout [ActionName: Scope]) {
    guard let name: WindowName = findings.name(item.key) else { return }
    let fields = findings.fields(
      item.node, Bilingual("window `\(name)`", zh: "窗口 `\(name)`"),
      required: ["sum", "of", "by", "within"], optional: ["title"])
    guard let sum = fields["sum"], let by = fields["by"].flatMap(bearer),
      let within = fields["within"].flatMap(days), let of = fields["of"]
    else { return }
    let actions = findings.references(
      of, "action", Bilingual("action", zh: "动作"), among: workflow.actions.map(\.name))
    for action in actions where workflow[action: action]?.needsSignatures == false {
      findings.error(
        "unsigned-action",
        Bilingual(
          "nobody signs `\(action)`, so it files no requests to add up",
          zh: "`\(action)` 无须审批，没有可累计的申请"), at: of.span,
        help: Bilingual("name actions with `sign_off:`", zh: "请列出带 `sign_off:` 的动作"))
    }
    let window = Window(
      name: name, title: findings.title(fields, of: name.text), actions: actions, bearer: by,
      days: within, place: Place(item.key.span))
    for action in actions {
      // What one request weighs depends on its form, so each action reads the sum in its own way.
      let weight = scopes[action].flatMap {
        findings.expression(sum, in: $0, expecting: [.decimal])
      }
      if let weight { scopes[action]?.add(window, weight: weight) }
    }
  }

  /// `submitter`, `project` or `FORM.FIELD` of the project's own forms.
  private func bearer(_ node: Node) -> Window.Bearer? {
    let what = Bilingual(
      "`submitter`, `project` or `FORM.FIELD`", zh: "`submitter`、`project` 或 `表单.字段`")
    guard let scalar = findings.scalar(node, what) else { return nil }
    switch scalar.text {
    case "submitter": return .submitter
    case "project": return .project
    default: break
    }
    let parts = scalar.text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      findings.expected(what, node)
      return nil
    }
    guard let form = workflow[form: FormName(String(parts[0]))],
      let field = form[FieldName(String(parts[1]))]
    else {
      findings.unknown(
        "field", Bilingual("field of a form", zh: "表单字段"), scalar.text, at: scalar.span,
        known: workflow.forms.flatMap { form in form.fields.map { "\(form.name).\($0.name)" } })
      return nil
    }
    guard field.readers.isEmpty else {
      findings.error(
        "confidential",
        Bilingual(
          "`\(scalar.text)` is confidential, and whose sum it is stands in the log",
          zh: "`\(scalar.text)` 为保密字段，而累计归属会写入日志"), at: scalar.span)
      return nil
    }
    switch field.type {
    case .text, .choice, .person: return .field(form.name, field.name)
    case .money, .percent, .number, .integer, .date, .boolean, .file, .milestones, .milestone,
      .list:
      findings.error(
        "type-mismatch",
        Bilingual(
          "`\(scalar.text)` says nobody's name: a text, a choice or a person does",
          zh: "`\(scalar.text)` 不能作为归属：须为文本、选项或人员"), at: scalar.span)
      return nil
    }
  }

  private func days(_ node: Node) -> Int? {
    let what = Bilingual(
      "1 to \(Window.longest) days, such as `90 days`", zh: "1 至 \(Window.longest) 天，如 `90 days`")
    guard let scalar = findings.scalar(node, what) else { return nil }
    let words = scalar.text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[1] == "days" || words[1] == "day", let days = Int(words[0]),
      (1...Window.longest).contains(days)
    else {
      findings.expected(what, node)
      return nil
    }
    return days
  }
}
