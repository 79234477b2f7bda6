import Diagnostics

/// What watches a machine at work.
///
/// A type parameter, not an existential: an evaluation that nobody watches must not pay for the possibility.
protocol Watcher {
  /// Whether each node is to be evaluated as written, so that all of them are seen.
  static var seesAll: Bool { get }
  mutating func record(_ node: Int, _ result: Result<Value, EvaluationError>)
  /// Operands follow of which one may decide and make up for errors of the others.
  mutating func openChain()
  /// What was recorded last is an error that a later operand may make up for.
  mutating func postpone()
  /// The operands have ended; if one has decided, the postponed errors do not come through.
  mutating func closeChain(isDecided: Bool)
}

/// Nobody.
struct NoWatcher: Watcher {
  static var seesAll: Bool { false }
  func record(_ node: Int, _ result: Result<Value, EvaluationError>) {}
  func openChain() {}
  func postpone() {}
  func closeChain(isDecided: Bool) {}
}

/// Carries out a plan once. Recursion is as deep as the tree, which the parser has bounded.
///
/// The plan and the inputs must outlive it.
struct Machine<Watching: Watcher>: ~Copyable {
  private enum Local {
    case empty
    case value(Value)
    case error(EvaluationError)
    /// The value of a `cel.bind`, which is evaluated when it is first read.
    case pending(Int)
  }

  private unowned(unsafe) let plan: Plan
  private let code: UnsafeBufferPointer<PlanStep>
  private let constants: UnsafeBufferPointer<Value>
  private let inputs: UnsafeBufferPointer<Input>
  /// Empty, without memory of its own, for the many expressions without macros.
  private let locals: UnsafeMutableBufferPointer<Local>
  private var meter: Meter
  var watcher: Watching

  init(_ plan: Plan, _ inputs: UnsafeBufferPointer<Input>, _ watcher: Watching) {
    self.plan = plan
    code = plan.code
    constants = plan.constants
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
  private mutating func value(_ node: Int) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      let result = try compute(node)
      if Watching.seesAll { watcher.record(node, .success(result)) }
      return result
    } catch {
      throw failed(node, error)
    }
  }

  private mutating func failed(_ node: Int, _ error: EvaluationError) -> EvaluationError {
    let located = error.located(at: plan.ranges[node])
    if Watching.seesAll { watcher.record(node, .failure(located)) }
    return located
  }

  private mutating func compute(_ node: Int) throws(EvaluationError) -> Value {
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
  private mutating func truth(_ node: Int) throws(EvaluationError) -> Bool {
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
  private mutating func test(_ node: Int, _ step: PlanStep) throws(EvaluationError) -> Bool {
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

  // MARK: - Frequent operations

  private func slot(_ index: Int) throws(EvaluationError) -> Value {
    switch inputs[index] {
    case .value(let value): return value
    case .unset: throw .notSet(plan.slotNames[index] ?? "")
    case .error(let error): throw error
    }
  }

  /// The value of an operand that is a slot; an error has the place of the operand.
  private func slot(operand: Int32) throws(EvaluationError) -> Value {
    do throws(EvaluationError) {
      return try slot(Int(code[Int(operand)].a))
    } catch {
      throw error.located(at: plan.ranges[Int(operand)])
    }
  }

  private mutating func equal(
    _ step: PlanStep, _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Bool {
    try Comparison.equal(left, right, &meter) == (step.builtin == Builtin.equal.rawValue)
  }

  private mutating func slotInTexts(_ step: PlanStep) throws(EvaluationError) -> Bool {
    let slot = Int(code[Int(step.a)].a)
    var isSure = true
    for index in Int(step.c)..<Int(step.c) + Int(step.d) {
      switch Self.quickEqual(inputs[slot], constants[index]) {
      case true?: return true
      case false?: continue
      case nil: isSure = false
      }
    }
    if isSure, step.d > 0 { return false }
    let element = try self.slot(operand: step.a)
    return try Comparison.contains(constants[Int(code[Int(step.b)].a)], element, &meter)
  }

  /// nil: one is no text, or their texts must be looked at.
  @inline(__always)
  private static func quickEqual(_ left: Input, _ right: Value) -> Bool? {
    if case .value(.string(let a)) = left, case .string(let b) = right {
      return Text.quickEqual(a, b)
    }
    return nil
  }

  @inline(__always)
  private static func quickEqual(_ left: Input, _ right: Input) -> Bool? {
    if case .value(.string(let a)) = left, case .value(.string(let b)) = right {
      return Text.quickEqual(a, b)
    }
    return nil
  }

  private mutating func relation(
    _ step: PlanStep, _ left: Value, _ right: Value
  ) throws(EvaluationError) -> Bool {
    let operation = Builtin(rawValue: step.builtin) ?? .less
    return try Comparison.relation(operation, left, right, &meter)
  }

  private mutating func arithmetic(_ step: PlanStep) throws(EvaluationError) -> Value {
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

  /// `&&`, decided by false, or `||`, decided by true: an operand that decides makes up for errors of others.
  private mutating func chain(
    _ step: PlanStep, decidedBy deciding: Bool
  ) throws(EvaluationError) -> Bool {
    var first: EvaluationError?
    watcher.openChain()
    for position in Int(step.a)..<Int(step.a) + Int(step.b) {
      do throws(EvaluationError) {
        if try truth(Int(plan.children[position])) == deciding {
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

  private mutating func local(_ index: Int) throws(EvaluationError) -> Value {
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

  private mutating func call(_ step: PlanStep) throws(EvaluationError) -> Value {
    let start = Int(step.a)
    let count = Int(step.b)
    let builtin = Builtin(rawValue: step.builtin) ?? .dyn
    // `x.orValue(y)` needs y only when x is empty.
    if builtin == .orValue || builtin == .or, count == 2 {
      let target = try value(Int(plan.children[start]))
      if case .optional(let inner?) = target { return builtin == .or ? target : inner }
      return try builtin.call(
        Arguments(2, target, try value(Int(plan.children[start + 1]))), plan.timeZones, &meter)
    }
    let first = count > 0 ? try value(Int(plan.children[start])) : .null
    let second = count > 1 ? try value(Int(plan.children[start + 1])) : .null
    let third = count > 2 ? try value(Int(plan.children[start + 2])) : .null
    let fourth = count > 3 ? try value(Int(plan.children[start + 3])) : .null
    return try builtin.call(Arguments(count, first, second, third, fourth), plan.timeZones, &meter)
  }

  private func text(_ constant: Int32) -> String {
    if case .string(let text) = constants[Int(constant)] { text } else { "" }
  }

  // MARK: - Rare operations

  private mutating func rare(_ node: Int, _ step: PlanStep) throws(EvaluationError) -> Value {
    switch step.operation {
    case .optionalSelect:
      return try Containers.optionalSelect(try value(Int(step.a)), text(step.b))
    case .optionalIndex:
      let container = try value(Int(step.a))
      return try Containers.optionalIndex(container, try value(Int(step.b)))
    case .list: return try list(step)
    case .map: return try map(step)
    case .comprehension, .pairComprehension: return try comprehension(step)
    case .bind:
      locals[Int(step.b)] = .pending(Int(step.a))
      return try value(Int(step.c))
    case .optionalMap:
      let target = try value(Int(step.a))
      guard case .optional(let inner) = target else { throw .noOverload("optMap", target) }
      guard let inner else { return target }
      locals[Int(step.b)] = .value(inner)
      let result = try value(Int(step.c))
      guard step.d == 1 else { return .optional(result) }
      guard case .optional = result else { throw .noOverload("optFlatMap", result) }
      return result
    case .hostCall: return try hostCall(step)
    case .unknownFunction:
      throw EvaluationError(
        .noMatchingOverload,
        Bilingual("unknown function `\(text(step.a))`", zh: "未知的函数 `\(text(step.a))`"))
    default:
      throw EvaluationError(
        .unknownName, Bilingual("unknown name `\(text(step.a))`", zh: "未知的名称 `\(text(step.a))`"))
    }
  }

  private mutating func list(_ step: PlanStep) throws(EvaluationError) -> Value {
    var elements: [Value] = []
    elements.reserveCapacity(Int(step.b))
    for position in 0..<Int(step.b) {
      let element = try value(Int(plan.children[Int(step.a) + position * 2]))
      if plan.children[Int(step.a) + position * 2 + 1] == 0 {
        elements.append(element)
      } else {
        guard case .optional(let inner) = element else { throw .noOverload("[?]", element) }
        if let inner { elements.append(inner) }
      }
    }
    return .list(elements)
  }

  private mutating func map(_ step: PlanStep) throws(EvaluationError) -> Value {
    var map = MapValue()
    for position in 0..<Int(step.b) {
      let start = Int(step.a) + position * 3
      let key = try value(Int(plan.children[start]))
      var element = try value(Int(plan.children[start + 1]))
      guard MapKey(key) != nil else { throw .unsupportedKey(key) }
      if plan.children[start + 2] != 0 {
        guard case .optional(let inner) = element else { throw .noOverload("{?}", element) }
        guard let inner else { continue }
        element = inner
      }
      guard map.insert(element, for: key) else { throw .repeatedKey(key) }
    }
    return .map(map)
  }

  private mutating func hostCall(_ step: PlanStep) throws(EvaluationError) -> Value {
    let function = plan.functions[Int(step.c)]
    var arguments: [Value] = []
    for position in Int(step.a)..<Int(step.a) + Int(step.b) {
      arguments.append(try value(Int(plan.children[position])))
    }
    for overload in function.hosted where overload.accepts(arguments) {
      try meter.charge(overload.cost)
      return try overload.implementation(arguments)
    }
    guard let builtin = function.builtin, arguments.count <= Arguments.maximum else {
      throw .noOverload(function.name, arguments)
    }
    let count = arguments.count
    while arguments.count < Arguments.maximum { arguments.append(.null) }
    return try builtin.call(
      Arguments(count, arguments[0], arguments[1], arguments[2], arguments[3]), plan.timeZones,
      &meter)
  }

  // MARK: - Comprehensions

  private mutating func comprehension(_ step: PlanStep) throws(EvaluationError) -> Value {
    let range = try value(Int(step.a))
    let macro = Comprehension.Macro.byCode[Int(step.builtin)]
    var fold = Fold(macro)
    watcher.openChain()
    do throws(EvaluationError) {
      try turns(&fold, step, over: range)
    } catch {
      watcher.closeChain(isDecided: false)
      throw error
    }
    watcher.closeChain(isDecided: fold.isDecided)
    return try fold.result()
  }

  private mutating func turns(
    _ fold: inout Fold, _ step: PlanStep, over range: Value
  ) throws(EvaluationError) {
    switch range {
    case .list(let elements):
      try meter.charge(elements.count)
      if step.operation == .pairComprehension {
        for (index, element) in elements.enumerated() {
          if try turn(&fold, step, .int(Int64(index)), element) { break }
        }
      } else {
        for element in elements where try turn(&fold, step, element, nil) { break }
      }
    case .map(let map):
      try meter.charge(map.count)
      let isPair = step.operation == .pairComprehension
      for entry in map.entries
      where try turn(&fold, step, entry.key, isPair ? entry.value : nil) { break }
    default: throw .noOverload(fold.macro.rawValue, range)
    }
  }

  /// One turn for one element; true when the result is decided.
  private mutating func turn(
    _ fold: inout Fold, _ step: PlanStep, _ first: Value, _ second: Value?
  ) throws(EvaluationError) -> Bool {
    try meter.charge(Int(step.e))
    let base = Int(step.b)
    locals[base] = .value(first)
    if let second { locals[base + 1] = .value(second) }
    if step.c >= 0, try !truth(Int(step.c)) { return false }
    let body = Int(step.d)
    switch fold.macro {
    case .all, .exists:
      do throws(EvaluationError) {
        return fold.decide(try truth(body))
      } catch {
        if error.code == .budget { throw error }
        watcher.postpone()
        fold.postpone(error)
        return false
      }
    case .existsOne:
      if try truth(body) { fold.count += 1 }
    case .filter:
      if try truth(body) { try fold.append(first, &meter) }
    case .map, .transformList: try fold.append(try value(body), &meter)
    case .transformMap: try fold.insert(try value(body), for: first, &meter)
    case .transformMapEntry:
      let entries = try value(body)
      guard case .map(let map) = entries else {
        throw .noOverload("transformMapEntry", entries)
      }
      for entry in map.entries { try fold.insert(entry.value, for: entry.key, &meter) }
    }
    return false
  }
}
