import CEL
import Diagnostics
import Engine

/// Reads a policy, layers put together, and compiles every rule in the scope of the action that it is about.
struct PolicyDocument {
  let layers: PolicyLayers
  let workflow: Workflow
  /// What the workflow was read from: its formulas are compiled here, since they may read the policy's tables.
  let workflowDocument: Node?
  let findings: Findings
  let timeZones: TimeZoneRules

  /// The policy and the scope of projects without a request; what is wrong stands in `findings`.
  static func read(
    _ roots: [Node], for workflow: Workflow, _ workflowDocument: Node?,
    timeZones: TimeZoneRules, _ findings: Findings
  ) -> (Policy, Scope)? {
    let document = PolicyDocument(
      layers: PolicyLayers(roots, findings), workflow: workflow,
      workflowDocument: workflowDocument, findings: findings, timeZones: timeZones)
    return document.read()
  }

  private func read() -> (Policy, Scope)? {
    guard
      let name: PolicyName = layers.name.flatMap({ findings.name($0, hyphens: true) })
    else { return nil }
    if let governs = layers.governs, governs.text != workflow.name.text {
      findings.error(
        "other-workflow",
        Bilingual(
          "governs `\(governs.text)`, but was given workflow `\(workflow.name)`",
          zh: "适用于 `\(governs.text)`，但给出的流程为 `\(workflow.name)`"), at: governs.span)
    }
    let calendar = calendar()
    let limits = layers.limits.compactMap(limit)
    let environment = Environment.forPolicies(calendar)
    let quantities = Quantities(
      measures: layers.measures, tables: layers.tables, workflow: workflow, findings: findings)
    var scopes: [ActionName: Scope] = [:]
    let common = Scope(workflow: workflow, environment: environment)
    var projectScope = common.with(nil, of: workflow, limits: limits)
    for action in workflow.actions {
      scopes[action.name] = common.with(action, of: workflow, limits: limits)
    }
    WindowDocument(windows: layers.windows, workflow: workflow, findings: findings)
      .add(to: &scopes)
    quantities.add(to: &projectScope, &scopes)
    checkSections()
    let rules = Dictionary(
      uniqueKeysWithValues: workflow.actions.map { action in
        (action.name, self.rules(of: action, in: scopes[action.name] ?? projectScope))
      })
    let policy = Policy(
      name: name, governs: workflow.name, title: layers.title ?? Bilingual(verbatim: name.text),
      calendar: calendar, limits: limits, repeats: repeats(), override: override(),
      lapses: lapses(),
      rules: rules,
      formulas: Dictionary(
        uniqueKeysWithValues: workflow.filledForms.map {
          ($0.name, formulas(of: $0, in: projectScope))
        }
      ),
      holds: layers.holds.compactMap { hold($0, in: projectScope) },
      publishing: publishing(projectScope))
    return (policy, projectScope)
  }

  private func rules(of action: Action, in scope: Scope) -> ActionRules {
    let gates = layers.gates.filter { $0.key.text == action.name.text }
    let form = action.form.flatMap { workflow[form: $0] }
    let chain = action.signOff.flatMap { name in
      layers.chains.first { $0.key.text == name.text }.map { item in
        Chain(
          name: name,
          steps: ChainDocument(
            scope: scope, form: form, roles: workflow.roles.map(\.name) + [Role.administrator],
            currency: workflow.currency, name: name.text, findings: findings
          ).steps(item.node))
      }
    }
    return ActionRules(
      scope: scope,
      gate: action.gate + gates.flatMap { findings.criteria($0.node, in: scope, of: workflow) },
      chain: chain, formulas: form.map { formulas(of: $0, in: scope) } ?? [],
      reapproval: chain.flatMap { chain in
        layers.reapproval.first { $0.key.text == chain.name.text }.map {
          reapproval($0, form: form, chain)
        }
      } ?? [:])
  }

  /// Which changes of a request those who signed it mind.
  private func reapproval(_ item: PolicyLayers.Item, form: Form?, _ chain: Chain)
    -> [FieldName: Worsening]
  {
    var rules: [FieldName: Worsening] = [:]
    for entry in findings.entries(item.node, Bilingual("fields of the request", zh: "申请字段")) {
      guard let form, let field = form[FieldName(entry.key.text)] else {
        findings.unknown(
          "field", Bilingual("field of the request", zh: "申请字段"), entry.key.text,
          at: entry.key.span, known: form?.fields.map(\.name.text) ?? [])
        continue
      }
      let fields = findings.fields(
        entry.value, Bilingual("when `\(field.name)` is worse", zh: "`\(field.name)` 何为变差"),
        required: ["worse"], optional: ["asks"])
      let what = Bilingual("`up`, `down`, `any` or `never`", zh: "`up`、`down`、`any` 或 `never`")
      guard let scalar = fields["worse"].flatMap({ findings.scalar($0, what) }) else { continue }
      guard let direction = Worsening.Direction(rawValue: scalar.text) else {
        findings.unknown(
          "direction", Bilingual("direction", zh: "方向"), scalar.text, at: scalar.span,
          known: Worsening.Direction.allCases.map(\.rawValue))
        continue
      }
      if direction == .up || direction == .down, !field.type.isOrdered {
        findings.error(
          "type-mismatch",
          Bilingual(
            "`\(field.name)` has no more and no less; say `any` or `never`",
            zh: "`\(field.name)` 没有大小之分；请写 `any` 或 `never`"), at: scalar.span)
        continue
      }
      let asks = fields["asks"].map {
        findings.references($0, "step", Bilingual("step", zh: "步骤"), among: chain.steps.map(\.name))
      }
      rules[field.name] = Worsening(direction: direction, asks: asks)
    }
    return rules
  }

  /// Names of actions and chains that the policy and the workflow must agree on.
  private func checkSections() {
    let actions = workflow.actions.map(\.name.text)
    for gate in layers.gates where !actions.contains(gate.key.text) {
      findings.unknown(
        "action", Bilingual("action", zh: "动作"), gate.key.text, at: gate.key.span, known: actions)
    }
    let wanted = Set(workflow.actions.compactMap(\.signOff?.text))
    let given = layers.chains.map(\.key.text)
    for name in wanted.sorted() where !given.contains(name) {
      findings.error(
        "missing-chain",
        Bilingual(
          "the workflow's `sign_off: \(name)` has no chain here",
          zh: "流程的 `sign_off: \(name)` 在此没有审批链"),
        at: layers.chains.first?.key.span ?? layers.name?.span,
        help: Bilingual("add `\(name):` under `sign_off:`", zh: "请在 `sign_off:` 下增加 `\(name):`"))
    }
    for item in layers.reapproval where !given.contains(item.key.text) {
      findings.unknown(
        "chain", Bilingual("chain", zh: "审批链"), item.key.text, at: item.key.span, known: given)
    }
    for chain in layers.chains
    where chain.key.text != "publish" && !wanted.contains(chain.key.text) {
      findings.unknown(
        "chain", Bilingual("chain: no action has `sign_off:`", zh: "审批链（没有动作以 `sign_off:` 指明）"),
        chain.key.text, at: chain.key.span, known: wanted.sorted() + ["publish"])
    }
  }

  private func publishing(_ scope: Scope) -> Chain? {
    layers.chains.first { $0.key.text == "publish" }.map { item in
      let roles =
        workflow.roles.filter { $0.extent == .company }.map(\.name) + [Role.administrator]
      return Chain(
        name: "publish",
        steps: ChainDocument(
          scope: scope, form: nil, roles: roles, currency: workflow.currency, name: "publish",
          findings: findings
        ).steps(item.node))
    }
  }

  private func hold(_ item: PolicyLayers.Item, in scope: Scope) -> Hold? {
    guard let name: HoldName = findings.name(item.key) else { return nil }
    let fields = findings.fields(
      item.node, Bilingual("hold `\(name)`", zh: "限制 `\(name)`"),
      required: ["when", "stops", "until", "else"], optional: ["title"])
    let actions = workflow.actions.map(\.name)
    let what = Bilingual("action", zh: "动作")
    let stops =
      fields["stops"].map { findings.references($0, "action", what, among: actions) } ?? []
    let until = fields["until"].flatMap {
      findings.reference($0, "action", what, among: actions)
    }
    if let until, stops.contains(until) {
      findings.error(
        "stops-its-remedy",
        Bilingual("the hold stops `\(until)`, which is to lift it", zh: "该限制阻止了用以解除它的 `\(until)`"),
        at: fields["stops"]?.span)
    }
    guard
      let condition = fields["when"].flatMap({
        findings.expression($0, in: scope, expecting: [.bool])
      }), let until, let otherwise = fields["else"].flatMap(findings.bilingual)
    else { return nil }
    return Hold(
      name: name, title: findings.title(fields, of: name.text), condition: condition,
      stops: stops, until: until, otherwise: otherwise, place: Place(item.key.span))
  }
}
