import Diagnostics

/// Equality, order and membership, as expressions have them.
enum Comparison {
  /// CEL's `==`: across number types on one line, NaN equal to nothing, values of different types unequal.
  static func equal(
    _ left: Value, _ right: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    switch (left, right) {
    case (.double(let a), .double(let b)): return a == b
    case (.string(let a), .string(let b)):
      try meter.charge(min(a.utf8.count, b.utf8.count) / Meter.bytesPerUnit)
      return Text.equal(a, b)
    case (.bytes(let a), .bytes(let b)):
      try meter.charge(min(a.count, b.count) / Meter.bytesPerUnit)
      return a == b
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      try meter.charge(a.count)
      for index in a.indices where try !equal(a[index], b[index], &meter) { return false }
      return true
    case (.map(let a), .map(let b)):
      guard a.count == b.count else { return false }
      try meter.charge(a.count)
      for entry in a.entries {
        guard let value = b[entry.key], try equal(entry.value, value, &meter) else { return false }
      }
      return true
    case (.optional(let a), .optional(let b)):
      switch (a, b) {
      case (nil, nil): return true
      case (let a?, let b?): return try equal(a, b, &meter)
      default: return false
      }
    case (.record(let a), .record(let b)):
      try meter.charge(a.fields.count)
      return a == b
    case (.int, .double), (.double, .int), (.uint, .double), (.double, .uint):
      guard let a = Number(left), let b = Number(right) else { return false }
      return Number.order(a, b) == 0
    default: return left == right
    }
  }

  /// `<`, `<=`, `>` or `>=`; false beside NaN.
  static func relation(
    _ operation: Builtin, _ left: Value, _ right: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    // The kinds that conditions mostly compare, before all others.
    switch (left, right) {
    case (.int(let a), .int(let b)): return holds(operation, a < b ? -1 : (a == b ? 0 : 1))
    case (.decimal(let a), .decimal(let b)): return holds(operation, a.order(to: b))
    case (.double(let a), .double(let b)):
      return switch operation {
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      default: a >= b
      }
    default: break
    }
    guard let order = try order(left, right, &meter) else {
      // Numbers that have no order are NaN, with which every relation is false.
      if case .double = left, Number(right) != nil { return false }
      if case .double = right, Number(left) != nil { return false }
      throw .noOverload(name(operation), left, right)
    }
    return holds(operation, order)
  }

  @inline(__always)
  private static func holds(_ operation: Builtin, _ order: Int) -> Bool {
    switch operation {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    default: order >= 0
    }
  }

  /// nil: the values have no order.
  static func order(
    _ left: Value, _ right: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Int? {
    switch (left, right) {
    case (.int(let a), .int(let b)): return a < b ? -1 : (a == b ? 0 : 1)
    case (.bool(let a), .bool(let b)): return a == b ? 0 : (b ? -1 : 1)
    case (.string(let a), .string(let b)):
      try meter.charge(min(a.utf8.count, b.utf8.count) / Meter.bytesPerUnit)
      return Text.order(a, b)
    case (.bytes(let a), .bytes(let b)):
      try meter.charge(min(a.count, b.count) / Meter.bytesPerUnit)
      return Text.order(a.span, b.span)
    case (.timestamp(let a), .timestamp(let b)): return a < b ? -1 : (a == b ? 0 : 1)
    case (.duration(let a), .duration(let b)): return a < b ? -1 : (a == b ? 0 : 1)
    case (.date(let a), .date(let b)): return a < b ? -1 : (a == b ? 0 : 1)
    default:
      guard let a = Number(left), let b = Number(right) else { return nil }
      switch (a, b) {
      case (.double, .decimal), (.double, .ratio), (.decimal, .double), (.ratio, .double):
        throw .noOverload("_<_", left, right)
      default: return Number.order(a, b)
      }
    }
  }

  /// `element in container`
  static func contains(
    _ container: Value, _ element: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    switch container {
    case .list(let elements):
      try meter.charge(elements.count)
      for candidate in elements where try equal(candidate, element, &meter) { return true }
      return false
    case .map(let map): return map.contains(element)
    default: throw .noOverload("in", element, container)
    }
  }

  private static func name(_ operation: Builtin) -> String {
    switch operation {
    case .less: "_<_"
    case .lessOrEqual: "_<=_"
    case .greater: "_>_"
    default: "_>=_"
    }
  }
}
