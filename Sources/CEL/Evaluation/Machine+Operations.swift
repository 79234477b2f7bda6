// What conditions do most: reading a name, comparing, computing. Faster than the call of a function that they stand for.
extension Machine {
  func slot(_ index: Int) throws(EvaluationError) -> Value {
    switch inputs[index] {
    case .value(let value): return value
    case .unset: throw .notSet(plan.slotNames[index] ?? "")
    // Its place is in the expression that failed, not in this one.
    case .error(let error): throw error.withoutPlace
    }
  }

  /// The value of an operand that is a slot; an error has the place of the operand.
  func slot(operand: Int32) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      return try slot(Int(code[Int(operand)].a))
    } catch {
      throw error.located(at: plan.ranges[Int(operand)])
    }
  }

  mutating func equal(
    _ step: PlanStep, _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Bool {
    try Comparison.equal(left, right, &meter) == (step.builtin == Builtin.equal.rawValue)
  }

  mutating func slotInTexts(_ step: PlanStep) throws(EvaluationError) -> Bool {
    let slot = Int(code[Int(step.a)].a)
    // INVARIANT (same cost): a faster form charges what the form it stands for does, so that an explanation, which does
    // without it, ends as the evaluation did.
    var isSure = true
    for index in Int(step.c)..<Int(step.c) + Int(step.d) {
      switch Self.quickEqual(inputs[slot], constants[index]) {
      case true?:
        try meter.charge(Int(step.d))
        return true
      case false?: continue
      case nil: isSure = false
      }
    }
    if isSure, step.d > 0 {
      try meter.charge(Int(step.d))
      return false
    }
    let element = try self.slot(operand: step.a)
    return try Comparison.contains(constants[Int(code[Int(step.b)].a)], element, &meter)
  }

  /// nil: one is no text, or their texts must be looked at.
  @inline(__always)
  static func quickEqual(_ left: Input, _ right: Value) -> Bool? {
    if case .value(.string(let a)) = left, case .string(let b) = right {
      return Text.quickEqual(a, b)
    }
    return nil
  }

  @inline(__always)
  static func quickEqual(_ left: Input, _ right: Input) -> Bool? {
    if case .value(.string(let a)) = left, case .value(.string(let b)) = right {
      return Text.quickEqual(a, b)
    }
    return nil
  }

  mutating func relation(
    _ step: PlanStep, _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Bool {
    let operation = Builtin(rawValue: step.builtin) ?? .less
    return try Comparison.relation(operation, left, right, &meter)
  }

  mutating func arithmetic(_ step: PlanStep) throws(EvaluationError) -> Value {
    let left = try value(Int(step.a))
    let right = try value(Int(step.b))
    switch Builtin(rawValue: step.builtin) {
    case .add: return try Arithmetic.add(left, right, &meter)
    case .subtract: return try Arithmetic.subtract(left, right)
    case .multiply: return try Arithmetic.multiply(left, right)
    case .divide: return try Arithmetic.divide(left, right)
    default: return try Arithmetic.remainder(left, right)
    }
  }
}
