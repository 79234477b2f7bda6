import CEL
import Diagnostics
import Engine

extension PolicyCase.Expectation {
  static let keys = ["route", "people", "refused", "because", "values", "holds"]
}

extension Findings {
  /// What a case expects. `action` nil: nothing is asked, so only values and holds can be expected.
  func expectation(
    _ node: Node, _ action: Action?, _ rulebook: Rulebook, people: [PersonID]
  ) -> PolicyCase.Expectation {
    var expectation = PolicyCase.Expectation()
    let fields = fields(
      node, Bilingual("what is expected", zh: "预期"), optional: PolicyCase.Expectation.keys)
    let given = PolicyCase.Expectation.keys.filter { fields[$0] != nil }
    if given.isEmpty {
      error(
        "nothing-expected", Bilingual("the case expects nothing", zh: "用例没有任何预期"), at: node.span)
    }
    for key in given where action == nil && ["route", "people", "refused"].contains(key) {
      error(
        "no-action",
        Bilingual("`\(key)` needs an `action`", zh: "`\(key)` 需要 `action`"), at: fields.keySpan(key)
      )
    }
    if fields["refused"] != nil, fields["route"] != nil || fields["people"] != nil {
      error(
        "contradiction",
        Bilingual("what is refused has no route", zh: "被拒绝的申请没有审批链"),
        at: fields.keySpan("refused"))
    }
    if fields["because"] != nil, fields["refused"] == nil {
      error(
        "missing-key", Bilingual("`because` belongs to `refused`", zh: "`because` 须与 `refused` 同用"),
        at: fields.keySpan("because"))
    }
    // The confirmation of a control point is a step of its own, which no chain names.
    var steps = action.flatMap { rulebook.rules(of: $0.name).chain?.steps.map(\.name) } ?? []
    if let action, action.effects.contains(where: { if case .reach = $0 { true } else { false } }) {
      steps.append("confirmation")
    }
    let step = Bilingual("step", zh: "步骤")
    expectation.route = fields["route"].map { references($0, "step", step, among: steps) }
    for entry in fields["people"].map({ entries($0, Bilingual("people by step", zh: "各步骤人员")) })
      ?? []
    {
      guard steps.contains(StepName(entry.key.text)) else {
        unknown("step", step, entry.key.text, at: entry.key.span, known: steps.map(\.text))
        continue
      }
      expectation.people[StepName(entry.key.text)] = references(
        entry.value, "person", Bilingual("person", zh: "人员"), among: people
      ).sorted()
    }
    if let refused = fields["refused"].flatMap({
      scalar($0, Bilingual("the code of a refusal", zh: "拒绝代码"))
    }) {
      expectation.refused = Refusal.Code(rawValue: refused.text)
      if expectation.refused == nil {
        unknown(
          "refusal", Bilingual("refusal", zh: "拒绝代码"), refused.text, at: refused.span,
          known: Refusal.Code.allCases.map(\.rawValue))
      }
    }
    expectation.because = fields["because"].flatMap {
      scalar($0, Bilingual("words of the reason", zh: "理由中的文字"))?.text
    }
    if let node = fields["values"] {
      let scope = action.map { rulebook.rules(of: $0.name).scope } ?? rulebook.projectScope
      expectation.values = values(node, in: scope, of: rulebook.workflow)
    }
    expectation.holds = fields["holds"].map {
      references(
        $0, "hold", Bilingual("hold", zh: "限制"), among: rulebook.policy.holds.map(\.name))
    }
    return expectation
  }

  private func values(_ node: Node, in scope: Scope, of workflow: Workflow) -> [String: Value] {
    let known =
      scope.measures.map(\.name.text) + scope.computedFields(workflow)
      + scope.tables.flatMap { table in table.outputs.map { "\(table.name).\($0.name)" } }
    var values: [String: Value] = [:]
    for entry in entries(node, Bilingual("names and values", zh: "名称与值")) {
      let name = entry.key.text
      guard known.contains(name), let type = scope.environment.type(of: name) else {
        unknown(
          "name",
          Bilingual("measure, output of a table or computed field", zh: "度量、表输出或计算字段"), name,
          at: entry.key.span, known: known)
        continue
      }
      values[name] = constant(entry.value, of: type, currency: workflow.currency)
    }
    return values
  }

  private func constant(_ node: Node, of type: ValueType, currency: String) -> Value? {
    switch type {
    case .decimal:
      switch amount(node, currency: currency) {
      case .percent(let number)?, .money(let number)?, .number(let number)?:
        return .decimal(number)
      case .days?: expected(Bilingual("a number", zh: "数字"), node)
      case nil: break
      }
    case .duration:
      switch amount(node, currency: currency) {
      case .days(let days)?: return TimeSpan(days: days).map { .duration($0) }
      case .percent?, .money?, .number?:
        expected(Bilingual("a number of days: `30 days`", zh: "天数：`30 days`"), node)
      case nil: break
      }
    case .int: return integer(node, in: Int(Int32.min)...Int(Int32.max)).map { .int(Int64($0)) }
    case .bool: return boolean(node).map { .bool($0) }
    case .date: return date(node).map { .date($0) }
    case .choice(let choice):
      guard let scalar = scalar(node, Bilingual("a choice", zh: "选项")) else { return nil }
      if choice.cases.contains(scalar.text) { return .string(scalar.text) }
      unknown(
        "choice", Bilingual("choice", zh: "选项"), scalar.text, at: scalar.span, known: choice.cases)
    default: return scalar(node, Bilingual("a text", zh: "文字")).map { .string($0.text) }
    }
    return nil
  }
}

extension Scope {
  /// The names of fields that are computed: `request.total`.
  fileprivate func computedFields(_ workflow: Workflow) -> [String] {
    zip(names, sources).compactMap { name, source in
      let field: Field?
      switch source {
      case .request(let name):
        field = action.flatMap { workflow[action: $0]?.form }.flatMap { workflow[form: $0]?[name] }
      case .form(let form, let name): field = workflow[form: form]?[name]
      default: field = nil
      }
      return field?.formula == nil ? nil : name
    }
  }
}
