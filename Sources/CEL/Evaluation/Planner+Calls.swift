import Diagnostics

extension Planner {
  /// Whether the target of a call was the namespace of its function: then it has no meaning by itself.
  func isNamespace(_ target: ExpressionID) -> Bool {
    guard case .none = checked.references[target] else { return false }
    switch checked.tree[target] {
    case .name: return true
    case .select(let operand, _, false): return isNamespace(operand)
    default: return false
    }
  }

  mutating func call(_ id: ExpressionID, _ arguments: [ExpressionID]) -> PlanStep {
    guard case .function(let index) = checked.references[id] else {
      return PlanStep(.unknownFunction, a: constant(.string("")))
    }
    let function = checked.functions[index]
    guard let builtin = function.builtin, function.hosted.isEmpty,
      arguments.count <= Arguments.maximum
    else {
      functions.append(function)
      return PlanStep(
        .hostCall, a: addChildren(arguments), b: arguments.count, c: functions.count - 1)
    }
    let raw = builtin.rawValue
    if builtin == .sum, arguments.count == 1 {
      let typed = Builtin.sum(of: checked.types[arguments[0]])
      return PlanStep(.call, a: addChildren(arguments), b: 1, builtin: typed.rawValue)
    }
    switch (builtin, arguments.count) {
    case (.equal, 2), (.notEqual, 2):
      return PlanStep(.equal, a: arguments[0], b: arguments[1], builtin: raw)
    case (.less, 2), (.lessOrEqual, 2), (.greater, 2), (.greaterOrEqual, 2):
      return PlanStep(.relation, a: arguments[0], b: arguments[1], builtin: raw)
    case (.isIn, 2): return PlanStep(.isIn, a: arguments[0], b: arguments[1])
    case (.add, 2), (.subtract, 2), (.multiply, 2), (.divide, 2), (.remainder, 2):
      return PlanStep(.arithmetic, a: arguments[0], b: arguments[1], builtin: raw)
    case (.matches, 2):
      if case .string(let source)? = constantValue(arguments[1]),
        let pattern = pattern(source, arguments[1])
      {
        patterns.append(pattern)
        return PlanStep(.matches, a: arguments[0], b: patterns.count - 1)
      }
    case (.duration, 1), (.timestamp, 1), (.date, 1), (.decimal, 1), (.days, 1):
      if let value = constantValue(arguments[0]) {
        var meter = Meter(.standard)
        do {
          return literal(try builtin.call(Arguments(1, value), timeZones, &meter))
        } catch {
          refuse(error, arguments[0])
        }
      }
    case (.exactRound, 3):
      if case .string(let name)? = constantValue(arguments[2]) {
        do { _ = try ExactFunctions.roundingRule(name) } catch { refuse(error, arguments[2]) }
      }
    default: break
    }
    return PlanStep(.call, a: addChildren(arguments), b: arguments.count, builtin: raw)
  }

  mutating func pattern(_ source: String, _ id: ExpressionID) -> Pattern? {
    guard patternSize <= Self.patternSizeLimit else { return nil }
    do {
      let pattern = try Pattern(source)
      patternSize += pattern.size
      return pattern
    } catch {
      refuse(EvaluationError(.invalidArgument, error.message), id)
      return nil
    }
  }

  mutating func refuse(_ error: EvaluationError, _ id: ExpressionID) {
    guard refusesBadLiterals else { return }
    report.append(
      error.located(at: checked.tree.range(id)).diagnostic(in: checked.tree.source))
  }
}
