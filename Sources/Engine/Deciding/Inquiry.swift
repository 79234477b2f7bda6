import CEL
import Diagnostics

/// What the rules say about a project as it stands, or as somebody supposes it: for tests, explanations and what-if.
///
/// Looks through the same eyes as a decision, and decides nothing.
package struct Inquiry: Sendable {
  private let deciding: Deciding

  /// `rulebook` need not be the one in force: a draft can be tried on any project.
  package init(_ project: Project, _ rulebook: Rulebook, _ facts: Facts, at envelope: Envelope) {
    deciding = Deciding(ProjectDraft(project, envelope), facts, rulebook)
  }

  init(_ deciding: Deciding) { self.deciding = deciding }

  package var rulebook: Rulebook { deciding.rulebook }
  package var project: Project { deciding.project }
  /// The day in the zone of the policy.
  package var today: CivilDate { deciding.today(rulebook) }
  /// Who there is to sign, as of that day.
  package var population: Population { deciding.population(rulebook) }

  /// Every hold of the policy; `state` is what it saw when it holds or cannot be evaluated, nil when it does not hold.
  package var holds: [(hold: Hold, state: Bilingual?)] {
    let gatekeeping = deciding.gatekeeping(rulebook, submitter: deciding.actor)
    return rulebook.policy.holds.map { ($0, gatekeeping.state(of: $0, project)) }
  }

  /// What the action's form would hold after so much was typed, defaults included.
  package func content(
    of action: Action, typed: [FieldName: String], attachments: [FieldName: Attachment] = [:],
    reason: String = ""
  ) throws(Refusal) -> [FieldName: FieldValue] {
    try deciding.content(
      action, typed, attachments, reason, rulebook, before: [:], submitter: deciding.actor)
  }

  /// Content that somebody supposes, with what its form computes; what cannot be computed is left as it was.
  package func computed(
    _ action: Action, _ content: [FieldName: FieldValue], submitter: PersonID? = nil
  ) -> [FieldName: FieldValue] {
    (try? deciding.computed(action, content, rulebook, submitter: submitter ?? deciding.actor))
      ?? content
  }

  /// The rules of an action, looked at with one content. `submitter` nil: whoever asks.
  package func examine(
    _ action: Action, _ content: [FieldName: FieldValue], submitter: PersonID? = nil
  ) -> Examination {
    let submitter = submitter ?? deciding.actor
    return Examination(
      action: action, content: content, rulebook: rulebook, deciding: deciding,
      gatekeeping: deciding.gatekeeping(rulebook, submitter: submitter),
      evaluation: Evaluation(
        rulebook.rules(of: action.name).scope, project, content: content,
        deciding.circumstances(rulebook, submitter: submitter)))
  }

  /// Refuses content that a gate would not let pass, or that would leave a hold standing which it is to lift.
  package func requireAdmissible(
    _ action: Action, _ content: [FieldName: FieldValue], submitter: PersonID? = nil
  ) throws(Refusal) {
    _ = try deciding.admit(action, content, rulebook, submitter: submitter ?? deciding.actor)
  }

  /// The values of the policy's names where nothing is asked for.
  package var unasked: Readings {
    Readings(
      Evaluation(
        rulebook.projectScope, project, content: nil,
        deciding.circumstances(rulebook, submitter: deciding.actor)))
  }

  /// The value of an expression compiled in the scope of projects without a request.
  package func value(of program: Program) throws(EvaluationError) -> Value {
    try Evaluation(
      rulebook.projectScope, project, content: nil,
      deciding.circumstances(rulebook, submitter: deciding.actor)
    ).value(of: program)
  }

  /// Whether the criterion of a control point is met; nil: it has none. What cannot be evaluated is not met.
  package func isMet(_ kind: MilestoneKind) -> Bool? {
    let evaluation = Evaluation(
      rulebook.projectScope, project, content: nil,
      deciding.circumstances(rulebook, submitter: deciding.actor))
    return kind.criterion.map { (try? evaluation.holds($0)) == true }
  }
}

/// What measures and tables of a policy came to in one look.
package struct Readings {
  package let measures: [(measure: Measure, value: Result<Value, EvaluationError>)]
  /// `rules` of an outcome are those that fired; none for a default or an output that was frozen.
  package let tables:
    [(table: DecisionTable, outcome: Result<DecisionTable.Outcome, EvaluationError>)]
  private let evaluation: Evaluation

  init(_ evaluation: Evaluation) {
    let scope = evaluation.scope
    self.evaluation = evaluation
    var measures: [(measure: Measure, value: Result<Value, EvaluationError>)] = []
    for (index, source) in scope.sources.enumerated() {
      guard case .measure(let position) = source else { continue }
      let measure = scope.measures[position]
      switch evaluation[Slot(index: index)] {
      case .value(let value): measures.append((measure, .success(value)))
      case .error(let error): measures.append((measure, .failure(error)))
      case .unset:
        let name = Bilingual(verbatim: measure.name.text)
        measures.append((measure, .failure(EvaluationError(.notSet, name))))
      }
    }
    self.measures = measures
    tables = scope.tables.enumerated().map { ($1, evaluation.outcome($0)) }
  }

  /// The value of a measure, of a table's output as `TABLE.OUTPUT`, or of a field; nil: the scope has no such name.
  package subscript(name: String) -> Result<Value, EvaluationError>? {
    if let found = measures.first(where: { $0.measure.name.text == name }) { return found.value }
    for (table, outcome) in tables {
      for (index, output) in table.outputs.enumerated() where "\(table.name).\(output.name)" == name
      {
        return outcome.map { $0.outputs[index] }
      }
    }
    return evaluation.scope.environment.slot(name).map { slot in
      switch evaluation[slot] {
      case .value(let value): .success(value)
      case .error(let error): .failure(error)
      case .unset:
        .failure(EvaluationError(.notSet, Bilingual("`\(name)` is empty", zh: "`\(name)` 为空")))
      }
    }
  }
}

/// One action looked at with one content of its form.
package struct Examination {
  package let action: Action
  package let content: [FieldName: FieldValue]
  package let rulebook: Rulebook
  private let deciding: Deciding
  private let gatekeeping: Gatekeeping
  private let evaluation: Evaluation

  init(
    action: Action, content: [FieldName: FieldValue], rulebook: Rulebook, deciding: Deciding,
    gatekeeping: Gatekeeping, evaluation: Evaluation
  ) {
    self.deciding = deciding
    self.action = action
    self.content = content
    self.rulebook = rulebook
    self.gatekeeping = gatekeeping
    self.evaluation = evaluation
  }

  package var rules: ActionRules { rulebook.rules(of: action.name) }
  package var readings: Readings { Readings(evaluation) }

  /// Each criterion of the gate; `reason` says why it is closed, nil: it is met. `own` does not stand in its own way.
  package func gate(own: RequestID? = nil) -> [(criterion: Criterion, reason: Bilingual?)] {
    rules.gate.map { criterion in
      (
        criterion,
        gatekeeping.reasonClosed(criterion, evaluation, own).map { criterion.otherwise ?? $0 }
      )
    }
  }

  /// The route that the content would take. Refused when a condition cannot be evaluated or nobody would be asked.
  package func route() throws(Refusal) -> Route {
    try deciding.route(
      action, content, rulebook, submitter: gatekeeping.circumstances.submitter ?? deciding.actor)
  }

  /// The value of an expression compiled in the action's scope.
  package func value(of program: Program) throws(EvaluationError) -> Value {
    try evaluation.value(of: program)
  }

  /// The project as it would be, had the action taken effect; nil: it could not.
  package var afterwards: Inquiry? {
    guard let submitter = gatekeeping.circumstances.submitter else { return nil }
    var draft = deciding.draft
    do throws(Refusal) {
      try deciding.apply(action, content, rulebook, submitter: submitter, to: &draft)
    } catch {
      return nil
    }
    return Inquiry(Deciding(draft, deciding.facts, rulebook))
  }
}

extension Project {
  /// The project as if the request had never been filed.
  package func without(_ request: RequestID) -> Project {
    var copy = self
    copy.requests[request] = nil
    return copy
  }
}
