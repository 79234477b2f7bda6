import Diagnostics

/// The math extension: extremes across number types, rounding of doubles, signs, bits.
enum MathFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch function {
    case .greatest, .least: return try extreme(function, arguments, &meter)
    case .ceil, .floor, .round, .trunc, .isNaN, .isInf, .isFinite:
      guard case .double(let number) = arguments.first, arguments.count == 1 else {
        throw .noOverload(function, arguments)
      }
      return switch function {
      case .ceil: .double(number.rounded(.up))
      case .floor: .double(number.rounded(.down))
      case .round: .double(number.rounded(.toNearestOrAwayFromZero))
      case .trunc: .double(number.rounded(.towardZero))
      case .isNaN: .bool(number.isNaN)
      case .isInf: .bool(number.isInfinite)
      default: .bool(number.isFinite)
      }
    case .abs, .sign, .sqrt: return try unary(function, arguments)
    default: return try bits(function, arguments)
    }
  }

  private static func unary(
    _ function: Builtin, _ arguments: Arguments
  ) throws(EvaluationError) -> Value {
    guard arguments.count == 1 else { throw .noOverload(function, arguments) }
    switch (function, arguments.first) {
    case (.abs, .int(let number)):
      if number == .min { throw .overflow }
      return .int(Swift.abs(number))
    case (.abs, .uint): return arguments.first
    case (.abs, .double(let number)): return .double(number.magnitude)
    case (.sign, .int(let number)): return .int(number.signum())
    case (.sign, .uint(let number)): return .uint(min(number, 1))
    case (.sign, .double(let number)):
      return .double(number.isNaN ? number : (number > 0 ? 1 : (number < 0 ? -1 : 0)))
    case (.sqrt, .int(let number)): return .double(Double(number).squareRoot())
    case (.sqrt, .uint(let number)): return .double(Double(number).squareRoot())
    case (.sqrt, .double(let number)): return .double(number.squareRoot())
    default: throw .noOverload(function, arguments)
    }
  }

  /// The largest or smallest; of equal numbers the first.
  private static func extreme(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    var candidates: [Value]
    switch (arguments.first, arguments.count) {
    case (.list(let elements), 1): candidates = elements
    case (_, 1): candidates = [arguments.first]
    default: candidates = [arguments.first, arguments.second]
    }
    try meter.charge(candidates.count)
    guard var best = candidates.first else {
      throw .invalid("the list has no elements", zh: "列表没有元素")
    }
    for candidate in candidates {
      guard let left = Number(candidate), let right = Number(best) else {
        throw .noOverload(function, arguments)
      }
      let order = Number.order(left, right) ?? 0
      if function == .greatest ? order > 0 : order < 0 { best = candidate }
    }
    return best
  }

  private static func bits(
    _ function: Builtin, _ arguments: Arguments
  ) throws(EvaluationError) -> Value {
    switch (function, arguments.first, arguments.second) {
    case (.bitAnd, .int(let a), .int(let b)): return .int(a & b)
    case (.bitAnd, .uint(let a), .uint(let b)): return .uint(a & b)
    case (.bitOr, .int(let a), .int(let b)): return .int(a | b)
    case (.bitOr, .uint(let a), .uint(let b)): return .uint(a | b)
    case (.bitXor, .int(let a), .int(let b)): return .int(a ^ b)
    case (.bitXor, .uint(let a), .uint(let b)): return .uint(a ^ b)
    case (.bitNot, .int(let a), _) where arguments.count == 1: return .int(~a)
    case (.bitNot, .uint(let a), _) where arguments.count == 1: return .uint(~a)
    case (.bitShiftLeft, .int(let a), .int(let count)):
      return .int(Int64(bitPattern: UInt64(bitPattern: a) << (try shift(count))))
    case (.bitShiftLeft, .uint(let a), .int(let count)): return .uint(a << (try shift(count)))
    // The sign bit moves like any other: the shift is one of bits, not a division.
    case (.bitShiftRight, .int(let a), .int(let count)):
      return .int(Int64(bitPattern: UInt64(bitPattern: a) >> (try shift(count))))
    case (.bitShiftRight, .uint(let a), .int(let count)): return .uint(a >> (try shift(count)))
    default: throw .noOverload(function, arguments)
    }
  }

  private static func shift(_ count: Int64) throws(EvaluationError) -> Int64 {
    guard count >= 0 else {
      throw .invalid("a shift cannot be negative", zh: "移位数不能为负")
    }
    return min(count, 64)
  }
}
