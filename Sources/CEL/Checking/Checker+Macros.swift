import Diagnostics

// Macros and `cel.bind`, which bring variables of their own.
extension Checker {
  mutating func comprehension(
    _ id: ExpressionID, _ comprehension: Comprehension
  ) -> ValueType {
    check(comprehension.range)
    let variables = variableTypes(comprehension)
    var names = [(comprehension.variable, variables.first)]
    if let second = comprehension.secondVariable { names.append((second, variables.second)) }
    return withLocals(id, names) { checker in
      if let filter = comprehension.filter {
        checker.check(filter)
        checker.expect(filter, .bool)
      }
      checker.check(comprehension.body)
      switch comprehension.macro {
      case .all, .exists, .existsOne, .filter: checker.expect(comprehension.body, .bool)
      case .map, .transformList, .transformMap, .transformMapEntry: break
      }
    } result: { checker in
      let body = checker.type(of: comprehension.body)
      switch comprehension.macro {
      case .all, .exists, .existsOne: return .bool
      case .map, .transformList: return .list(body)
      case .filter: return .list(variables.first)
      case .transformMap: return .map(variables.first, body)
      case .transformMapEntry:
        let entry = ValueType.map(checker.substitution.fresh(), checker.substitution.fresh())
        checker.expect(comprehension.body, entry)
        return entry
      }
    }
  }

  /// The types that the variables of a macro have over its range.
  mutating func variableTypes(
    _ comprehension: Comprehension
  ) -> (first: ValueType, second: ValueType) {
    let range = substitution.resolve(type(of: comprehension.range))
    let isPair = comprehension.secondVariable != nil
    switch range {
    case .list(let element): return isPair ? (.int, element) : (element, .dyn)
    case .map(let key, let value): return (key, value)
    case .dyn, .error: return (.dyn, .dyn)
    case .variable:
      _ = substitution.agrees(.dyn, range)
      return (.dyn, .dyn)
    default:
      complain(
        "cel.type-mismatch",
        Bilingual(
          "`\(comprehension.macro.rawValue)` works on a list or a map, not on \(shown(comprehension.range))",
          zh: "`\(comprehension.macro.rawValue)` 用于列表或映射，不用于 \(shown(comprehension.range))"),
        comprehension.range)
      return (.error, .error)
    }
  }

  mutating func optionalMap(
    _ id: ExpressionID, _ target: ExpressionID, _ name: String, _ body: ExpressionID, isFlat: Bool
  ) -> ValueType {
    check(target)
    return withLocals(id, [(name, unwrapped(target))]) {
      $0.check(body)
    } result: { checker in
      guard isFlat else { return .optional(checker.type(of: body)) }
      let result = ValueType.optional(checker.substitution.fresh())
      checker.expect(body, result)
      return result
    }
  }

  mutating func withLocals(
    _ id: ExpressionID, _ names: [(String, ValueType)], _ body: (inout Checker) -> Void,
    result: (inout Checker) -> ValueType
  ) -> ValueType {
    // No two variables share a place: the value of a `cel.bind` is evaluated when it is read, perhaps amid the turns
    // of a macro whose variables it must not overwrite.
    let base = checked.localCount
    checked.localCount += names.count
    for (offset, (name, type)) in names.enumerated() {
      locals.append(Local(name: name, type: type, index: base + offset))
    }
    checked.references[id] = .locals(base)
    body(&self)
    locals.removeLast(names.count)
    return result(&self)
  }
}
