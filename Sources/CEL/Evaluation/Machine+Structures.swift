import Diagnostics

// Operations that make lists and maps, bind names, or call the host: rare in conditions.
extension Machine {
  mutating func rare(_ node: Int, _ step: PlanStep) throws(EvaluationError) -> Value {
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

  mutating func list(_ step: PlanStep) throws(EvaluationError) -> Value {
    var elements: [Value] = []
    elements.reserveCapacity(Int(step.b))
    for position in 0..<Int(step.b) {
      let element = try value(Int(children[Int(step.a) + position * 2]))
      if children[Int(step.a) + position * 2 + 1] == 0 {
        elements.append(element)
      } else {
        guard case .optional(let inner) = element else { throw .noOverload("[?]", element) }
        if let inner { elements.append(inner) }
      }
    }
    return .list(elements)
  }

  mutating func map(_ step: PlanStep) throws(EvaluationError) -> Value {
    var map = MapValue()
    for position in 0..<Int(step.b) {
      let start = Int(step.a) + position * 3
      let key = try value(Int(children[start]))
      var element = try value(Int(children[start + 1]))
      guard MapKey(key) != nil else { throw .unsupportedKey(key) }
      if children[start + 2] != 0 {
        guard case .optional(let inner) = element else { throw .noOverload("{?}", element) }
        guard let inner else { continue }
        element = inner
      }
      guard map.insert(element, for: key) else { throw .repeatedKey(key) }
    }
    return .map(map)
  }

  mutating func hostCall(_ step: PlanStep) throws(EvaluationError) -> Value {
    let function = plan.functions[Int(step.c)]
    var arguments: [Value] = []
    for position in Int(step.a)..<Int(step.a) + Int(step.b) {
      arguments.append(try value(Int(children[position])))
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
}
