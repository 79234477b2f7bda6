import CEL

extension Value {
  /// The value as people read it in an explanation: exact, one line. Days for whole days.
  public var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let number): String(number)
    case .uint(let number): String(number)
    case .double(let number): String(number)
    case .string(let text): text
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .list(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
    case .map(let map):
      "{\(map.entries.map { "\($0.key.text): \($0.value.text)" }.joined(separator: ", "))}"
    case .timestamp(let time): time.description
    case .duration(let span): span.wholeDays.map { "\($0) days" } ?? span.description
    case .type(let name): name
    case .optional(let value): value.map { "optional(\($0.text))" } ?? "none"
    case .decimal(let number): number.plainDescription
    case .ratio(let ratio): ratio.description
    case .date(let date): date.description
    case .record(let record):
      record["id"]?.text
        ?? "{\(zip(record.type.fields, record.fields).map { "\($0.name): \($1?.text ?? "–")" }.joined(separator: ", "))}"
    }
  }

  /// Negative, zero or positive; nil when the two have no order.
  func order(to other: Value) -> Int? {
    switch (self, other) {
    case (.decimal(let a), .decimal(let b)): a < b ? -1 : (a == b ? 0 : 1)
    case (.ratio(let a), .decimal(let b)): a.order(to: b)
    case (.decimal(let a), .ratio(let b)): -b.order(to: a)
    case (.ratio(let a), .ratio(let b)): a.order(to: b)
    case (.int(let a), .int(let b)): a < b ? -1 : (a == b ? 0 : 1)
    case (.int(let a), .decimal): Value.decimal(Decimal(a)).order(to: other)
    case (.decimal, .int(let b)): order(to: .decimal(Decimal(b)))
    case (.date(let a), .date(let b)): a < b ? -1 : (a == b ? 0 : 1)
    case (.duration(let a), .duration(let b)): a < b ? -1 : (a == b ? 0 : 1)
    default: nil
    }
  }
}
