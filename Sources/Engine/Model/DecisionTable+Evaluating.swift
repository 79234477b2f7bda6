import CEL
import Diagnostics

extension DecisionTable {
  /// What came out of a table, and by which rules (positions from 0; none: the default, or a fixed result).
  public struct Outcome: Sendable, Hashable {
    public let outputs: [Value]
    public let rules: [Int]

    public init(outputs: [Value], rules: [Int]) {
      self.outputs = outputs
      self.rules = rules
    }
  }

  /// Looks the inputs up. An input that is an error makes the table one; so do no rule without a
  /// default, and two rules under `unique`.
  public func outcome(_ bindings: Inputs) -> Result<Outcome, EvaluationError> {
    var values: [Value] = []
    for input in inputs {
      switch input.expression.input(bindings) {
      case .value(let value): values.append(value)
      case .error(let error): return .failure(error)
      case .unset: return .failure(EvaluationError(.notSet, Bilingual(verbatim: input.name)))
      }
    }
    var matching: [Int] = []
    for (index, rule) in rules.enumerated()
    where zip(rule.cells, values).allSatisfy({ $0.matches($1) }) {
      matching.append(index)
      if hitPolicy == .first { break }
    }
    switch (hitPolicy, matching.count) {
    case (_, 0):
      guard let defaultOutputs else { return .failure(unmatched(values)) }
      return .success(Outcome(outputs: defaultOutputs, rules: []))
    case (.unique, 2...): return .failure(ambiguous(matching))
    case (.unique, _), (.first, _):
      return .success(Outcome(outputs: rules[matching[0]].outputs, rules: [matching[0]]))
    }
  }

  private func unmatched(_ values: [Value]) -> EvaluationError {
    let facts = zip(inputs, values).map { "\($0.name) = \($1.text)" }.joined(separator: ", ")
    return EvaluationError(
      .noValue,
      Bilingual(
        "no rule of table `\(name)` matches \(facts)", zh: "表 `\(name)` 没有规则符合 \(facts)"))
  }

  private func ambiguous(_ matching: [Int]) -> EvaluationError {
    let lines = matching.map { String(rules[$0].place.line) }.joined(separator: ", ")
    return EvaluationError(
      .invalidArgument,
      Bilingual(
        "several rules of table `\(name)` match (lines \(lines))",
        zh: "表 `\(name)` 有多条规则同时符合（第 \(lines) 行）"))
  }
}

extension DecisionTable.Cell {
  /// Values of kinds that have no common order match nothing but `-`.
  public func matches(_ value: Value) -> Bool {
    switch self {
    case .anything: true
    case .equals(let constant): value == constant
    case .below(let bound):
      value.order(to: bound.value).map { $0 < 0 || bound.isInclusive && $0 == 0 } ?? false
    case .above(let bound):
      value.order(to: bound.value).map { $0 > 0 || bound.isInclusive && $0 == 0 } ?? false
    case .interval(let from, let to):
      Self.above(from).matches(value) && Self.below(to).matches(value)
    case .oneOf(let cells): cells.contains { $0.matches(value) }
    case .not(let cell): !cell.matches(value)
    }
  }
}
