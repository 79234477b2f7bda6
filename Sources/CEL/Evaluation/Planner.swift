import Diagnostics

/// Turns a checked tree into instructions: folds what is constant, and picks faster forms where operands allow.
struct Planner {
  let checked: CheckedTree
  /// Whether a literal that has no value, as in `date("2026-13-01")`, is refused now rather than when it is reached.
  let refusesBadLiterals: Bool
  let timeZones: TimeZoneRules

  var code: [PlanStep]
  var constants: [Value] = []
  var children: [Int32] = []
  var patterns: [Pattern] = []
  /// Patterns beyond so many steps in all are compiled when they are reached, and charged then.
  static let patternSizeLimit = 50_000
  var patternSize = 0
  var functions: [Function] = []
  var slotNames: [Int: String] = [:]
  /// Slots in the order of their first mention.
  var slots: [Int] = []
  /// How many nodes each node has, itself included.
  var nodeCounts: [Int]
  var report = DiagnosticReport()

  static func plan(
    _ checked: CheckedTree, isPolicy: Bool, limits: Limits, timeZones: TimeZoneRules
  ) throws(DiagnosticReport) -> (plan: Plan, slots: [Int]) {
    var planner = Planner(checked, isPolicy: isPolicy, timeZones: timeZones)
    planner.plan(checked.tree.root)
    if planner.report.hasErrors { throw planner.report.sorted() }
    let plan = Plan(planner, root: checked.tree.root, limits: limits, timeZones: timeZones)
    return (plan, planner.slots)
  }

  private init(_ checked: CheckedTree, isPolicy: Bool, timeZones: TimeZoneRules) {
    self.checked = checked
    refusesBadLiterals = isPolicy
    self.timeZones = timeZones
    code = Array(repeating: PlanStep(.literal), count: checked.tree.nodes.count)
    nodeCounts = Array(repeating: 1, count: checked.tree.nodes.count)
  }

  /// Plans a node and all below it.
  mutating func plan(_ id: ExpressionID) {
    let instruction = instruction(id)
    code[id] = instruction
    chooseFastForm(id)
  }

  mutating func instruction(_ id: ExpressionID) -> PlanStep {
    switch checked.references[id] {
    case .constant(let value): return literal(value)
    case .slot(let slot, let name): return self.slot(.slot, slot, name)
    case .isSet(let slot, let name): return self.slot(.isSet, slot, name)
    case .local(let index): return PlanStep(.local, a: index)
    case .unknownName(let name):
      return PlanStep(.unknownName, a: constant(.string(name)))
    case .unknownFunction(let name):
      return PlanStep(.unknownFunction, a: constant(.string(name)))
    case .none, .function, .locals: return structure(id)
    }
  }

  mutating func structure(_ id: ExpressionID) -> PlanStep {
    switch checked.tree[id] {
    case .literal(let value): return literal(value)
    // A name has been resolved; what is left are those of macros, which nothing evaluates.
    case .name(let name, _): return PlanStep(.unknownName, a: constant(.string(name)))
    case .select(let operand, let field, let isOptional):
      planAll(id, [operand])
      return PlanStep(
        isOptional ? .optionalSelect : .select, a: operand, b: constant(.string(field)))
    case .has(let operand, let field):
      planAll(id, [operand])
      return PlanStep(.has, a: operand, b: constant(.string(field)))
    case .unary(let operation, let operand):
      planAll(id, [operand])
      if operation == .not { return PlanStep(.not, a: operand) }
      return call(id, [operand])
    case .binary(_, let left, let right):
      planAll(id, [left, right])
      return call(id, [left, right])
    case .and(let operands): return chain(.and, id, operands)
    case .or(let operands): return chain(.or, id, operands)
    case .conditional(let condition, let first, let second):
      planAll(id, [condition, first, second])
      return PlanStep(.conditional, a: condition, b: first, c: second)
    case .index(let operand, let index, let isOptional):
      planAll(id, [operand, index])
      return PlanStep(isOptional ? .optionalIndex : .index, a: operand, b: index)
    case .call(_, _, let arguments, _):
      planAll(id, arguments)
      return call(id, arguments)
    case .member(let target, _, let arguments, _):
      let isMember = !isNamespace(target)
      let all = isMember ? [target] + arguments : arguments
      planAll(id, all)
      return call(id, all)
    case .list(let elements, let optional): return list(id, elements, optional)
    case .map(let entries): return map(id, entries)
    case .message(let name):
      let text = checked.tree.qualifiedName(name)?.name ?? ""
      return PlanStep(.unknownName, a: constant(.string(text)))
    case .comprehension(let comprehension): return self.comprehension(id, comprehension)
    case .bind(_, let value, let body):
      planAll(id, [value, body])
      return PlanStep(.bind, a: value, b: firstLocal(id), c: body)
    case .optionalMap(let target, _, let body, let isFlat):
      planAll(id, [target, body])
      return PlanStep(
        .optionalMap, a: target, b: firstLocal(id), c: body, d: isFlat ? 1 : 0)
    }
  }

  // MARK: - Other structures

  mutating func chain(
    _ operation: PlanStep.Operation, _ id: ExpressionID, _ operands: [ExpressionID]
  ) -> PlanStep {
    planAll(id, operands)
    return PlanStep(operation, a: addChildren(operands), b: operands.count)
  }

  mutating func list(
    _ id: ExpressionID, _ elements: [ExpressionID], _ optional: Set<Int>
  ) -> PlanStep {
    planAll(id, elements)
    if optional.isEmpty {
      let values = elements.compactMap(constantValue)
      if values.count == elements.count { return literal(.list(values)) }
    }
    let start = children.count
    for (position, element) in elements.enumerated() {
      children += [Int32(element), optional.contains(position) ? 1 : 0]
    }
    return PlanStep(.list, a: start, b: elements.count, c: optional.isEmpty ? 0 : 1)
  }

  mutating func map(_ id: ExpressionID, _ entries: [Expression.Entry]) -> PlanStep {
    planAll(id, entries.flatMap { [$0.key, $0.value] })
    let isPlain = !entries.contains(where: \.isOptional)
    if isPlain {
      let pairs = entries.compactMap { entry in
        constantValue(entry.key).flatMap { key in constantValue(entry.value).map { (key, $0) } }
      }
      if pairs.count == entries.count, let map = MapValue(pairs) { return literal(.map(map)) }
    }
    let start = children.count
    for entry in entries {
      children += [Int32(entry.key), Int32(entry.value), entry.isOptional ? 1 : 0]
    }
    return PlanStep(.map, a: start, b: entries.count, c: isPlain ? 0 : 1)
  }

  mutating func comprehension(
    _ id: ExpressionID, _ comprehension: Comprehension
  ) -> PlanStep {
    let filter = comprehension.filter
    planAll(id, [comprehension.range] + (filter.map { [$0] } ?? []) + [comprehension.body])
    let cost = nodeCounts[comprehension.body] + (filter.map { nodeCounts[$0] } ?? 0)
    return PlanStep(
      comprehension.secondVariable == nil ? .comprehension : .pairComprehension,
      a: comprehension.range, b: firstLocal(id), c: filter ?? -1, d: comprehension.body, e: cost,
      builtin: comprehension.macro.code)
  }

  func firstLocal(_ id: ExpressionID) -> Int {
    if case .locals(let base) = checked.references[id] { base } else { 0 }
  }

  // MARK: - Pieces

  mutating func planAll(_ id: ExpressionID, _ parts: [ExpressionID]) {
    for part in parts {
      plan(part)
      nodeCounts[id] += nodeCounts[part]
    }
  }

  mutating func slot(
    _ operation: PlanStep.Operation, _ slot: Int, _ name: String
  ) -> PlanStep {
    if slotNames.updateValue(name, forKey: slot) == nil { slots.append(slot) }
    return PlanStep(operation, a: slot)
  }

  mutating func literal(_ value: Value) -> PlanStep {
    PlanStep(.literal, a: constant(value))
  }

  mutating func constant(_ value: Value) -> Int {
    constants.append(value)
    return constants.count - 1
  }

  mutating func addChildren(_ ids: [ExpressionID]) -> Int {
    let start = children.count
    for id in ids { children.append(Int32(truncatingIfNeeded: id)) }
    return start
  }

  /// The value of a node that has been planned as a literal.
  func constantValue(_ id: ExpressionID) -> Value? {
    code[id].operation == .literal ? constants[Int(code[id].a)] : nil
  }

  mutating func chooseFastForm(_ id: ExpressionID) {
    let (a, b) = (Int(code[id].a), Int(code[id].b))
    switch code[id].operation {
    case .equal where code[a].operation == .slot && code[b].operation == .literal:
      code[id].fast = .equalSlotLiteral
    case .equal where code[a].operation == .slot && code[b].operation == .slot:
      code[id].fast = .equalSlots
    case .relation where code[a].operation == .slot && code[b].operation == .literal:
      code[id].fast = .relationSlotLiteral
    case .isIn where code[a].operation == .slot:
      guard case .list(let elements)? = constantValue(b),
        elements.allSatisfy({ if case .string = $0 { true } else { false } })
      else { return }
      code[id].fast = .slotInTexts
      code[id].c = Int32(truncatingIfNeeded: constants.count)
      code[id].d = Int32(truncatingIfNeeded: elements.count)
      constants += elements
    default: return
    }
  }
}

extension Comprehension.Macro {
  /// For the field of an instruction.
  var code: UInt16 {
    switch self {
    case .all: 0
    case .exists: 1
    case .existsOne: 2
    case .map: 3
    case .filter: 4
    case .transformList: 5
    case .transformMap: 6
    case .transformMapEntry: 7
    }
  }

  static let byCode: [Comprehension.Macro] = [
    .all, .exists, .existsOne, .map, .filter, .transformList, .transformMap, .transformMapEntry,
  ]
}
