import CEL
import Diagnostics
import Engine

/// Reads a policy, layers put together, and compiles every rule in the scope of the action that it is about.
struct PolicyDocument {
  private let layers: PolicyLayers
  private let workflow: Workflow
  private let findings: Findings
  private let timeZones: TimeZoneRules

  /// The policy and the scope of projects without a request; what is wrong stands in `findings`.
  static func read(
    _ roots: [Node], for workflow: Workflow, timeZones: TimeZoneRules, _ findings: Findings
  ) -> (Policy, Scope)? {
    let document = PolicyDocument(
      layers: PolicyLayers(roots, findings), workflow: workflow, findings: findings,
      timeZones: timeZones)
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
          zh: "适用于 `\(governs.text)`，但给出的工作流为 `\(workflow.name)`"), at: governs.span)
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
      chain: chain,
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
          zh: "工作流的 `sign_off: \(name)` 在此没有审批链"),
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

  private func repeats() -> Policy.Repeats {
    guard let node = layers.setting("repeats"),
      let scalar = findings.scalar(
        node, Bilingual("`separate` or `merge`", zh: "`separate` 或 `merge`"))
    else { return .separate }
    guard let repeats = Policy.Repeats(rawValue: scalar.text) else {
      findings.unknown(
        "rule-of-repeats", Bilingual("rule of repeats", zh: "重复签署规则"), scalar.text, at: scalar.span,
        known: ["separate", "merge"])
      return .separate
    }
    return repeats
  }

  private func override() -> OverrideRule? {
    guard let node = layers.setting("override") else { return nil }
    let fields = findings.fields(
      node, Bilingual("the override", zh: "特批"), required: ["by", "review"])
    guard
      let by = fields["by"].map({
        findings.references(
          $0, "role", Bilingual("role", zh: "角色"), among: workflow.roles.map(\.name))
      }), !by.isEmpty, let review = fields["review"].flatMap(findings.term)
    else { return nil }
    return OverrideRule(by: by, review: review)
  }

  private func lapses() -> Lapses {
    guard let node = layers.setting("lapses") else { return Lapses() }
    let fields = findings.fields(
      node, Bilingual("what lapses", zh: "有效期"), optional: ["requests", "approvals"])
    return Lapses(
      requests: fields["requests"].flatMap(findings.term),
      approvals: fields["approvals"].flatMap(findings.term))
  }

  private func limit(_ item: PolicyLayers.LimitItem) -> Limit? {
    guard let name: LimitName = findings.name(item.key),
      let amount = findings.amount(item.value, currency: workflow.currency)
    else { return nil }
    for bound in item.bounds {
      let ends = findings.elements(bound, Bilingual("two bounds", zh: "上下限"))
      guard ends.count == 2 else {
        findings.expected(Bilingual("two bounds: `[0%, 10%]`", zh: "上下限：`[0%, 10%]`"), bound)
        continue
      }
      guard let low = findings.amount(ends[0], currency: workflow.currency),
        let high = findings.amount(ends[1], currency: workflow.currency)
      else { continue }
      guard let value = amount.comparable(with: low), let bottom = low.comparable(with: high),
        let top = high.comparable(with: low)
      else {
        findings.error(
          "type-mismatch",
          Bilingual("the bounds are of another kind than the value", zh: "上下限与数值的种类不同"),
          at: bound.span)
        continue
      }
      if value < bottom || value > top {
        findings.error(
          "out-of-bounds",
          Bilingual("limit `\(name)` is out of its bounds", zh: "限额 `\(name)` 超出允许范围"),
          at: item.value.span,
          notes: [.init(Bilingual("bounded here", zh: "在此规定范围"), at: bound.span)])
      }
    }
    return Limit(
      name: name, title: item.title ?? Bilingual(verbatim: name.text), amount: amount,
      place: Place(item.value.span))
  }

  private func calendar() -> WorkingCalendar {
    var zone = "UTC"
    var weekend: Set<Int> = [6, 7]
    var holidays: [ClosedRange<CivilDate>] = []
    var working: Set<CivilDate> = []
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for item in layers.calendar {
      switch item.key.text {
      case "zone":
        guard
          let scalar = findings.scalar(
            item.node, Bilingual("a time zone such as `Asia/Shanghai`", zh: "时区，如 `Asia/Shanghai`"))
        else { continue }
        zone = scalar.text
        if let epoch = Timestamp(seconds: 0), timeZones.offset(zone, at: epoch) == nil {
          findings.error(
            "unknown-zone", Bilingual("unknown time zone `\(zone)`", zh: "未知时区 `\(zone)`"),
            at: scalar.span,
            help: Bilingual("an IANA name such as `Asia/Shanghai`", zh: "IANA 名称，如 `Asia/Shanghai`")
          )
        }
      case "weekend":
        weekend = Set(
          findings.elements(item.node, Bilingual("days", zh: "日")).compactMap { node in
            guard let scalar = findings.scalar(node, Bilingual("a day", zh: "日")) else {
              return nil
            }
            guard let index = days.firstIndex(of: scalar.text) else {
              findings.unknown(
                "day", Bilingual("day", zh: "日"), scalar.text, at: scalar.span, known: days)
              return nil
            }
            return index + 1
          })
      case "holidays":
        holidays = findings.elements(item.node, Bilingual("dates", zh: "日期")).compactMap(
          findings.dates)
      case "working":
        working = Set(
          findings.elements(item.node, Bilingual("dates", zh: "日期")).compactMap(findings.date))
      default:
        findings.unknown(
          "key", Bilingual("key of the calendar", zh: "日历的键"), item.key.text, at: item.key.span,
          known: ["zone", "weekend", "holidays", "working"])
      }
    }
    if weekend.count == 7, working.isEmpty {
      findings.error(
        "no-working-day", Bilingual("the calendar has no working day", zh: "日历中没有工作日"),
        at: layers.calendar.first?.key.span)
    }
    return WorkingCalendar(zone: zone, weekend: weekend, holidays: holidays, working: working)
  }
}

extension Limit.Amount {
  /// The number behind the amount, if the other is of the same kind.
  fileprivate func comparable(with other: Limit.Amount) -> Decimal? {
    switch (self, other) {
    case (.percent(let a), .percent), (.money(let a), .money), (.number(let a), .number): a
    case (.days(let a), .days): Decimal(Int64(a))
    case (.percent, _), (.money, _), (.number, _), (.days, _): nil
    }
  }
}
