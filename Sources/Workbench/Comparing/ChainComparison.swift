import Engine

/// One action's chains under two policies, case by case.
struct ChainComparison {
  let changes: [PolicyDiff.Change]
  let caseCount: Int
  /// What could not be followed; nil: everything was.
  let unknown: String?

  init(
    _ old: ActionRules, _ new: ActionRules, _ action: Action, _ workflow: Workflow
  ) throws(Arrangement.Failure) {
    var space = Space(old.scope, workflow, action)
    for condition in old.conditions { _ = space.add(condition) }
    space.turn(to: new.scope)
    for condition in new.conditions { _ = space.add(condition) }
    guard space.unknown.isEmpty else {
      (changes, caseCount, unknown) = ([], 0, space.unknown.quoted)
      return
    }
    let ruler = Ruler(
      [(old.conditions, old.scope), (new.conditions, new.scope)], workflow.currency)
    let comparison = CaseComparison(
      try Landscape(space), ruler, before: { Self.route(old, $0) }, after: { Self.route(new, $0) })
    changes = comparison.changes.map {
      PolicyDiff.Change(
        action: action.name, before: $0.before, after: $0.after, regions: $0.regions,
        example: $0.example)
    }
    caseCount = comparison.caseCount
    unknown = nil
  }

  /// nil: the request is refused.
  private static func route(_ rules: ActionRules, _ point: Point) -> [StepName]? {
    guard let chain = rules.chain else { return [] }
    let evaluation = point.evaluation(rules.scope)
    var names: [StepName] = []
    for step in chain.steps {
      guard let condition = step.condition else {
        names.append(step.name)
        continue
      }
      guard let holds = try? evaluation.holds(condition) else { return nil }
      if holds { names.append(step.name) }
    }
    return names.isEmpty ? nil : names
  }
}

extension ActionRules {
  /// Of the chain's steps.
  fileprivate var conditions: [Expression] { chain?.steps.compactMap(\.condition) ?? [] }
}
