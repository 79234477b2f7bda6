import CEL
import Diagnostics
import Engine

/// A decision table as written; its inputs are compiled anew for each scope, its cells once.
final class TableDocument {
  private let name: TableName
  private let findings: Findings
  private let workflow: Workflow
  private let fields: Fields
  private let inputItems: [Node.Entry]
  private let outputs: [(name: String, type: FieldType)]
  private let hitPolicy: HitPolicy
  private let frozenAt: ActionName?
  private let span: Span
  /// The rules, once the types of the inputs are known; nil before.
  private var rules: (rules: [DecisionTable.Rule], defaults: [Value]?)?

  init(name: TableName, _ node: Node, _ workflow: Workflow, _ findings: Findings) {
    self.name = name
    self.findings = findings
    self.workflow = workflow
    span = node.span
    fields = findings.fields(
      node, Bilingual("table `\(name)`", zh: "表 `\(name)`"),
      required: ["hit", "inputs", "outputs", "rules"],
      optional: ["title", "frozen_at", "default"])
    inputItems =
      fields["inputs"].map { findings.entries($0, Bilingual("inputs", zh: "输入")) } ?? []
    outputs =
      fields["outputs"].map { node in
        findings.entries(node, Bilingual("outputs", zh: "输出")).compactMap { entry in
          guard let output: Name<DecisionTable.Output> = findings.name(entry.key),
            let type = findings.outputType(entry.value)
          else { return nil }
          return (output.text, type)
        }
      } ?? []
    var hitPolicy = HitPolicy.unique
    if let hit = fields["hit"].flatMap({
      findings.scalar($0, Bilingual("a hit policy", zh: "命中策略"))
    }) {
      if let known = HitPolicy(rawValue: hit.text) {
        hitPolicy = known
      } else {
        findings.unknown(
          "hit-policy", Bilingual("hit policy", zh: "命中策略"), hit.text, at: hit.span,
          known: HitPolicy.allCases.map(\.rawValue))
      }
    }
    self.hitPolicy = hitPolicy
    frozenAt = fields["frozen_at"].flatMap {
      findings.reference(
        $0, "action", Bilingual("action", zh: "动作"), among: workflow.actions.map(\.name))
    }
    checkOutputs()
  }

  /// Whether the outputs are of kinds that the hit policy can work with.
  private func checkOutputs() {
    let policy = hitPolicy.rawValue
    func refuse(_ code: String, _ message: Bilingual, _ key: String) {
      findings.error(code, message, at: fields[key]?.span ?? span)
    }
    if hitPolicy.aggregates, outputs.count > 1 {
      refuse(
        "hit-policy",
        Bilingual(
          "`\(policy)` has one output, found \(outputs.count)",
          zh: "`\(policy)` 只能有一个输出，实有 \(outputs.count) 个"), "outputs")
    }
    for output in outputs {
      switch (hitPolicy, output.type.celType) {
      case (.priority, .choice), (.outputOrder, .choice): break
      case (.priority, _), (.outputOrder, _):
        refuse(
          "hit-policy",
          Bilingual(
            "`\(policy)` ranks by lists of choices; output `\(output.name)` has none",
            zh: "`\(policy)` 按选项列表的先后排序；输出 `\(output.name)` 不是选项列表"), "outputs")
      case (.collectSum, .decimal), (.collectSum, .int): break
      case (.collectSum, _):
        refuse(
          "hit-policy",
          Bilingual("output `\(output.name)` cannot be added up", zh: "输出 `\(output.name)` 不能求和"),
          "outputs")
      case (.collectMinimum, .decimal), (.collectMinimum, .int), (.collectMinimum, .date),
        (.collectMaximum, .decimal), (.collectMaximum, .int), (.collectMaximum, .date):
        break
      case (.collectMinimum, _), (.collectMaximum, _):
        refuse(
          "hit-policy",
          Bilingual("output `\(output.name)` has no order", zh: "输出 `\(output.name)` 不可比较大小"),
          "outputs")
      default: break
      }
    }
    if hitPolicy.givesLists, frozenAt != nil {
      refuse(
        "frozen-list",
        Bilingual(
          "only single results can be fixed by `frozen_at`; `\(policy)` gives lists",
          zh: "`frozen_at` 只能固定单个结果；`\(policy)` 的结果是列表"), "frozen_at")
    }
  }

  /// The inputs compiled in a scope, or why they do not fit there.
  func inputs(
    in scope: Scope, suggesting: Bool
  ) -> Result<[DecisionTable.Input], DiagnosticReport> {
    var inputs: [DecisionTable.Input] = []
    var report = DiagnosticReport()
    for item in inputItems {
      guard let scalar = findings.scalar(item.value, Bilingual("an expression", zh: "表达式")) else {
        continue
      }
      switch findings.compile(scalar, in: scope, suggesting: suggesting) {
      case .success(let expression):
        inputs.append(
          .init(
            name: item.key.text, expression: expression,
            nullable: scope.optionalField(of: expression, workflow)))
      case .failure(let failure): report.append(contentsOf: failure)
      }
    }
    return report.isEmpty ? .success(inputs) : .failure(report)
  }

  /// The table with its inputs as one scope has them; nil when it could not be read.
  func table(_ inputs: [DecisionTable.Input]) -> DecisionTable? {
    guard !outputs.isEmpty, inputs.count == inputItems.count else { return nil }
    let types = inputs.map(\.expression.program.resultType)
    let read = rules ?? readRules(types, nullable: inputs.map { $0.nullable != nil })
    rules = read
    return DecisionTable(
      name: name, title: findings.title(fields, of: name.text), hitPolicy: hitPolicy,
      inputs: inputs,
      outputs: outputs.map { .init(name: $0.name, type: $0.type.celType, under: hitPolicy) },
      rules: read.rules, defaultOutputs: read.defaults, frozenAt: frozenAt, place: Place(span))
  }

  private func readRules(_ types: [ValueType], nullable: [Bool]) -> (
    rules: [DecisionTable.Rule], defaults: [Value]?
  ) {
    let rows = fields["rules"].map { findings.elements($0, Bilingual("rules", zh: "规则")) } ?? []
    let rules = rows.compactMap { row -> DecisionTable.Rule? in
      let cells = findings.elements(row, Bilingual("a rule", zh: "规则"))
      guard cells.count == types.count + outputs.count else {
        findings.error(
          "columns",
          Bilingual(
            "expected \(types.count) inputs and \(outputs.count) outputs, found \(cells.count) cells",
            zh: "应有 \(types.count) 个输入和 \(outputs.count) 个输出，实有 \(cells.count) 格"),
          at: row.span)
        return nil
      }
      let tests = types.indices.compactMap { column in
        findings.cell(
          cells[column], of: types[column], isNullable: nullable[column], workflow.currency)
      }
      let values = results(Array(cells.dropFirst(types.count)))
      guard tests.count == types.count, let values else { return nil }
      return DecisionTable.Rule(cells: tests, outputs: values, place: Place(row.span))
    }
    return (rules, fields["default"].flatMap(defaults))
  }

  /// What comes out when nothing matches: one row, or `[]` where lists come out; a count is a whole number.
  private func defaults(_ node: Node) -> [Value]? {
    let nodes = findings.elements(node, Bilingual("outputs", zh: "输出"))
    if hitPolicy == .collectCount, nodes.count == 1 {
      return findings.literal(nodes[0], of: .integer, currency: workflow.currency)?.output.map {
        [$0]
      }
    }
    guard hitPolicy.givesLists else { return results(nodes) }
    return nodes.isEmpty
      ? outputs.map { _ in .list([]) } : results(nodes)?.map { .list([$0]) }
  }

  private func results(_ nodes: [Node]) -> [Value]? {
    guard nodes.count == outputs.count else {
      if let first = nodes.first {
        findings.error(
          "columns",
          Bilingual(
            "expected \(outputs.count) outputs, found \(nodes.count)",
            zh: "应有 \(outputs.count) 个输出，实有 \(nodes.count) 个"), at: first.span)
      }
      return nil
    }
    let values = zip(nodes, outputs).compactMap { node, output in
      findings.literal(node, of: output.type, currency: workflow.currency)?.output
    }
    return values.count == outputs.count ? values : nil
  }
}

extension Findings {
  /// The type of an output: a list of choices, or the name of a type.
  fileprivate func outputType(_ node: Node) -> FieldType? {
    if case .sequence(let elements) = node.content {
      let names = elements.compactMap { scalar($0, Bilingual("a choice", zh: "选项"))?.text }
      return .choice(names.map { .init(name: $0, title: Bilingual(verbatim: $0)) })
    }
    guard let scalar = scalar(node, Bilingual("a list of choices, or a type", zh: "选项列表或类型"))
    else { return nil }
    let types: [String: FieldType] = [
      "text": .text, "money": .money(scale: 2), "percent": .percent, "number": .number(scale: 8),
      "integer": .integer, "boolean": .boolean, "date": .date,
    ]
    guard let type = types[scalar.text] else {
      unknown(
        "type", Bilingual("type", zh: "类型"), scalar.text, at: scalar.span,
        known: types.keys.sorted())
      return nil
    }
    return type
  }
}

extension Scope {
  /// The name that an expression consists of, if it is a field that need not be filled in.
  fileprivate func optionalField(of expression: Expression, _ workflow: Workflow) -> Slot? {
    guard case .slot(let slot, _) = expression.program.tree.kind else { return nil }
    let form: FormName?
    let name: FieldName
    switch sources[slot.index] {
    case .form(let source, let field): (form, name) = (source, field)
    case .request(let field):
      (form, name) = (action.flatMap { workflow[action: $0]?.form }, field)
    case .baseline, .original, .spent, .stage, .milestones, .submitter, .now, .today, .overdue,
      .parentID, .parent, .children, .openChildren, .limit, .window,
      .measure, .output:
      return nil
    }
    guard let field = form.flatMap({ workflow[form: $0]?[name] }) else { return nil }
    return field.isRequired || field.defaultValue != nil ? nil : slot
  }
}

extension FieldType {
  fileprivate var celType: ValueType {
    switch self {
    case .choice(let choices):
      .choice(ChoiceType(name: "choice", cases: choices.map(\.name)))
    case .money, .percent, .number: .decimal
    case .integer: .int
    case .boolean: .bool
    case .date: .date
    case .text, .person, .file, .milestones, .milestone, .list: .string
    }
  }
}

extension FieldValue {
  fileprivate var output: Value? {
    switch self {
    case .text(let text), .choice(let text): .string(text)
    case .decimal(let number): .decimal(number)
    case .integer(let number): .int(number)
    case .boolean(let flag): .bool(flag)
    case .date(let date): .date(date)
    case .person, .file, .milestones, .milestone, .serial, .list, .sealed: nil
    }
  }
}
