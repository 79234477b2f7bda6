import Diagnostics

/// Functions of exact decimals and of days.
enum ExactFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch function {
    case .decimal: return try decimal(arguments.first)
    case .date: return try date(arguments)
    case .days:
      guard case .int(let count) = arguments.first else { throw .noOverload(function, arguments) }
      guard let count = Int(exactly: count), let span = TimeSpan(days: count) else {
        throw .outOfRange("duration")
      }
      return .duration(span)
    case .exactAbs:
      switch arguments.first {
      case .int(let number):
        if number == .min { throw .overflow }
        return .int(Swift.abs(number))
      case .duration(let span):
        guard span < .zero else { return arguments.first }
        return .duration(
          try Arithmetic.exact { () throws(ArithmeticError) in try span.negated() })
      default:
        guard let number = ExactNumber(arguments.first) else {
          throw .noOverload(function, arguments)
        }
        return Value(number.absolute)
      }
    case .exactMin, .exactMax:
      if arguments.count == 1, case .list(let elements) = arguments.first {
        return try ListTotals.extreme(function, elements, &meter)
      }
      guard
        let order = try Comparison.order(arguments.first, arguments.second, &meter)
      else { throw .noOverload(function, arguments) }
      return (function == .exactMin ? order <= 0 : order >= 0) ? arguments.first : arguments.second
    default: return try round(function, arguments)
    }
  }

  private static func decimal(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .decimal, .ratio: return value
    case .int(let number): return .decimal(Decimal(number))
    case .uint(let number): return .decimal(Decimal(number))
    case .string(let text):
      guard let number = Decimal(text) else { throw .conversion(value, to: "decimal") }
      return .decimal(number)
    default: throw .noOverload("decimal", value)
    }
  }

  private static func date(_ arguments: Arguments) throws(EvaluationError) -> Value {
    switch arguments.first {
    case .date: return arguments.first
    case .string(let text):
      guard let date = CivilDate(text) else { throw .conversion(arguments.first, to: "date") }
      return .date(date)
    default: throw .noOverload("date", arguments.first)
    }
  }

  /// The rule by the name that expressions use.
  static func roundingRule(_ name: String) throws(EvaluationError) -> RoundingRule {
    if let rule = RoundingRule(rawValue: name) { return rule }
    let names = RoundingRule.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw .invalid(
      "unknown rounding `\(name)`, known are \(names)", zh: "未知的舍入方式 `\(name)`，可用 \(names)")
  }

  /// `round(x, scale)`, half to even, or `round(x, scale, mode)`; `floor(x)` and `ceil(x)` to whole numbers.
  private static func round(
    _ function: Builtin, _ arguments: Arguments
  ) throws(EvaluationError) -> Value {
    guard let number = ExactNumber(arguments.first) else { throw .noOverload(function, arguments) }
    var scale = 0
    var rule: RoundingRule = function == .exactFloor ? .floor : .ceiling
    if function == .exactRound {
      guard case .int(let digits) = arguments.second else {
        throw .noOverload(function, arguments)
      }
      scale = Int(clamping: digits)
      rule = .halfEven
      if arguments.count == 3 {
        guard case .string(let name) = arguments.third else {
          throw .noOverload(function, arguments)
        }
        rule = try roundingRule(name)
      }
    }
    return .decimal(
      try Arithmetic.exact { () throws(ArithmeticError) in
        switch number {
        case .decimal(let number): try number.rounded(toScale: scale, rule)
        case .ratio(let number): try number.rounded(toScale: scale, rule)
        }
      })
  }
}
