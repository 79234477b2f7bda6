/// Totals over the elements of a list, by the names of Kubernetes' CEL library: `sum()`, `min()`, `max()`.
enum ListTotals {
  /// The exact sum; of no elements it is zero.
  static func sum(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .list(let elements) = arguments.first else {
      throw .noOverload(function, arguments)
    }
    try meter.charge(elements.count)
    var sum: Value =
      switch function {
      case .sumOfInts: .int(0)
      case .sumOfSpans: .duration(.zero)
      default: .decimal(.zero)
      }
    for element in elements { sum = try Arithmetic.add(sum, element, &meter) }
    return sum
  }

  /// The first of the least or of the greatest elements; of no elements there is none.
  static func extreme(
    _ function: Builtin, _ elements: [Value], _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard var best = elements.first else {
      throw .invalid("the list has no elements", zh: "列表没有元素")
    }
    for element in elements.dropFirst() {
      try meter.charge(1)
      guard let order = try Comparison.order(element, best, &meter) else {
        throw .noOverload(function, Arguments(1, .list(elements)))
      }
      if function == .exactMin ? order < 0 : order > 0 { best = element }
    }
    return best
  }
}

extension Builtin {
  /// The sum of a list whose elements have a type.
  static func sum(of list: ValueType?) -> Builtin {
    switch list {
    case .list(.int)?: .sumOfInts
    case .list(.duration)?: .sumOfSpans
    default: .sum
    }
  }
}
