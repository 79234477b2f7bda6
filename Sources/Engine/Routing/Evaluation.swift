import CEL

/// One look at the rules of one action: every name of the scope bound to what it is now.
///
/// Made for a project as it stands and, where something is asked for, for the content of a request. Measures and
/// tables are computed once, when it is made; one that cannot be computed is an error to whoever reads it.
package struct Evaluation {
  package let scope: Scope
  package let inputs: Inputs
  /// By table of the scope: what came out, or why nothing did.
  package let outputs: [Result<DecisionTable.Outcome, EvaluationError>]

  /// What is outside of project and request.
  struct Circumstances {
    let directory: Directory
    /// nil: not known, as in histories that were recorded elsewhere.
    let submitter: PersonID?
    let now: Timestamp
    let today: CivilDate
    /// What others weigh in the rolling windows; a window that is not there cannot be read.
    var others: [OtherWeights] = []
  }

  init(
    _ scope: Scope, _ project: Project?, content: [FieldName: FieldValue]?,
    _ circumstances: Circumstances
  ) {
    let people = circumstances.directory
    func input(_ value: FieldValue?) -> Input {
      value.map { .value(scope.types.value($0, people)) } ?? .unset
    }
    self.init(
      scope, frozen: { name in project?.frozen[name].map { $0.map(\.celValue) } },
      base: { source in
        switch source {
        case .form(let form, let field): input(project?.forms[form]?.values[field])
        case .request(let field): input(content?[field])
        case .baseline(let field): input(project?.baseline[field])
        case .original(let field): input(project?.original[field])
        case .spent: project.map { .value(.decimal($0.spent)) } ?? .unset
        case .stage: project.map { .value(.string($0.stage.text)) } ?? .unset
        case .milestones:
          project.map { .value(.list($0.milestones.map(scope.types.value))) } ?? .unset
        case .submitter:
          circumstances.submitter.map { .value(scope.types.value($0, people)) } ?? .unset
        case .now: .value(.timestamp(circumstances.now))
        case .today: .value(.date(circumstances.today))
        // Computed by the evaluation itself.
        case .limit, .window, .measure, .output: .unset
        }
      },
      window: { Self.sum($0, of: scope, $1, circumstances.others) })
  }

  /// One look at rules with facts from anywhere: `base` is asked for what limits, measures and tables are not,
  /// `frozen` for results of tables that were fixed before (nil: the table is computed), `window` for the sum of a
  /// rolling window from what was found so far (nil: `base` is asked).
  package init(
    _ scope: Scope, frozen: (TableName) -> [Value]?, base: (Scope.Source) -> Input,
    window: ((_ position: Int, Inputs) -> Input)? = nil
  ) {
    var inputs = Inputs(scope.environment)
    var outputs: [Result<DecisionTable.Outcome, EvaluationError>] = []
    for (index, source) in scope.sources.enumerated() {
      let slot = Slot(index: index)
      switch source {
      case .form, .request, .baseline, .original, .spent, .stage, .milestones, .submitter, .now,
        .today:
        inputs[slot] = base(source)
      case .window(let position): inputs[slot] = window?(position, inputs) ?? base(source)
      case .limit(let position): inputs[slot] = .value(scope.limits[position].amount.value)
      case .measure(let position):
        inputs[slot] = scope.measures[position].expression.input(inputs)
      case .output(let position, let output):
        if position == outputs.count {
          let table = scope.tables[position]
          if let fixed = frozen(table.name) {
            outputs.append(.success(.init(outputs: fixed, rules: [])))
          } else {
            outputs.append(table.outcome(inputs))
          }
        }
        switch outputs[position] {
        case .success(let outcome): inputs[slot] = .value(outcome.outputs[output])
        case .failure(let error): inputs[slot] = .error(error)
        }
      }
    }
    self.scope = scope
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Whether a condition is true. An error is not true: it is thrown, and the caller keeps its gate closed.
  package func holds(_ condition: Expression) throws(EvaluationError) -> Bool {
    guard case .bool(let holds) = try condition.program.evaluate(inputs) else {
      // A checked condition is of type bool; an unchecked one must not open anything.
      return false
    }
    return holds
  }

  /// What a condition reads, by name, as text: measures, limits, fields. An unset name reads `–`.
  package func values(readBy condition: Expression) -> [String: String] {
    var values: [String: String] = [:]
    for slot in condition.program.slots {
      let text: String
      switch inputs[slot] {
      case .unset: text = "–"
      case .value(let value): text = value.text
      case .error(let error): text = "! \(error.message.en)"
      }
      values[scope.names[slot.index]] = text
    }
    return values
  }
}

extension Limit.Amount {
  /// The amount as expressions see it.
  package var value: Value {
    switch self {
    case .percent(let number), .money(let number), .number(let number): .decimal(number)
    // A limit's days are bounded when it is read; a span of so many days always exists.
    case .days(let days): .duration(TimeSpan(days: days) ?? .zero)
    }
  }
}

extension CELTypes {
  /// A control point of a project, in the order of the record's fields.
  func value(_ milestone: Milestone) -> Value {
    .record(
      RecordValue(
        state,
        [
          .string(milestone.planned.kind.text), .date(milestone.planned.due),
          milestone.planned.budget.map(Value.decimal), .bool(milestone.reached != nil),
        ]))
  }
}
