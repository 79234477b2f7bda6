import CEL
import Diagnostics

extension Chain {
  /// The steps that a request needs: every step whose condition holds, in order.
  ///
  /// A condition that cannot be evaluated refuses the request: a route with a hole in it is none. So does a route
  /// without any step.
  func route(
    _ evaluation: Evaluation, content: [FieldName: FieldValue], workflow: Workflow,
    after first: [RoutedStep] = []
  ) throws(Refusal) -> Route {
    var routed = first
    var considered: [Consideration] = []
    for step in steps {
      let holds: Bool
      do {
        holds = try step.condition.map(evaluation.holds) ?? true
      } catch {
        throw .ruleError(step, error)
      }
      considered.append(
        Consideration(
          step: step.name, condition: step.condition?.text,
          place: step.condition?.place ?? step.place, holds: holds,
          values: step.condition.map(evaluation.values(readBy:)) ?? [:]))
      if holds {
        routed.append(try step.routed(at: routed.count, content: content, workflow: workflow))
      }
    }
    guard !routed.isEmpty else {
      throw Refusal(
        .emptyRoute,
        Bilingual(
          "the policy asks nobody to sign this; that is an error, not an approval",
          zh: "制度没有为此指定任何审批人；这是错误，不是通过"),
        help: Bilingual(
          "tell the administrator: `tollgate policy check`",
          zh: "请通知管理员：`tollgate policy check`"))
    }
    return Route(steps: routed, considered: considered)
  }
}

extension ActionRules {
  /// The steps that a request for the action needs. A control point to be reached is confirmed by its kind's role first.
  func route(
    _ evaluation: Evaluation, content: [FieldName: FieldValue], action: Action,
    workflow: Workflow
  ) throws(Refusal) -> Route {
    let first = confirmation(content, action, workflow).map { [$0] } ?? []
    guard let chain else { return Route(steps: first, considered: []) }
    return try chain.route(evaluation, content: content, workflow: workflow, after: first)
  }

  private func confirmation(
    _ content: [FieldName: FieldValue], _ action: Action, _ workflow: Workflow
  ) -> RoutedStep? {
    for case .reach(let field) in action.effects {
      guard case .milestone(let name)? = content[field], let kind = workflow[milestone: name]
      else { continue }
      return RoutedStep(
        name: "confirmation", title: Bilingual("confirmation", zh: "确认"), position: 0,
        slots: [.init(authorities: [workflow.authority(kind.confirmedBy)])], within: nil,
        needsComment: false)
    }
    return nil
  }
}

extension Step {
  /// The step as it stands in the route of a request with this content.
  package func routed(at position: Int, content: [FieldName: FieldValue], workflow: Workflow)
    throws(Refusal) -> RoutedStep
  {
    func routed(_ authority: Authority) throws(Refusal) -> RoutedAuthority {
      switch authority {
      case .role(let role): return workflow.authority(role)
      case .named(let field):
        guard case .person(let person)? = content[field] else {
          throw Refusal(
            .incomplete,
            Bilingual(
              "step `\(name)` is signed by the person in `\(field)`, which is empty",
              zh: "步骤 `\(name)` 由 `\(field)` 中的人员签署，但该项为空"))
        }
        return .person(person)
      }
    }
    var slots: [RoutedStep.Slot] = []
    switch signers {
    case .any(let authorities):
      var all: [RoutedAuthority] = []
      for authority in authorities { all.append(try routed(authority)) }
      slots = [.init(authorities: all)]
    case .all(let authorities):
      for authority in authorities {
        slots.append(.init(authorities: [try routed(authority)]))
      }
    }
    return RoutedStep(
      name: name, title: title, position: position, slots: slots, within: within,
      needsComment: needsComment)
  }
}

extension Workflow {
  func authority(_ role: RoleName) -> RoutedAuthority {
    switch self[role: role]?.extent {
    case .project: .projectRole(role)
    // A checked workflow knows every role its policy names, but for the administrator's, which all have.
    case .company, nil: .companyRole(role)
    }
  }
}

extension Refusal {
  static func ruleError(_ step: Step, _ error: EvaluationError) -> Refusal {
    Refusal(
      .ruleError,
      Bilingual(
        "the condition of step `\(step.name)` cannot be evaluated: \(error.message.en)",
        zh: "步骤 `\(step.name)` 的条件无法计算：\(error.message.zh)"),
      details: [Bilingual(verbatim: "\(step.condition?.place ?? step.place)")],
      help: Bilingual(
        "an error keeps the gate closed; fill in what is missing or tell the administrator",
        zh: "出错时关口保持关闭；请补全缺失内容或通知管理员"))
  }
}
