import CEL
import Engine

extension DecisionTable.Cell {
  /// The constants that it names.
  var constants: [Value] {
    switch self {
    case .anything: []
    case .equals(let value): [value]
    case .below(let bound), .above(let bound): [bound.value]
    case .interval(let from, let to): [from.value, to.value]
    case .oneOf(let cells): cells.flatMap(\.constants)
    case .not(let cell): cell.constants
    }
  }
}

extension Value {
  /// The value on its axis: amounts as they are, dates and lengths of time in days.
  var number: Ratio? {
    switch self {
    case .decimal(let decimal): Ratio(decimal)
    case .ratio(let ratio): ratio
    case .int(let integer): Ratio(Decimal(integer))
    case .date(let date): Ratio(Decimal(Int64(date.daysSinceEpoch)))
    // 86,400 seconds of 10^9 nanoseconds each.
    case .duration(let span): Ratio(Int128(span.nanoseconds), over: 86_400_000_000_000)
    case .null, .bool, .uint, .double, .string, .bytes, .list, .map, .timestamp, .type, .optional,
      .record:
      nil
    }
  }
}
