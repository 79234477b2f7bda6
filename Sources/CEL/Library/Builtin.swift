/// The functions that the language brings along.
enum Builtin: UInt16, Sendable {
  // Standard definitions.
  case size, contains, startsWith, endsWith, matches
  case bool, bytes, double, duration, dyn, int, string, timestamp, type, uint
  case getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getFullYear, getHours, getMilliseconds,
    getMinutes, getMonth, getSeconds
  // Operators.
  case add, subtract, multiply, divide, remainder, negate
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isIn, not, index
  // Strings.
  case charAt, indexOf, join, lastIndexOf, lowerAscii, upperAscii, replace, reverse, split,
    substring, trim, format, quote
  // Math.
  case greatest, least, ceil, floor, round, trunc, abs, sign, sqrt, isNaN, isInf, isFinite
  case bitAnd, bitOr, bitXor, bitNot, bitShiftLeft, bitShiftRight
  // Encoders.
  case base64Encode, base64Decode
  // Optionals.
  case optionalOf, optionalOfNonZeroValue, optionalNone, optionalUnwrap, value, hasValue, or,
    orValue, first, last
  // Exact numbers and days.
  case decimal, exactAbs, exactMin, exactMax, exactRound, exactFloor, exactCeil, date, days
  // Totals of lists; what the sum of nothing is, the type of the elements says.
  case sum, sumOfInts, sumOfSpans
}

/// The arguments of a call: at most four for the functions that the language brings along.
struct Arguments {
  let count: Int
  let first: Value
  let second: Value
  let third: Value
  let fourth: Value

  init(
    _ count: Int, _ first: Value = .null, _ second: Value = .null, _ third: Value = .null,
    _ fourth: Value = .null
  ) {
    self.count = count
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  static let maximum = 4
}

extension Builtin {
  /// Calls the function; the types of the arguments choose what it does.
  func call(
    _ arguments: Arguments, _ timeZones: TimeZoneRules, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch self {
    case .size, .contains, .startsWith, .endsWith, .matches:
      try StandardFunctions.call(self, arguments, &meter)
    case .bool, .bytes, .double, .duration, .dyn, .int, .string, .timestamp, .type, .uint:
      try Conversions.call(self, arguments, &meter)
    case .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getFullYear, .getHours,
      .getMilliseconds, .getMinutes, .getMonth, .getSeconds:
      try TimeFunctions.call(self, arguments, timeZones)
    case .add: try Arithmetic.add(arguments.first, arguments.second, &meter)
    case .subtract: try Arithmetic.subtract(arguments.first, arguments.second)
    case .multiply: try Arithmetic.multiply(arguments.first, arguments.second)
    case .divide: try Arithmetic.divide(arguments.first, arguments.second)
    case .remainder: try Arithmetic.remainder(arguments.first, arguments.second)
    case .negate: try Arithmetic.negate(arguments.first)
    case .equal:
      .bool(try Comparison.equal(arguments.first, arguments.second, &meter))
    case .notEqual:
      .bool(try !Comparison.equal(arguments.first, arguments.second, &meter))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      .bool(try Comparison.relation(self, arguments.first, arguments.second, &meter))
    case .isIn:
      .bool(try Comparison.contains(arguments.second, arguments.first, &meter))
    case .not: try Arithmetic.not(arguments.first)
    case .index: try Containers.index(arguments.first, arguments.second)
    case .charAt, .indexOf, .join, .lastIndexOf, .lowerAscii, .upperAscii, .replace, .reverse,
      .split, .substring, .trim, .format, .quote:
      try StringFunctions.call(self, arguments, &meter)
    case .greatest, .least, .ceil, .floor, .round, .trunc, .abs, .sign, .sqrt, .isNaN, .isInf,
      .isFinite, .bitAnd, .bitOr, .bitXor, .bitNot, .bitShiftLeft, .bitShiftRight:
      try MathFunctions.call(self, arguments, &meter)
    case .base64Encode, .base64Decode: try Encoders.call(self, arguments, &meter)
    case .optionalOf, .optionalOfNonZeroValue, .optionalNone, .optionalUnwrap, .value, .hasValue,
      .or, .orValue, .first, .last:
      try OptionalFunctions.call(self, arguments, &meter)
    case .decimal, .exactAbs, .exactMin, .exactMax, .exactRound, .exactFloor, .exactCeil, .date,
      .days:
      try ExactFunctions.call(self, arguments, &meter)
    case .sum, .sumOfInts, .sumOfSpans: try ListTotals.sum(self, arguments, &meter)
    }
  }
}
