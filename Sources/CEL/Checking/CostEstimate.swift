/// The most that evaluating an expression may cost, estimated from its text before any input is known.
///
/// Costs are in units of ``Limits/budget``. Sizes of inputs are taken as ``Limits/assumedInputSize``; the cost of a macro
/// is that of its body times the size of its range, so nesting multiplies. Arithmetic saturates.
struct CostEstimate {
  private struct Estimate {
    var cost: Int
    /// Elements of a list or map, or units of text; 1 for all else.
    var size: Int
    /// The size of an element, for macros and indexing.
    var elementSize = 1
  }

  private let checked: CheckedTree
  private let limits: Limits
  private var locals: [Estimate]

  static func of(_ checked: CheckedTree, limits: Limits) -> Int {
    var estimate = CostEstimate(checked, limits)
    return estimate.estimate(checked.tree.root).cost
  }

  private init(_ checked: CheckedTree, _ limits: Limits) {
    self.checked = checked
    self.limits = limits
    locals = Array(
      repeating: Estimate(cost: 1, size: 1), count: max(1, checked.localCount))
  }

  private mutating func estimate(_ id: ExpressionID) -> Estimate {
    switch checked.references[id] {
    case .slot: return input(checked.types[id])
    case .local(let index):
      let local = locals[index]
      return Estimate(cost: 1, size: local.size, elementSize: local.elementSize)
    case .constant, .isSet, .unknownName, .unknownFunction: return Estimate(cost: 1, size: 1)
    case .none, .function, .locals: return structure(id)
    }
  }

  private func input(_ type: ValueType) -> Estimate {
    switch type {
    case .list(let element), .map(_, let element):
      Estimate(cost: 1, size: limits.assumedInputSize, elementSize: inputSize(element))
    case .dyn:
      Estimate(cost: 1, size: limits.assumedInputSize, elementSize: limits.assumedInputSize)
    default: Estimate(cost: 1, size: inputSize(type), elementSize: 1)
    }
  }

  private func inputSize(_ type: ValueType) -> Int {
    switch type {
    case .string, .bytes, .list, .map, .dyn: limits.assumedInputSize
    default: 1
    }
  }

  private mutating func structure(_ id: ExpressionID) -> Estimate {
    switch checked.tree[id] {
    case .literal(.string(let text)): return Estimate(cost: 1, size: text.utf8.count / 16 + 1)
    case .literal(.bytes(let bytes)): return Estimate(cost: 1, size: bytes.count / 16 + 1)
    case .literal, .name, .message: return Estimate(cost: 1, size: 1)
    case .select(let operand, _, _), .has(let operand, _):
      let operand = estimate(operand)
      return part(of: operand)
    case .unary(_, let operand):
      return Estimate(cost: sum(estimate(operand).cost, 1), size: 1)
    case .binary(let operation, let left, let right):
      return binary(operation, estimate(left), estimate(right))
    case .and(let operands), .or(let operands):
      return Estimate(cost: total(operands), size: 1)
    case .conditional(let condition, let first, let second):
      let (a, b) = (estimate(first), estimate(second))
      return Estimate(
        cost: sum(estimate(condition).cost, max(a.cost, b.cost)), size: max(a.size, b.size),
        elementSize: max(a.elementSize, b.elementSize))
    case .index(let operand, let index, _):
      let operand = estimate(operand)
      var result = part(of: operand)
      result.cost = sum(result.cost, estimate(index).cost)
      return result
    case .call(_, _, let arguments, _): return call(arguments)
    case .member(let target, _, let arguments, _):
      if case .none = checked.references[target], case .name = checked.tree[target] {
        return call(arguments)
      }
      return call([target] + arguments)
    case .list(let elements, _):
      let parts = elements.map { estimate($0) }
      return Estimate(
        cost: sum(parts.reduce(1) { sum($0, $1.cost) }, parts.count), size: max(1, parts.count),
        elementSize: parts.map(\.size).max() ?? 1)
    case .map(let entries):
      let parts = entries.map { (estimate($0.key), estimate($0.value)) }
      return Estimate(
        cost: parts.reduce(1) { sum($0, sum($1.0.cost, $1.1.cost)) }, size: max(1, parts.count),
        elementSize: parts.map { max($0.0.size, $0.1.size) }.max() ?? 1)
    case .comprehension(let comprehension): return self.comprehension(id, comprehension)
    case .bind(_, let value, let body):
      return withLocal(id, estimate(value), body)
    case .optionalMap(let target, _, let body, _):
      return withLocal(id, estimate(target), body)
    }
  }

  private mutating func withLocal(
    _ id: ExpressionID, _ value: Estimate, _ body: ExpressionID
  ) -> Estimate {
    if case .locals(let base) = checked.references[id] { locals[base] = value }
    var result = estimate(body)
    result.cost = sum(sum(result.cost, value.cost), 1)
    return result
  }

  private mutating func comprehension(
    _ id: ExpressionID, _ comprehension: Comprehension
  ) -> Estimate {
    let range = estimate(comprehension.range)
    if case .locals(let base) = checked.references[id] {
      let element = Estimate(cost: 1, size: range.elementSize, elementSize: range.elementSize)
      locals[base] = element
      if comprehension.secondVariable != nil { locals[base + 1] = element }
    }
    let filter = comprehension.filter.map { estimate($0).cost } ?? 0
    let body = estimate(comprehension.body)
    let turn = sum(sum(body.cost, filter), 1)
    let cost = sum(range.cost, product(range.size, turn))
    switch comprehension.macro {
    case .all, .exists, .existsOne: return Estimate(cost: cost, size: 1)
    case .filter: return Estimate(cost: cost, size: range.size, elementSize: range.elementSize)
    case .map, .transformList, .transformMap:
      return Estimate(cost: cost, size: range.size, elementSize: body.size)
    case .transformMapEntry:
      return Estimate(
        cost: cost, size: product(range.size, body.size), elementSize: body.elementSize)
    }
  }

  private func binary(_ operation: Operator, _ left: Estimate, _ right: Estimate) -> Estimate {
    let both = sum(left.cost, right.cost)
    switch operation {
    case .add:
      let size = sum(left.size, right.size)
      return Estimate(
        cost: sum(both, size), size: size, elementSize: max(left.elementSize, right.elementSize))
    case .isIn:
      return Estimate(cost: sum(both, product(right.size, left.size)), size: 1)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return Estimate(
        cost: sum(both, product(min(left.size, right.size), left.elementSize)), size: 1)
    default: return Estimate(cost: sum(both, 1), size: 1)
    }
  }

  /// A function reads its arguments and yields no more than they hold; replacing and joining may multiply.
  private mutating func call(_ arguments: [ExpressionID]) -> Estimate {
    let parts = arguments.map { estimate($0) }
    var result = Estimate(cost: 1, size: 1)
    for part in parts {
      result.cost = sum(result.cost, sum(part.cost, part.size))
      result.size = product(result.size, part.size)
      result.elementSize = max(result.elementSize, part.elementSize)
    }
    result.size = min(result.size, limits.valueSize)
    return result
  }

  private func part(of whole: Estimate) -> Estimate {
    Estimate(cost: sum(whole.cost, 1), size: whole.elementSize, elementSize: whole.elementSize)
  }

  private mutating func total(_ ids: [ExpressionID]) -> Int {
    ids.reduce(1) { sum($0, estimate($1).cost) }
  }

  private func sum(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : result
  }

  private func product(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? .max : result
  }
}
