import Diagnostics

/// The operators that calculate. No operand of any value traps: what does not fit is an error.
enum Arithmetic {
  static func add(
    _ left: Value, _ right: Value, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      let (sum, overflow) = a.addingReportingOverflow(b)
      if overflow { throw .overflow }
      return .int(sum)
    case (.uint(let a), .uint(let b)):
      let (sum, overflow) = a.addingReportingOverflow(b)
      if overflow { throw .overflow }
      return .uint(sum)
    case (.double(let a), .double(let b)): return .double(a + b)
    case (.string(let a), .string(let b)):
      try meter.admit(bytes: a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.bytes(let a), .bytes(let b)):
      try meter.admit(bytes: a.count + b.count)
      return .bytes(a + b)
    case (.list(let a), .list(let b)):
      try meter.admit(elements: a.count + b.count)
      return .list(a + b)
    case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
      return .timestamp(try exact { () throws(ArithmeticError) in try time.adding(span) })
    case (.duration(let a), .duration(let b)):
      return .duration(try exact { () throws(ArithmeticError) in try a.adding(b) })
    case (.date(let date), .duration(let span)), (.duration(let span), .date(let date)):
      return .date(try moved(date, span, by: 1))
    default:
      return try exactNumbers("_+_", left, right) { (a, b) throws(ArithmeticError) in
        try a.adding(b)
      }
    }
  }

  static func subtract(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      let (difference, overflow) = a.subtractingReportingOverflow(b)
      if overflow { throw .overflow }
      return .int(difference)
    case (.uint(let a), .uint(let b)):
      let (difference, overflow) = a.subtractingReportingOverflow(b)
      if overflow { throw .overflow }
      return .uint(difference)
    case (.double(let a), .double(let b)): return .double(a - b)
    case (.timestamp(let a), .timestamp(let b)):
      return .duration(try exact { () throws(ArithmeticError) in try a.span(since: b) })
    case (.timestamp(let time), .duration(let span)):
      return .timestamp(try exact { () throws(ArithmeticError) in try time.subtracting(span) })
    case (.duration(let a), .duration(let b)):
      return .duration(try exact { () throws(ArithmeticError) in try a.subtracting(b) })
    case (.date(let a), .date(let b)):
      guard let span = TimeSpan(days: a.days(since: b)) else { throw .overflow }
      return .duration(span)
    case (.date(let date), .duration(let span)): return .date(try moved(date, span, by: -1))
    default:
      return try exactNumbers("_-_", left, right) { (a, b) throws(ArithmeticError) in
        try a.subtracting(b)
      }
    }
  }

  static func multiply(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      let (product, overflow) = a.multipliedReportingOverflow(by: b)
      if overflow { throw .overflow }
      return .int(product)
    case (.uint(let a), .uint(let b)):
      let (product, overflow) = a.multipliedReportingOverflow(by: b)
      if overflow { throw .overflow }
      return .uint(product)
    case (.double(let a), .double(let b)): return .double(a * b)
    default:
      return try exactNumbers("_*_", left, right) { (a, b) throws(ArithmeticError) in
        try a.multiplying(b)
      }
    }
  }

  static func divide(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      if b == 0 { throw .divisionByZero }
      let (quotient, overflow) = a.dividedReportingOverflow(by: b)
      if overflow { throw .overflow }
      return .int(quotient)
    case (.uint(let a), .uint(let b)):
      if b == 0 { throw .divisionByZero }
      return .uint(a / b)
    case (.double(let a), .double(let b)): return .double(a / b)
    default:
      return try exactNumbers("_/_", left, right) { (a, b) throws(ArithmeticError) in
        try a.divided(by: b)
      }
    }
  }

  static func remainder(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      if b == 0 { throw .divisionByZero }
      // The lowest int by -1 overflows the quotient, though the remainder is 0.
      let (remainder, overflow) = a.remainderReportingOverflow(dividingBy: b)
      if overflow { throw .overflow }
      return .int(remainder)
    case (.uint(let a), .uint(let b)):
      if b == 0 { throw .divisionByZero }
      return .uint(a % b)
    default: throw .noOverload("_%_", left, right)
    }
  }

  static func negate(_ operand: Value) throws(EvaluationError) -> Value {
    switch operand {
    case .int(let number):
      if number == .min { throw .overflow }
      return .int(-number)
    case .double(let number): return .double(-number)
    case .decimal(let number): return .decimal(number.negated)
    case .ratio(let number): return .ratio(number.negated)
    default: throw .noOverload("-_", operand)
    }
  }

  static func not(_ operand: Value) throws(EvaluationError) -> Value {
    guard case .bool(let value) = operand else { throw .noOverload("!_", operand) }
    return .bool(!value)
  }

  /// An operation of exact numbers; nothing else is left for the operator to be.
  private static func exactNumbers(
    _ name: String, _ left: Value, _ right: Value,
    _ operation: (ExactNumber, ExactNumber) throws(ArithmeticError) -> ExactNumber
  ) throws(EvaluationError) -> Value {
    guard let a = ExactNumber(left), let b = ExactNumber(right) else {
      throw .noOverload(name, left, right)
    }
    return Value(try exact { () throws(ArithmeticError) in try operation(a, b) })
  }

  static func exact<Result>(
    _ operation: () throws(ArithmeticError) -> Result
  ) throws(EvaluationError) -> Result {
    do { return try operation() } catch { throw EvaluationError(error) }
  }

  /// A date moved by whole days; part of a day has no meaning for a date.
  private static func moved(
    _ date: CivilDate, _ span: TimeSpan, by sign: Int
  ) throws(EvaluationError) -> CivilDate {
    guard let days = span.wholeDays else {
      throw .invalid("a date moves by whole days only", zh: "日期只能按整天移动")
    }
    guard let moved = date.adding(days: sign * days) else { throw .outOfRange("date") }
    return moved
  }
}

extension ExactNumber {
  /// nil: not an exact number; an int is none until `decimal(x)` makes it one.
  init?(_ value: Value) {
    switch value {
    case .decimal(let number): self = .decimal(number)
    case .ratio(let number): self = .ratio(number)
    default: return nil
    }
  }
}

extension Value {
  init(_ number: ExactNumber) {
    switch number {
    case .decimal(let number): self = .decimal(number)
    case .ratio(let number): self = .ratio(number)
    }
  }
}
