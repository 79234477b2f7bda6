import Diagnostics
import Engine

// What only the whole workflow can tell: whether names of the baseline exist, and whether stages hang together.
extension WorkflowDocument {
  /// `default: baseline.X` must name a field of the plan, of the same type.
  func checkDefaults(_ workflow: Workflow) {
    let baseline = workflow.baselineFields
    guard let node = fields["forms"] else { return }
    for form in workflow.forms {
      for field in form.fields {
        guard case .baseline(let name)? = field.defaultValue else { continue }
        let place = node[[form.name.text, "fields", field.name.text, "default"]]?.span
        if let known = baseline.first(where: { $0.0 == name }) {
          guard known.1 != field.type else { continue }
          findings.error(
            "type-mismatch",
            Bilingual("`baseline.\(name)` is of another type", zh: "`baseline.\(name)` 类型不同"),
            at: place)
        } else {
          findings.unknown(
            "field", Bilingual("field of the baseline", zh: "基线字段"), name.text,
            at: place ?? node.span,
            known: baseline.map(\.0.text))
        }
      }
    }
  }

  /// One first stage; every stage can be reached, and left unless it is a last one.
  func checkStages(_ workflow: Workflow, _ nodes: [Node]) {
    guard let node = fields["stages"], !workflow.stages.isEmpty else { return }
    let places = Dictionary(
      findings.entries(node, Bilingual("stages", zh: "阶段")).map { ($0.key.text, $0.key.span) }
    ) { first, _ in first }
    let firsts = workflow.stages.filter(\.isFirst)
    if firsts.count != 1 {
      findings.error(
        "first-stage",
        Bilingual(
          "exactly one stage must be `first: true`; there are \(firsts.count)",
          zh: "须恰有一个阶段为 `first: true`；现有 \(firsts.count) 个"), at: node.span)
    }
    var moves: [StageName: Set<StageName>] = [:]
    for action in workflow.actions {
      for case .move(let target) in action.effects {
        for source in action.from { moves[source, default: []].insert(target) }
      }
    }
    var reached = Set(firsts.map(\.name))
    var open = Array(reached)
    while let stage = open.popLast() {
      for next in moves[stage] ?? [] where reached.insert(next).inserted { open.append(next) }
    }
    for stage in workflow.stages {
      let place = places[stage.name.text]
      if !firsts.isEmpty, !reached.contains(stage.name) {
        findings.error(
          "unreachable-stage",
          Bilingual("stage `\(stage.name)` cannot be reached", zh: "阶段 `\(stage.name)` 无法到达"),
          at: place,
          help: Bilingual(
            "let an action `move: \(stage.name)`", zh: "请让某个动作 `move: \(stage.name)`"))
      }
      let leaves = !(moves[stage.name] ?? []).subtracting([stage.name]).isEmpty
      if stage.isLast, let action = workflow.actions.first(where: { $0.from.contains(stage.name) })
      {
        findings.error(
          "last-stage",
          Bilingual(
            "stage `\(stage.name)` is a last one, but `\(action.name)` is possible in it",
            zh: "阶段 `\(stage.name)` 为终点，但 `\(action.name)` 可在其中进行"), at: place)
      } else if !stage.isLast, !leaves {
        findings.error(
          "dead-end",
          Bilingual("stage `\(stage.name)` cannot be left", zh: "阶段 `\(stage.name)` 无法离开"),
          at: place,
          help: Bilingual(
            "mark it `last: true`, or let an action move on", zh: "请标记 `last: true`，或让某个动作离开"))
      }
    }
  }
}
