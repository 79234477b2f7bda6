import CEL
import Diagnostics

/// One look at the rules of one action: every name of the scope and what it is now.
///
/// Made for a project as it stands and, where something is asked for, for the content of a request. A name is worked out
/// when something reads it first, and once: a scope has every field of every form, and a condition reads a handful. What
/// cannot be computed is an error to whoever reads it.
package final class Evaluation {
  package let scope: Scope
  private let origin: Origin
  private var inputs: Inputs
  /// By slot: whether `inputs` has it.
  private var isBound: [Bool]
  /// By table of the scope, where it was asked for: what came out, or why nothing did.
  private var outcomes: [Result<DecisionTable.Outcome, EvaluationError>?]
  /// The names by slot that are confidential, or computed from something that is.
  private var confidential: Set<Int> = []

  /// Where names get their values that are not computed here.
  private struct Origin {
    /// For whatever limits, measures and tables are not.
    let base: (Scope.Source) -> Fact
    /// What a table came to where that was fixed before; nil: it is computed.
    let frozen: (TableName) -> [Value]?
    /// What others weigh in the rolling windows; nil: `base` is asked for the windows.
    let others: [OtherWeights]?
  }

  private struct Fact {
    let input: Input
    var isSealed = false
  }

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
    func fact(_ value: FieldValue?, _ source: Scope.Source) -> Fact {
      // What is closed is an error to whoever reads it.
      if let seal = value?.seal, seal.opening == nil {
        return Fact(input: .error(.confidential), isSealed: true)
      }
      let input: Input
      if case .list(let rows)? = value?.plain {
        input =
          scope.lists[source].map { .value(scope.types.value(rows, of: $0, people)) } ?? .unset
      } else {
        input = value.map { .value(scope.types.value($0.plain, people)) } ?? .unset
      }
      return Fact(input: input, isSealed: value?.seal != nil)
    }
    func count(_ counts: (Child) -> Bool) -> Fact {
      Fact(
        input: circumstances.children.map { .value(.int(Int64($0.count(where: counts)))) } ?? .unset
      )
    }
    func known(_ value: Value?) -> Fact { Fact(input: value.map(Input.value) ?? .unset) }
    let base: (Scope.Source) -> Fact = { source in
      switch source {
      case .form(let form, let field): fact(project?.forms[form]?.values[field], source)
      case .request(let field): fact(content?[field], source)
      case .baseline(let field): fact(project?.baseline[field], source)
      case .original(let field): fact(project?.original[field], source)
      case .spent: known(project.map { .decimal($0.spent) })
      case .stage: known(project.map { .string($0.stage.text) })
      case .milestones: known(project.map { .list($0.milestones.map(scope.types.value)) })
      case .submitter: known(circumstances.submitter.map { scope.types.value($0, people) })
      case .now: known(.timestamp(circumstances.now))
      case .today: known(.date(circumstances.today))
      case .overdue(let name):
        known(
          scope.duties.first { $0.name == name }.flatMap { duty in
            circumstances.ledger?.of(project).overdue(duty).count
          }.map { .int(Int64($0)) })
      case .parentID: known(project?.parent.map { .string($0.id.text) })
      case .parent(let field): fact(project?.parent?.values[field], source)
      case .children(let workflow): count { $0.workflow == workflow }
      case .openChildren(let workflow): count { $0.workflow == workflow && !$0.isOver }
      // Computed by the evaluation itself.
      case .limit, .window, .measure, .output: known(nil)
      }
    }
    self.scope = scope
    origin = Origin(
      base: base, frozen: { name in project?.frozen[name].map { $0.map(\.celValue) } },
      others: circumstances.others)
    (inputs, isBound, outcomes) = Self.nothing(of: scope)
  }

  /// One look at rules with facts from anywhere: `base` is asked for what limits, measures and tables are not, rolling
  /// windows included, `frozen` for results of tables that were fixed before (nil: the table is computed).
  package init(
    _ scope: Scope, frozen: @escaping (TableName) -> [Value]?,
    base: @escaping (Scope.Source) -> Input
  ) {
    self.scope = scope
    origin = Origin(base: { Fact(input: base($0)) }, frozen: frozen, others: nil)
    (inputs, isBound, outcomes) = Self.nothing(of: scope)
  }

  private static func nothing(
    of scope: Scope
  ) -> (Inputs, [Bool], [Result<DecisionTable.Outcome, EvaluationError>?]) {
    (
      Inputs(scope.environment), Array(repeating: false, count: scope.sources.count),
      Array(repeating: nil, count: scope.tables.count)
    )
  }

  /// What a name holds.
  package subscript(slot: Slot) -> Input {
    bind(slot)
    return inputs[slot]
  }

  /// The value of an expression compiled in this scope, or in one that this scope was made from.
  package func value(of program: Program) throws(EvaluationError) -> Value {
    program.slots.forEach(bind)
    return try program.evaluate(inputs)
  }

  /// What a table of the scope comes to, by its position, or why nothing does.
  package func outcome(_ position: Int) -> Result<DecisionTable.Outcome, EvaluationError> {
    if let known = outcomes[position] { return known }
    let table = scope.tables[position]
    let outcome: Result<DecisionTable.Outcome, EvaluationError>
    if let fixed = origin.frozen(table.name) {
      outcome = .success(.init(outputs: fixed, rules: []))
    } else {
      for input in table.inputs {
        input.expression.program.slots.forEach(bind)
        input.nullable.map(bind)
      }
      outcome = table.outcome(inputs).mapError { error in
        table.inputs.contains { isConfidential($0.expression) } ? .confidential : error
      }
    }
    outcomes[position] = outcome
    return outcome
  }

  /// Whether a condition is true. An error is not true: it is thrown, and the caller keeps its gate closed.
  package func holds(_ condition: Expression) throws(EvaluationError) -> Bool {
    let value: Value
    do throws(EvaluationError) {
      value = try self.value(of: condition.program)
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
      switch self[slot] {
      case _ where confidential.contains(slot.index): text = Self.mask
      case .unset: text = "–"
      case .value(let value): text = value.text
      case .error(let error): text = "! \(error.message.en)"
      }
      values[scope.names[slot.index]] = text
    }
    return values
  }

  /// Whether an expression reads something confidential, directly or through measures and tables.
  func isConfidential(_ expression: Expression) -> Bool {
    expression.program.slots.contains { slot in
      bind(slot)
      return confidential.contains(slot.index)
    }
  }

  /// What a request weighs in a window by its position; 0 when it takes something away, which makes no room for others.
  func weight(_ position: Int) throws(EvaluationError) -> Decimal {
    guard case .decimal(let weight) = try value(of: scope.windows[position].weight.program) else {
      throw EvaluationError(.noMatchingOverload, Bilingual("expected an amount", zh: "应为金额"))
    }
    return max(.zero, weight)
  }

  /// Works out what a name holds, and before that what it is computed from. A measure, window or table reads only what
  /// was declared before it, so this ends.
  private func bind(_ slot: Slot) {
    // A program compiled in a larger scope reads names as unset which this scope does not have.
    guard isBound.indices.contains(slot.index), !isBound[slot.index] else { return }
    let source = scope.sources[slot.index]
    let input: Input
    switch source {
    case .form, .request, .baseline, .original, .spent, .stage, .milestones, .submitter, .now,
      .today, .overdue, .parentID, .parent, .children, .openChildren:
      let fact = origin.base(source)
      input = fact.input
      if fact.isSealed { confidential.insert(slot.index) }
    case .window(let position):
      input = origin.others.map { sum(position, $0) } ?? origin.base(source).input
      if isConfidential(scope.windows[position].weight) { confidential.insert(slot.index) }
    case .limit(let position): input = .value(scope.limits[position].amount.value)
    case .measure(let position):
      let expression = scope.measures[position].expression
      do throws(EvaluationError) {
        input = .value(try value(of: expression.program))
      } catch {
        input = .error(told(error, of: expression))
      }
      if isConfidential(expression) { confidential.insert(slot.index) }
    case .output(let position, let output):
      switch outcome(position) {
      case .success(let outcome): input = .value(outcome.outputs[output])
      case .failure(let error): input = .error(error)
      }
    }
    inputs[slot] = input
    isBound[slot.index] = true
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
