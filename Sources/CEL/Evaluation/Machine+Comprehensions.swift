extension Machine {
  mutating func comprehension(_ step: PlanStep) throws(EvaluationError) -> Value {
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

  mutating func turns(
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
  mutating func turn(
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
