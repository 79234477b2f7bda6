import CEL
import Diagnostics
import Engine

/// Whether projects and the policy itself can always go on.
///
/// Proves: every gate can open, no stage becomes unreachable or a trap because of gates that cannot, every hold can
/// be lifted where it stops something, and the policy can still be changed.
struct LifeProof {
  let rulebook: Rulebook

  private var workflow: Workflow { rulebook.workflow }

  var findings: [Finding] {
    var findings: [Finding] = []
    var closed: [ActionName: Place] = [:]
    for action in workflow.actions {
      let (found, place) = gate(of: action)
      findings += found
      closed[action.name] = place
    }
    return findings + stages(closed) + rulebook.policy.holds.flatMap(hold) + publishing
  }

  // MARK: - Gates

  /// What was found about a gate, and where it stands if it never opens.
  private func gate(of action: Action) -> ([Finding], Place?) {
    let rules = rulebook.rules(of: action.name)
    var space = Space(rules.scope, workflow, action)
    var understood: [(expression: Expression, place: Place)] = []
    var unknown: [Finding] = []
    for criterion in rules.gate {
      guard case .holds(let expression) = criterion.test else { continue }
      var alone = Space(rules.scope, workflow, action)
      // What is not understood may well be met; the others are judged without it.
      guard alone.add(expression) else {
        unknown.append(
          Finding(
            "not-proved",
            Bilingual(
              "not proved that this condition of the gate of `\(action.name)` can be true: \(alone.unknown.quoted)",
              zh: "未能证明 `\(action.name)` 关口的此条件可以成立：\(alone.unknown.quoted)"),
            at: criterion.place, grade: .notProved))
        continue
      }
      _ = space.add(expression)
      understood.append((expression, criterion.place))
    }
    guard let last = understood.last else { return (unknown, nil) }
    let landscape: Landscape
    do throws(Arrangement.Failure) {
      landscape = try Landscape(space)
    } catch {
      return (
        unknown + [
          Finding(
            "not-proved",
            Bilingual(
              "not proved that the gate of `\(action.name)` can open: \(error.reason.en)",
              zh: "未能证明 `\(action.name)` 的关口可以开放：\(error.reason.zh)"), at: last.place,
            grade: .notProved)
        ], nil
      )
    }
    var met: Set<Int> = []
    var closing: Set<Int> = []
    var opens = false
    for index in 0..<landscape.count {
      let point = landscape.point(index)
      let evaluation = point.evaluation(rules.scope)
      let holding = understood.indices.filter {
        (try? evaluation.holds(understood[$0].expression)) == true
      }
      // A point off the steps shows only what may be possible, which is enough to claim nothing.
      closing.formUnion(Set(understood.indices).subtracting(holding))
      guard point.isReal else { continue }
      met.formUnion(holding)
      if holding.count == understood.count { opens = true }
    }
    let idle = understood.indices.filter { !closing.contains($0) }.map { index in
      Finding(
        "gate-never-closes",
        Bilingual(
          "this condition of the gate of `\(action.name)` is always met",
          zh: "`\(action.name)` 关口的此条件总是满足"), at: understood[index].place, grade: .warning,
        help: Bilingual(
          "correct it; or leave it out, if a form already asks for as much",
          zh: "请更正；若表单已有同样要求，则可省略"))
    }
    if opens { return (unknown + idle, nil) }
    let never = understood.indices.filter { !met.contains($0) }
    let places = never.isEmpty ? [last.place] : never.map { understood[$0].place }
    return (
      unknown + idle
        + places.map { place in
          Finding(
            "gate-never-opens",
            Bilingual(
              never.isEmpty
                ? "the gate of `\(action.name)` never opens: its conditions exclude one another"
                : "the gate of `\(action.name)` never opens: this condition is never true",
              zh: never.isEmpty
                ? "`\(action.name)` 的关口永不开放：其条件互相排斥"
                : "`\(action.name)` 的关口永不开放：此条件从不成立"), at: place)
        }, places[0]
    )
  }

  // MARK: - Stages

  private func stages(_ closed: [ActionName: Place]) -> [Finding] {
    guard let place = closed.values.first else { return [] }
    let possible = workflow.actions.filter { closed[$0.name] == nil }
    func targets(_ action: Action) -> [StageName] {
      action.effects.compactMap { if case .move(let stage) = $0 { stage } else { nil } }
    }
    var reached: Set<StageName> = [workflow.firstStage.name]
    var grows = true
    while grows {
      grows = false
      for action in possible where !reached.isDisjoint(with: action.from) {
        for stage in targets(action) where reached.insert(stage).inserted { grows = true }
      }
    }
    var findings: [Finding] = []
    for stage in workflow.stages where !reached.contains(stage.name) {
      findings.append(
        Finding(
          "stage-unreachable",
          Bilingual(
            "stage `\(stage.name)` cannot be reached: the gates on the way never open",
            zh: "阶段 `\(stage.name)` 无法到达：途中的关口永不开放"), at: place))
    }
    for stage in workflow.stages where reached.contains(stage.name) && !stage.isLast {
      let leaves = possible.contains { action in
        action.from.contains(stage.name) && targets(action).contains { $0 != stage.name }
      }
      if !leaves {
        findings.append(
          Finding(
            "stage-trap",
            Bilingual(
              "stage `\(stage.name)` cannot be left: the gates out of it never open",
              zh: "阶段 `\(stage.name)` 无法离开：其出口关口永不开放"), at: place))
      }
    }
    return findings
  }

  // MARK: - Holds

  private func hold(_ hold: Hold) -> [Finding] {
    guard let remedy = workflow[action: hold.until] else { return [] }
    var findings: [Finding] = []
    let stopped = hold.stops.compactMap { workflow[action: $0] }.flatMap(\.from)
    let stuck = workflow.stages.map(\.name).filter {
      stopped.contains($0) && !remedy.from.contains($0)
    }
    if !stuck.isEmpty {
      findings.append(
        Finding(
          "hold-without-remedy",
          Bilingual(
            "hold `\(hold.name)` stops actions in \(stuck.map(\.text).joined(separator: ", ")), where `\(hold.until)` is not possible",
            zh:
              "限制 `\(hold.name)` 在 \(stuck.map(\.text).joined(separator: "、")) 阶段阻止动作，但该阶段不能进行 `\(hold.until)`"
          ), at: hold.place,
          help: Bilingual(
            "let `until:` name an action of that stage", zh: "请让 `until:` 指明该阶段可行的动作")))
    }
    if !canLift(remedy, hold.condition) {
      findings.append(
        Finding(
          "hold-never-lifted",
          Bilingual(
            "`\(hold.until)` changes nothing that hold `\(hold.name)` reads; it can never lift it",
            zh: "`\(hold.until)` 不改变限制 `\(hold.name)` 所读取的任何内容，永远无法解除它"),
          at: hold.condition.place))
    }
    return findings
  }

  /// Whether an action changes something that a condition of the project depends on.
  private func canLift(_ action: Action, _ condition: Expression) -> Bool {
    rulebook.projectScope.sourcesRead(by: condition).contains { source in
      switch source {
      case .form(let form, _): action.form == form
      case .baseline(let field), .original(let field):
        action.effects.contains { if case .baseline(field, _) = $0 { true } else { false } }
      case .spent: action.effects.contains { if case .spend = $0 { true } else { false } }
      case .stage: action.effects.contains { if case .move = $0 { true } else { false } }
      case .milestones:
        action.effects.contains { effect in
          switch effect {
          case .plan, .reach: true
          case .move, .appoint, .baseline, .spend: false
          }
        }
      case .request, .submitter, .now, .today, .limit, .measure, .output: false
      }
    }
  }

  // MARK: - Publishing

  private var publishing: [Finding] {
    guard let chain = rulebook.policy.publishing, let place = chain.steps.first?.place else {
      return []
    }
    let scope = rulebook.projectScope
    func unchangeable(_ reason: Bilingual, _ place: Place, _ witnesses: [Witness] = []) -> Finding {
      Finding(
        "unchangeable",
        Bilingual(
          "the policy could no longer be changed: \(reason.en)", zh: "此制度将无法再修改：\(reason.zh)"),
        at: place, witnesses: witnesses,
        help: Bilingual(
          "give one step of `publish` no `when:`", zh: "请让 `publish` 至少一个步骤不带 `when:`"))
    }
    for step in chain.steps {
      guard let condition = step.condition else { continue }
      let reads = scope.sourcesRead(by: condition).contains { source in
        switch source {
        case .form, .request, .baseline, .original, .spent, .stage, .milestones: true
        case .submitter, .now, .today, .limit, .measure, .output: false
        }
      }
      if reads {
        return [
          unchangeable(
            Bilingual(
              "step `\(step.name)` of `publish` reads a project, and there is none",
              zh: "`publish` 的步骤 `\(step.name)` 读取项目，而此时没有项目"), condition.place)
        ]
      }
    }
    do throws(Arrangement.Failure) {
      let cases = try ChainCases(chain, scope, workflow, nil)
      if let point = cases.first({ $0.allSatisfy { $0 == .no || $0 == .fails } }) {
        return [
          unchangeable(
            Bilingual("nobody would be asked to publish it", zh: "无人审批其发布"), place,
            [cases.witness(point)])
        ]
      }
      return cases.isKnown.allSatisfy({ $0 }) || chain.steps.contains { $0.condition == nil }
        ? []
        : [
          Finding(
            "not-proved",
            Bilingual("not proved that the policy can still be changed", zh: "未能证明此制度仍可修改"),
            at: place, grade: .notProved)
        ]
    } catch {
      return []
    }
  }
}

extension Scope {
  /// The facts that an expression reads, directly or through measures and tables.
  func sourcesRead(by expression: Expression) -> [Source] {
    expression.program.slots.flatMap { slot -> [Source] in
      switch sources[slot.index] {
      case .measure(let position): sourcesRead(by: measures[position].expression)
      case .output(let position, _):
        tables[position].inputs.flatMap { sourcesRead(by: $0.expression) }
      case let source: [source]
      }
    }
  }
}
