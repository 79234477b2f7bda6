import CEL
import Diagnostics

extension DecisionTable {
  /// What came out of a table, and by which rules (positions from 0; none: the default, or a fixed result).
  public struct Outcome: Sendable, Hashable {
    /// By output, each of its `result` type.
    public let outputs: [Value]
    public let rules: [Int]

    public init(outputs: [Value], rules: [Int]) {
      self.outputs = outputs
      self.rules = rules
    }
  }

  /// Looks the inputs up. An input that is an error makes the table one; so do no rule without a
  /// default, two rules under `unique`, and two that differ under `any`.
  public func outcome(_ bindings: Inputs) -> Result<Outcome, EvaluationError> {
    var values: [Value] = []
    for input in inputs {
      if let slot = input.nullable, case .unset = bindings[slot] {
        values.append(.null)
        continue
      }
      switch input.expression.input(bindings) {
      case .value(let value): values.append(value)
      case .error(let error): return .failure(error)
      case .unset: return .failure(EvaluationError(.notSet, Bilingual(verbatim: input.name)))
      }
    }
    return outcome(of: values)
  }

  /// What comes out for given values of the inputs, in their order.
  public func outcome(of values: [Value]) -> Result<Outcome, EvaluationError> {
    var matching: [Int] = []
    for (index, rule) in rules.enumerated() where rule.matches(values) {
      matching.append(index)
      if hitPolicy == .first { break }
    }
    guard let first = matching.first else {
      guard let defaultOutputs else { return .failure(unmatched(values)) }
      return .success(Outcome(outputs: defaultOutputs, rules: []))
    }
    switch hitPolicy {
    case .unique:
      guard matching.count == 1 else { return .failure(ambiguous(matching)) }
      return .success(Outcome(outputs: rules[first].outputs, rules: [first]))
    case .first: return .success(Outcome(outputs: rules[first].outputs, rules: [first]))
    case .any:
      guard matching.allSatisfy({ rules[$0].outputs == rules[first].outputs }) else {
        return .failure(contradictory(matching))
      }
      return .success(Outcome(outputs: rules[first].outputs, rules: matching))
    case .priority:
      let best = ranked(matching)[0]
      let winners = matching.filter { rules[$0].outputs == rules[best].outputs }
      return .success(Outcome(outputs: rules[best].outputs, rules: winners))
    case .ruleOrder, .collectList: return .success(lists(matching))
    case .outputOrder: return .success(lists(ranked(matching)))
    case .collectSum, .collectMinimum, .collectMaximum, .collectCount:
      return aggregate(matching).map { Outcome(outputs: [$0], rules: matching) }
    }
  }

  private func lists(_ matching: [Int]) -> Outcome {
    Outcome(
      outputs: outputs.indices.map { column in .list(matching.map { rules[$0].outputs[column] }) },
      rules: matching)
  }

  /// The rules with the highest priority first; those of equal outputs in the order written.
  private func ranked(_ matching: [Int]) -> [Int] {
    func rank(_ rule: Int) -> [Int] {
      zip(rules[rule].outputs, outputs).map { value, output in
        guard case .choice(let choice) = output.type, case .string(let text) = value else {
          return 0
        }
        return choice.cases.firstIndex(of: text) ?? choice.cases.count
      }
    }
    return matching.map { (rule: $0, rank: rank($0)) }.sorted { left, right in
      left.rank == right.rank
        ? left.rule < right.rule : left.rank.lexicographicallyPrecedes(right.rank)
    }.map(\.rule)
  }

  /// One value of the first output of all matching rules, of which there is at least one.
  private func aggregate(_ matching: [Int]) -> Result<Value, EvaluationError> {
    var result = rules[matching[0]].outputs[0]
    for rule in matching.dropFirst() {
      let next = rules[rule].outputs[0]
      switch hitPolicy {
      case .collectMinimum: if next.order(to: result).map({ $0 < 0 }) ?? false { result = next }
      case .collectMaximum: if next.order(to: result).map({ $0 > 0 }) ?? false { result = next }
      case .collectSum:
        guard let sum = result.sum(with: next) else {
          return .failure(
            EvaluationError(
              .overflow,
              Bilingual("the sum of table `\(name)` is too large", zh: "表 `\(name)` 的合计超出范围")))
        }
        result = sum
      case .collectCount, .unique, .any, .priority, .first, .ruleOrder, .outputOrder,
        .collectList:
        break
      }
    }
    return .success(hitPolicy == .collectCount ? .int(Int64(matching.count)) : result)
  }

  private func unmatched(_ values: [Value]) -> EvaluationError {
    let facts = zip(inputs, values).map { "\($0.name) = \($1.text)" }.joined(separator: ", ")
    return EvaluationError(
      .noValue,
      Bilingual(
        "no rule of table `\(name)` matches \(facts)", zh: "表 `\(name)` 没有规则符合 \(facts)"))
  }

  private func ambiguous(_ matching: [Int]) -> EvaluationError {
    EvaluationError(
      .invalidArgument,
      Bilingual(
        "several rules of table `\(name)` match (lines \(lines(matching)))",
        zh: "表 `\(name)` 有多条规则同时符合（第 \(lines(matching)) 行）"))
  }

  private func contradictory(_ matching: [Int]) -> EvaluationError {
    EvaluationError(
      .invalidArgument,
      Bilingual(
        "rules of table `\(name)` match that say different things (lines \(lines(matching)))",
        zh: "表 `\(name)` 同时符合的规则结果不一致（第 \(lines(matching)) 行）"))
  }

  private func lines(_ rules: [Int]) -> String {
    rules.map { String(self.rules[$0].place.line) }.joined(separator: ", ")
  }
}

extension DecisionTable.Rule {
  public func matches(_ values: [Value]) -> Bool {
    zip(cells, values).allSatisfy { $0.matches($1) }
  }
}

extension DecisionTable.Cell {
  /// `null` matches only `-` and `null`. Values of kinds that have no common order match nothing but `-`.
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
    case .not(let cell): value != .null && !cell.matches(value)
    }
  }
}

extension Value {
  /// nil: not two numbers of a kind, or too large.
  fileprivate func sum(with other: Value) -> Value? {
    switch (self, other) {
    case (.decimal(let a), .decimal(let b)): return (try? a.adding(b)).map(Value.decimal)
    case (.int(let a), .int(let b)):
      let (sum, overflow) = a.addingReportingOverflow(b)
      return overflow ? nil : .int(sum)
    default: return nil
    }
  }
}
