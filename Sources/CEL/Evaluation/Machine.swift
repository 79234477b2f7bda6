import Diagnostics

/// Carries out a plan once. Recursion is as deep as the tree, which the parser has bounded.
///
/// The plan and the inputs must outlive it.
struct Machine<Watching: Watcher>: ~Copyable {
  enum Local {
    case empty
    case value(Value)
    case error(EvaluationError)
    /// The value of a `cel.bind`, which is evaluated when it is first read.
    case pending(Int)
  }

  unowned(unsafe) let plan: Plan
  let code: UnsafeBufferPointer<PlanStep>
  let constants: UnsafeBufferPointer<Value>
  let children: UnsafeBufferPointer<Int32>
  let inputs: UnsafeBufferPointer<Input>
  /// Empty, without memory of its own, for the many expressions without macros.
  let locals: UnsafeMutableBufferPointer<Local>
  var meter: Meter
  var watcher: Watching

  // `borrowing` saves counting a reference to the plan, which the caller holds anyway.
  init(_ plan: borrowing Plan, _ inputs: UnsafeBufferPointer<Input>, _ watcher: Watching) {
    self.plan = copy plan
    code = plan.code
    constants = plan.constants
    children = plan.children
    self.inputs = inputs
    self.watcher = watcher
    meter = Meter(plan.limits)
    guard plan.localCount > 0 else {
      locals = UnsafeMutableBufferPointer(start: nil, count: 0)
      return
    }
    locals = .allocate(capacity: plan.localCount)
    locals.initialize(repeating: .empty)
  }

  deinit {
    if !locals.isEmpty { locals.deinitialize().deallocate() }
  }

  /// Evaluates the whole plan.
  mutating func run() throws(EvaluationError) -> Value {
    try meter.charge(plan.baseCost)
    let result = try value(plan.root)
    try result.measure(limit: meter.valueSize)
    return result
  }

  /// Evaluates a node; an error gets the place of the innermost node that it arose in.
  mutating func value(_ node: Int) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      let result = try compute(node)
      if Watching.seesAll { watcher.record(node, .success(result)) }
      return result
    } catch {
      throw failed(node, error)
    }
  }

  mutating func failed(_ node: Int, _ error: EvaluationError) -> EvaluationError {
    var error = error
    if error.code == .notSet, !error.hasPlace, let name = fieldName(node) { error = .notSet(name) }
    let located = error.located(at: plan.ranges[node])
    if Watching.seesAll { watcher.record(node, .failure(located)) }
    return located
  }

  /// `sponsor.manager` for a node that selects a field of a variable, or of its fields.
  private func fieldName(_ node: Int) -> String? {
    let step = code[node]
    switch step.operation {
    case .slot: return plan.slotNames[Int(step.a)]
    case .select: return fieldName(Int(step.a)).map { $0 + "." + text(step.b) }
    default: return nil
    }
  }

  mutating func compute(_ node: Int) throws(EvaluationError) -> Value {
    let step = code[node]
    switch Watching.seesAll ? step.operation : step.fast {
    case .literal: return constants[Int(step.a)]
    case .slot: return try slot(Int(step.a))
    case .local: return try local(Int(step.a))
    case .and, .or, .not, .isSet, .has, .equal, .relation, .isIn, .matches, .equalSlotLiteral,
      .equalSlots, .relationSlotLiteral, .slotInTexts:
      return .bool(try test(node, step))
    case .conditional:
      return try value(try truth(Int(step.a)) ? Int(step.b) : Int(step.c))
    case .arithmetic: return try arithmetic(step)
    case .select: return try Containers.select(try value(Int(step.a)), text(step.b))
    case .index:
      let container = try value(Int(step.a))
      return try Containers.index(container, try value(Int(step.b)))
    case .call: return try call(step)
    default: return try rare(node, step)
    }
  }

  /// Evaluates a node that must be a bool.
  mutating func truth(_ node: Int) throws(EvaluationError) -> Bool {
    let step = code[node]
    switch Watching.seesAll ? step.operation : step.fast {
    case .and, .or, .not, .isSet, .has, .equal, .relation, .isIn, .matches, .equalSlotLiteral,
      .equalSlots, .relationSlotLiteral, .slotInTexts:
      do throws(EvaluationError) {
        let result = try test(node, step)
        if Watching.seesAll { watcher.record(node, .success(.bool(result))) }
        return result
      } catch {
        throw failed(node, error)
      }
    default:
      let result = try value(node)
      guard case .bool(let result) = result else {
        throw EvaluationError.noOverload("bool", result).located(at: plan.ranges[node])
      }
      return result
    }
  }

  /// The operations that yield a bool.
  mutating func test(_ node: Int, _ step: PlanStep) throws(EvaluationError) -> Bool {
    switch Watching.seesAll ? step.operation : step.fast {
    case .and: return try chain(step, decidedBy: false)
    case .or: return try chain(step, decidedBy: true)
    case .not: return try !truth(Int(step.a))
    case .equalSlotLiteral:
      let (left, right) = (Int(code[Int(step.a)].a), Int(code[Int(step.b)].a))
      if let equal = Self.quickEqual(inputs[left], constants[right]) {
        return equal == (step.builtin == Builtin.equal.rawValue)
      }
      return try equal(step, try slot(operand: step.a), constants[right])
    case .equalSlots:
      let (left, right) = (Int(code[Int(step.a)].a), Int(code[Int(step.b)].a))
      if let equal = Self.quickEqual(inputs[left], inputs[right]) {
        return equal == (step.builtin == Builtin.equal.rawValue)
      }
      return try equal(step, try slot(operand: step.a), try slot(operand: step.b))
    case .relationSlotLiteral:
      return try relation(
        step, try slot(operand: step.a), constants[Int(code[Int(step.b)].a)])
    case .slotInTexts: return try slotInTexts(step)
    case .equal:
      let left = try value(Int(step.a))
      return try equal(step, left, try value(Int(step.b)))
    case .relation:
      let left = try value(Int(step.a))
      return try relation(step, left, try value(Int(step.b)))
    case .isIn:
      let element = try value(Int(step.a))
      return try Comparison.contains(try value(Int(step.b)), element, &meter)
    case .isSet:
      if case .unset = inputs[Int(step.a)] { return false }
      return true
    case .has: return try Containers.has(try value(Int(step.a)), text(step.b))
    default:
      let operand = try value(Int(step.a))
      guard case .string(let text) = operand else { throw .noOverload("matches", operand) }
      return try StandardFunctions.matches(text, plan.patterns[Int(step.b)], &meter)
    }
  }

  /// `&&`, decided by false, or `||`, decided by true: an operand that decides makes up for errors of others.
  mutating func chain(
    _ step: PlanStep, decidedBy deciding: Bool
  ) throws(EvaluationError) -> Bool {
    var first: EvaluationError?
    watcher.openChain()
    for position in Int(step.a)..<Int(step.a) + Int(step.b) {
      do throws(EvaluationError) {
        if try truth(Int(children[position])) == deciding {
          watcher.closeChain(isDecided: true)
          return deciding
        }
      } catch {
        watcher.postpone()
        // Without budget there is no going on.
        if error.code == .budget {
          watcher.closeChain(isDecided: false)
          throw error
        }
        if first == nil { first = error }
      }
    }
    watcher.closeChain(isDecided: false)
    if let first { throw first }
    return !deciding
  }

  mutating func local(_ index: Int) throws(EvaluationError) -> Value {
    switch locals[index] {
    case .value(let value): return value
    case .error(let error): throw error
    case .empty: throw .notSet("")
    case .pending(let node):
      do throws(EvaluationError) {
        let value = try value(node)
        locals[index] = .value(value)
        return value
      } catch {
        locals[index] = .error(error)
        throw error
      }
    }
  }

  mutating func call(_ step: PlanStep) throws(EvaluationError) -> Value {
    let start = Int(step.a)
    let count = Int(step.b)
    let builtin = Builtin(rawValue: step.builtin) ?? .dyn
    // `x.orValue(y)` needs y only when x is empty.
    if builtin == .orValue || builtin == .or, count == 2 {
      let target = try value(Int(children[start]))
      if case .optional(let inner?) = target { return builtin == .or ? target : inner }
      return try builtin.call(
        Arguments(2, target, try value(Int(children[start + 1]))), plan.timeZones, &meter)
    }
    let first = count > 0 ? try value(Int(children[start])) : .null
    let second = count > 1 ? try value(Int(children[start + 1])) : .null
    let third = count > 2 ? try value(Int(children[start + 2])) : .null
    let fourth = count > 3 ? try value(Int(children[start + 3])) : .null
    return try builtin.call(Arguments(count, first, second, third, fourth), plan.timeZones, &meter)
  }

  func text(_ constant: Int32) -> String {
    if case .string(let text) = constants[Int(constant)] { text } else { "" }
  }
}
