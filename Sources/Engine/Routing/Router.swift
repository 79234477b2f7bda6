import CEL
import Diagnostics

/// What routing looks at beside the chain.
struct Routing {
  /// nil: only who signs is asked, and neither conditions nor amounts can be looked at.
  let evaluation: Evaluation?
  /// What steps ask for where nothing can be looked at.
  var amounts: [StepName: Decimal] = [:]
  let content: [FieldName: FieldValue]
  let workflow: Workflow
  /// nil: not known, as in histories that were recorded elsewhere.
  let submitter: PersonID?
  /// Who there is to vote; nil: not known, and each role is one vote.
  let population: Population?
}

extension Chain {
  /// The steps that a request needs: every step whose condition holds, in order.
  ///
  /// A condition that cannot be evaluated refuses the request: a route with a hole in it is none. So does a route
  /// without any step.
  func route(_ routing: Routing, after first: [RoutedStep] = []) throws(Refusal) -> Route {
    var inRoute: [Step] = []
    var considered: [Consideration] = []
    for step in steps {
      let (holds, values) = try step.look(routing.evaluation)
      considered.append(
        Consideration(
          step: step.name, condition: step.condition?.text,
          place: step.condition?.place ?? step.place, holds: holds, values: values))
      if holds { inRoute.append(step) }
    }
    let routed = try Self.routed(inRoute, routing, after: first)
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

  private static func routed(_ steps: [Step], _ routing: Routing, after first: [RoutedStep])
    throws(Refusal) -> [RoutedStep]
  {
    var routed = first
    var group: Int?
    for step in steps {
      let last = routed.last?.position ?? -1
      routed.append(
        try step.routed(
          at: step.group != nil && step.group == group ? last : last + 1, routing))
      group = step.group
    }
    return routed
  }

  /// The route of these steps if each of them held, for asking whether people could sign it.
  ///
  /// nil when that depends on what is asked for: an amount to be covered that is not given, an empty field.
  package static func supposedRoute(
    _ steps: [Step], content: [FieldName: FieldValue], workflow: Workflow,
    population: Population, submitter: PersonID, amounts: [StepName: Decimal] = [:]
  ) -> Route? {
    let routing = Routing(
      evaluation: nil, amounts: amounts, content: content, workflow: workflow, submitter: submitter,
      population: population)
    return try? Route(steps: routed(steps, routing, after: []), considered: [])
  }
}

extension ActionRules {
  /// The steps that a request for the action needs. A control point to be reached is confirmed by its kind's role first.
  func route(_ routing: Routing, action: Action) throws(Refusal) -> Route {
    let first = confirmation(routing, action).map { [$0] } ?? []
    guard let chain else { return Route(steps: first, considered: []) }
    return try chain.route(routing, after: first)
  }

  private func confirmation(_ routing: Routing, _ action: Action) -> RoutedStep? {
    for case .reach(let field) in action.effects {
      guard case .milestone(let name)? = routing.content[field],
        let kind = routing.workflow[milestone: name]
      else { continue }
      return RoutedStep(
        name: "confirmation", title: Bilingual("confirmation", zh: "确认"), position: 0,
        slots: [.init(authorities: [routing.workflow.authority(kind.confirmedBy)])])
    }
    return nil
  }
}

extension Step {
  /// Whether its condition holds, and what that read.
  fileprivate func look(_ evaluation: Evaluation?) throws(Refusal) -> (Bool, [String: String]) {
    guard let condition else { return (true, [:]) }
    do throws(EvaluationError) {
      guard let evaluation else { throw .unknown }
      return (try evaluation.holds(condition), evaluation.values(readBy: condition))
    } catch {
      throw .ruleError(self, error)
    }
  }

  /// The step as it stands in the route of a request.
  func routed(at position: Int, _ routing: Routing) throws(Refusal) -> RoutedStep {
    func routed(_ authorities: [Authority]) throws(Refusal) -> [RoutedAuthority] {
      var all: [RoutedAuthority] = []
      for authority in authorities { all.append(try self.routed(authority, routing)) }
      return all
    }
    var slots: [RoutedStep.Slot] = []
    var majority: Int?
    switch signers {
    case .any(let authorities): slots = [.init(authorities: try routed(authorities))]
    case .all(let authorities):
      for authority in authorities { slots.append(.init(authorities: try routed([authority]))) }
    case .quorum(let count, let authorities):
      slots = Array(repeating: .init(authorities: try routed(authorities)), count: count)
    case .vote(let ballots, let needs):
      for ballot in ballots {
        let role = routing.workflow.authority(ballot.role)
        // A role that nobody holds still has a place: it stays open, and never counts in favour.
        let voters = routing.submitter.flatMap { routing.population?.voters(role, submitter: $0) }
        slots += Array(
          repeating: .init(authorities: [role], weight: ballot.weight), count: max(1, voters ?? 1))
      }
      majority = needs.needed(of: slots.reduce(0) { $0 + ($1.weight ?? 0) })
    }
    return RoutedStep(
      name: name, title: title, position: position, slots: slots, majority: majority,
      amount: try amount(routing), within: within, late: late, rejection: rejection,
      needsComment: needsComment)
  }

  private func routed(_ authority: Authority, _ routing: Routing) throws(Refusal)
    -> RoutedAuthority
  {
    switch authority {
    case .role(let role): return routing.workflow.authority(role)
    case .superior: return .line(above: routing.submitter ?? "")
    case .named(let field):
      guard case .person(let person)? = routing.content[field] else {
        throw Refusal(
          .incomplete,
          Bilingual(
            "step `\(name)` is signed by the person in `\(field)`, which is empty",
            zh: "步骤 `\(name)` 由 `\(field)` 中的人员签署，但该项为空"))
      }
      return .person(person)
    }
  }

  /// What whoever signs must have the authority for.
  private func amount(_ routing: Routing) throws(Refusal) -> Decimal? {
    guard let covers else { return nil }
    if let supposed = routing.amounts[name] { return supposed }
    do throws(EvaluationError) {
      guard let evaluation = routing.evaluation else { throw .unknown }
      // The amount stands in the route, for everybody to read.
      guard !evaluation.isConfidential(covers) else { throw .confidential }
      guard case .decimal(let amount) = try evaluation.value(of: covers.program) else {
        throw EvaluationError(
          .noMatchingOverload, Bilingual("expected an amount", zh: "应为金额"))
      }
      return amount
    } catch {
      throw .ruleError(self, error)
    }
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

extension EvaluationError {
  fileprivate static var unknown: EvaluationError {
    EvaluationError(.notSet, Bilingual("nothing is asked for", zh: "没有申请内容"))
  }
}
