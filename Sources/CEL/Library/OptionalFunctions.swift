import Diagnostics

/// Optional values: `optional.of(x)`, `x.orValue(y)`. `or` and `orValue` with an unevaluated right side are
/// instructions of the evaluator.
enum OptionalFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch (function, arguments.first, arguments.count) {
    case (.optionalNone, _, 0): return .optional(nil)
    case (.optionalOf, let value, 1): return .optional(value)
    case (.optionalOfNonZeroValue, let value, 1): return .optional(value.isZero ? nil : value)
    case (.optionalUnwrap, .list(let elements), 1):
      try meter.admit(elements: elements.count)
      var values: [Value] = []
      for element in elements {
        guard case .optional(let value) = element else { throw .noOverload(function, arguments) }
        if let value { values.append(value) }
      }
      return .list(values)
    case (.hasValue, .optional(let value), 1): return .bool(value != nil)
    case (.value, .optional(let value), 1):
      guard let value else {
        throw EvaluationError(
          .noValue, Bilingual("the optional has no value", zh: "可选值为空"))
      }
      return value
    case (.or, .optional(let value), 2):
      guard case .optional = arguments.second else { throw .noOverload(function, arguments) }
      return value == nil ? arguments.second : arguments.first
    case (.orValue, .optional(let value), 2): return value ?? arguments.second
    case (.first, .list(let elements), 1): return .optional(elements.first)
    case (.last, .list(let elements), 1): return .optional(elements.last)
    default: throw .noOverload(function, arguments)
    }
  }
}

extension Value {
  /// Whether it is the default of its type: false, 0, "", an empty list or map, null.
  fileprivate var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let number): number == 0
    case .uint(let number): number == 0
    case .double(let number): number == 0
    case .string(let text): text.utf8.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let elements): elements.isEmpty
    case .map(let map): map.entries.isEmpty
    case .timestamp(let time): time.seconds == 0 && time.nanos == 0
    case .duration(let span): span.nanoseconds == 0
    case .optional(let value): value == nil
    case .decimal(let number): number.isZero
    case .ratio, .type, .date, .record: false
    }
  }
}
