import Diagnostics
import Engine

extension Findings {
  /// The `duties:` of a workflow. What cannot be fulfilled where it is owed, or stops its own remedy, is a mistake.
  func duties(_ node: Node, roles: [Role], stages: [Stage], actions: [Action]) -> [Duty] {
    entries(node, Bilingual("duties by name", zh: "义务")).compactMap { entry in
      guard let name: DutyName = name(entry.key) else { return nil }
      let fields = fields(
        entry.value, Bilingual("duty `\(name)`", zh: "义务 `\(name)`"),
        required: ["action", "within"],
        optional: ["title", "by", "every", "in", "after", "stops"])
      let known = Bilingual("action", zh: "动作")
      let recurrence = recurrence(fields, entry, stages: stages, actions: actions)
      guard
        let target = fields["action"].flatMap({
          reference($0, "action", known, among: actions.map(\.name))
        }), let action = actions.first(where: { $0.name == target }),
        let within = fields["within"].flatMap(allowance), let recurrence
      else { return nil }
      let by = fields["by"].flatMap { owners($0, of: action, roles: roles) } ?? action.by
      let stops =
        fields["stops"].map { references($0, "action", known, among: actions.map(\.name)) } ?? []
      let duty = Duty(
        name: name, title: title(fields, of: name.text), action: target, by: by,
        recurrence: recurrence, within: within, stops: stops, place: Place(entry.key.span))
      check(duty, fields, action, actions)
      return duty
    }
  }

  /// Exactly one of `every:` with its stages, and `after:`.
  private func recurrence(
    _ fields: Fields, _ entry: Node.Entry, stages: [Stage], actions: [Action]
  ) -> Duty.Recurrence? {
    switch (fields["every"], fields["after"]) {
    case (let every?, nil):
      let names = Duty.Period.allCases.map(\.rawValue)
      guard
        let scalar = scalar(
          every, Bilingual("`week`, `month` or `quarter`", zh: "`week`、`month` 或 `quarter`"))
      else { return nil }
      guard let period = Duty.Period(rawValue: scalar.text) else {
        unknown(
          "period", Bilingual("period", zh: "周期"), scalar.text, at: scalar.span, known: names)
        return nil
      }
      guard let list = fields["in"] else {
        error(
          "missing-key",
          Bilingual("`every` does not say in which stages: `in`", zh: "`every` 未说明在哪些阶段：`in`"),
          at: fields.keySpan("every"))
        return nil
      }
      return .every(
        period,
        in: references(list, "stage", Bilingual("stage", zh: "阶段"), among: stages.map(\.name)))
    case (nil, let after?):
      if let span = fields.keySpan("in") {
        error(
          "contradiction",
          Bilingual("`in` belongs to `every`", zh: "`in` 须与 `every` 同用"), at: span)
      }
      return reference(
        after, "action", Bilingual("action", zh: "动作"), among: actions.map(\.name)
      ).map { .after($0) }
    case (nil, nil), (_?, _?):
      error(
        "unexpected",
        Bilingual("a duty has one of `every`, `after`", zh: "义务须恰含 `every`、`after` 之一"),
        at: entry.key.span)
      return nil
    }
  }

  /// Roles that may submit the action: one, or a list.
  private func owners(_ node: Node, of action: Action, roles: [Role]) -> [RoleName] {
    let role = Bilingual("role", zh: "角色")
    let names: [RoleName]
    if case .sequence = node.content {
      names = references(node, "role", role, among: roles.map(\.name))
    } else {
      names = reference(node, "role", role, among: roles.map(\.name)).map { [$0] } ?? []
    }
    for name in names where !action.by.contains(name) {
      error(
        "cannot-fulfil",
        Bilingual(
          "`\(name)` may not submit `\(action.name)`, which is to fulfil the duty",
          zh: "`\(name)` 无权提交用以履行义务的 `\(action.name)`"), at: node.span,
        help: Bilingual("add it to `by:` of the action", zh: "请将其加入该动作的 `by:`"))
    }
    return names
  }

  /// `24 hours`, or a term in days.
  private func allowance(_ node: Node) -> Duty.Allowance? {
    if case .scalar(let scalar) = node.content {
      let words = scalar.text.split(separator: " ").map(String.init)
      if words.count == 2, ["hour", "hours"].contains(words[1]), let hours = Int(words[0]),
        (1...8_784).contains(hours)
      {
        return .hours(hours)
      }
    }
    return term(node).map { .term($0) }
  }

  private func check(_ duty: Duty, _ fields: Fields, _ action: Action, _ actions: [Action]) {
    if duty.stops.contains(duty.action) {
      error(
        "stops-its-remedy",
        Bilingual(
          "the duty stops `\(duty.action)`, which is to fulfil it",
          zh: "该义务阻止了用以履行它的 `\(duty.action)`"), at: fields["stops"]?.span)
    }
    if case .every(_, let stages) = duty.recurrence,
      let stage = stages.first(where: { !action.from.contains($0) })
    {
      error(
        "cannot-fulfil",
        Bilingual(
          "`\(duty.action)` is not possible in `\(stage)`, where it is owed",
          zh: "`\(stage)` 阶段须履行义务，但不能进行 `\(duty.action)`"), at: fields["in"]?.span)
    }
    for stopped in actions where duty.stops.contains(stopped.name) {
      guard let stage = stopped.from.first(where: { !action.from.contains($0) }) else { continue }
      error(
        "duty-without-remedy",
        Bilingual(
          "the duty stops `\(stopped.name)` in `\(stage)`, where `\(duty.action)` is not possible",
          zh: "该义务在 `\(stage)` 阶段阻止 `\(stopped.name)`，但该阶段不能进行 `\(duty.action)`"),
        at: fields["stops"]?.span,
        help: Bilingual(
          "add the stage to `from:` of `\(duty.action)`", zh: "请将该阶段加入 `\(duty.action)` 的 `from:`"))
    }
    if case .after(duty.action) = duty.recurrence {
      error(
        "contradiction",
        Bilingual("a duty cannot follow its own fulfilment", zh: "义务不能由履行它的动作引起"),
        at: fields["after"]?.span)
    }
  }
}
