extension Value: Hashable {
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.string(let a), .string(let b)): return Text.equal(a, b)
    case (.bytes(let a), .bytes(let b)): return a == b
    case (.list(let a), .list(let b)): return a == b
    case (.map(let a), .map(let b)): return a == b
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.type(let a), .type(let b)): return Text.equal(a, b)
    case (.optional(let a), .optional(let b)): return a == b
    case (.date(let a), .date(let b)): return a == b
    case (.record(let a), .record(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b || (a.isNaN && b.isNaN)
    default:
      guard let a = Number(left), let b = Number(right) else { return false }
      return Number.equal(a, b)
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .int, .uint, .double, .decimal, .ratio: Number(self)?.hash(into: &hasher)
    case .string(let text), .type(let text): Text.hash(text, into: &hasher)
    case .bytes(let bytes): hasher.combine(bytes)
    case .list(let elements): hasher.combine(elements)
    case .map(let map): hasher.combine(map)
    case .timestamp(let time): hasher.combine(time)
    case .duration(let span): hasher.combine(span)
    case .optional(let value): hasher.combine(value)
    case .date(let date): hasher.combine(date)
    case .record(let record): hasher.combine(record)
    }
  }
}
