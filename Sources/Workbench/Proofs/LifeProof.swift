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
      let gate = GateProof(action, rulebook)
      findings += gate.findings
      closed[action.name] = gate.neverOpensAt
    }
    return findings + stages(closed) + rulebook.policy.holds.flatMap(hold) + publishing
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
      case .overdue(let duty): workflow[duty: duty]?.action == action.name
      case .request, .submitter, .now, .today, .parentID, .parent, .children, .openChildren, .limit,
        .window, .measure, .output:
        false
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
        case .form, .request, .baseline, .original, .spent, .stage, .milestones, .overdue,
          .parentID, .parent, .children, .openChildren:
          true
        case .submitter, .now, .today, .limit, .window, .measure, .output: false
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
