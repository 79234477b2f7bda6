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
  /// The names by slot that are confidential, or computed from something that is.
  let confidential: Set<Int>

  /// What is outside of project and request.
  struct Circumstances {
    let directory: Directory
    /// nil: not known, as in histories that were recorded elsewhere.
    let submitter: PersonID?
    let now: Timestamp
    let today: CivilDate
    /// nil: there is no project that could owe anything, or its past is not known.
    var ledger: DutyLedger?
    /// The projects that were opened under this one; nil: not known.
    var children: [Child]?
    /// What others weigh in the rolling windows; a window that is not there cannot be read.
    var others: [OtherWeights] = []
  }

  init(
    _ scope: Scope, _ project: Project?, content: [FieldName: FieldValue]?,
    _ circumstances: Circumstances
  ) {
    let people = circumstances.directory
    // Set by whichever source is asked for next.
    var sealed = false
    func input(_ value: FieldValue?, _ source: Scope.Source) -> Input {
      if let seal = value?.seal {
        sealed = true
        // What is closed is an error to whoever reads it.
        guard seal.opening != nil else { return .error(.confidential) }
      }
      guard case .list(let rows)? = value?.plain else {
        return value.map { .value(scope.types.value($0.plain, people)) } ?? .unset
      }
      return scope.lists[source].map { .value(scope.types.value(rows, of: $0, people)) } ?? .unset
    }
    func count(_ counts: (Child) -> Bool) -> Input {
      circumstances.children.map { .value(.int(Int64($0.count(where: counts)))) } ?? .unset
    }
    self.init(
      scope, frozen: { name in project?.frozen[name].map { $0.map(\.celValue) } },
      base: { source in
        switch source {
        case .form(let form, let field): input(project?.forms[form]?.values[field], source)
        case .request(let field): input(content?[field], source)
        case .baseline(let field): input(project?.baseline[field], source)
        case .original(let field): input(project?.original[field], source)
        case .spent: project.map { .value(.decimal($0.spent)) } ?? .unset
        case .stage: project.map { .value(.string($0.stage.text)) } ?? .unset
        case .milestones:
          project.map { .value(.list($0.milestones.map(scope.types.value))) } ?? .unset
        case .submitter:
          circumstances.submitter.map { .value(scope.types.value($0, people)) } ?? .unset
        case .now: .value(.timestamp(circumstances.now))
        case .today: .value(.date(circumstances.today))
        case .overdue(let name):
          scope.duties.first { $0.name == name }.flatMap { duty in
            circumstances.ledger?.of(project).overdue(duty).count
          }.map { .value(.int(Int64($0))) } ?? .unset
        case .parentID: project?.parent.map { .value(.string($0.id.text)) } ?? .unset
        case .parent(let field): input(project?.parent?.values[field], source)
        case .children(let workflow): count { $0.workflow == workflow }
        case .openChildren(let workflow): count { $0.workflow == workflow && !$0.isOver }
        // Computed by the evaluation itself.
        case .limit, .window, .measure, .output: .unset
        }
      },
      window: { Self.sum($0, of: scope, $1, circumstances.others) },
      isSealed: {
        defer { sealed = false }
        return sealed
      })
  }

  /// One look at rules with facts from anywhere: `base` is asked for what limits, measures and tables are not,
  /// `frozen` for results of tables that were fixed before (nil: the table is computed), `window` for the sum of a
  /// rolling window from what was found so far (nil: `base` is asked).
  package init(
    _ scope: Scope, frozen: (TableName) -> [Value]?, base: (Scope.Source) -> Input,
    window: ((_ position: Int, Inputs) -> Input)? = nil,
    isSealed: () -> Bool = { false }
  ) {
    var inputs = Inputs(scope.environment)
    var outputs: [Result<DecisionTable.Outcome, EvaluationError>] = []
    var confidential: Set<Int> = []
    func reads(_ expression: Expression) -> Bool {
      !confidential.isEmpty && expression.program.slots.contains { confidential.contains($0.index) }
    }
    for (index, source) in scope.sources.enumerated() {
      let slot = Slot(index: index)
      switch source {
      case .form, .request, .baseline, .original, .spent, .stage, .milestones, .submitter, .now,
        .today, .overdue, .parentID, .parent, .children, .openChildren:
        inputs[slot] = base(source)
        if isSealed() { confidential.insert(index) }
      case .window(let position):
        inputs[slot] = window?(position, inputs) ?? base(source)
        if reads(scope.windows[position].weight) { confidential.insert(index) }
      case .limit(let position): inputs[slot] = .value(scope.limits[position].amount.value)
      case .measure(let position):
        let expression = scope.measures[position].expression
        inputs[slot] = expression.input(inputs)
        if reads(expression) {
          confidential.insert(index)
          if case .error = inputs[slot] { inputs[slot] = .error(.confidential) }
        }
      case .output(let position, let output):
        if position == outputs.count {
          let table = scope.tables[position]
          if let fixed = frozen(table.name) {
            outputs.append(.success(.init(outputs: fixed, rules: [])))
          } else {
            let isConfidential = table.inputs.contains { reads($0.expression) }
            outputs.append(
              table.outcome(inputs).mapError { isConfidential ? .confidential : $0 })
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
    self.confidential = confidential
  }

  /// Whether a condition is true. An error is not true: it is thrown, and the caller keeps its gate closed.
  package func holds(_ condition: Expression) throws(EvaluationError) -> Bool {
    let value: Value
    do throws(EvaluationError) {
      value = try condition.program.evaluate(inputs)
    } catch {
      throw told(error, of: condition)
    }
    guard case .bool(let holds) = value else {
      // A checked condition is of type bool; an unchecked one must not open anything.
      return false
    }
    return holds
  }

  /// What a condition reads, by name, as text: measures, limits, fields. An unset name reads `–`, a confidential one `•••`.
  package func values(readBy condition: Expression) -> [String: String] {
    var values: [String: String] = [:]
    for slot in condition.program.slots {
      let text: String
      switch inputs[slot] {
      case _ where confidential.contains(slot.index): text = Self.mask
      case .unset: text = "–"
      case .value(let value): text = value.text
      case .error(let error): text = "! \(error.message.en)"
      }
      values[scope.names[slot.index]] = text
    }
    return values
  }
}

extension Evaluation {
  /// What stands for a confidential value that is read.
  private static let mask = "•••"
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
