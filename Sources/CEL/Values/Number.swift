/// A number of any of the number types, for comparing across them without rounding.
///
/// int, uint and double stand on one line; going through double would make 2^53 and 2^53 + 1 equal.
enum Number {
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case decimal(Decimal)
  case ratio(Ratio)

  /// nil: not a number.
  init?(_ value: Value) {
    switch value {
    case .int(let number): self = .int(number)
    case .uint(let number): self = .uint(number)
    case .double(let number): self = .double(number)
    case .decimal(let number): self = .decimal(number)
    case .ratio(let number): self = .ratio(number)
    default: return nil
    }
  }

  /// Negative, zero or positive; nil when they cannot be ordered: NaN, and an exact decimal beside a double.
  static func order(_ left: Number, _ right: Number) -> Int? {
    switch (left, right) {
    case (.int(let a), .int(let b)): a < b ? -1 : (a == b ? 0 : 1)
    case (.uint(let a), .uint(let b)): a < b ? -1 : (a == b ? 0 : 1)
    case (.double(let a), .double(let b)): a < b ? -1 : (a == b ? 0 : (a > b ? 1 : nil))
    case (.int(let a), .uint(let b)):
      a < 0 || UInt64(a) < b ? -1 : (UInt64(a) == b ? 0 : 1)
    case (.int(let a), .double(let b)): order(a, b)
    case (.uint(let a), .double(let b)): order(a, b)
    case (.decimal(let a), .decimal(let b)): a.order(to: b)
    case (.decimal(let a), .int(let b)): a.order(to: Decimal(b))
    case (.decimal(let a), .uint(let b)): a.order(to: Decimal(b))
    case (.decimal(let a), .ratio(let b)): -b.order(to: a)
    case (.ratio(let a), .ratio(let b)): a.order(to: b)
    case (.ratio(let a), .int(let b)): a.order(to: Decimal(b))
    case (.ratio(let a), .uint(let b)): a.order(to: Decimal(b))
    case (.decimal, .double), (.double, .decimal), (.ratio, .double), (.double, .ratio): nil
    case (.uint, .int), (.double, .int), (.double, .uint), (.int, .decimal), (.uint, .decimal),
      (.ratio, .decimal), (.int, .ratio), (.uint, .ratio):
      order(right, left).map { -$0 }
    }
  }

  /// Whether the numbers are one, without the exception that `order` makes at the end of the integers: what has a
  /// hash needs an equality that carries over.
  static func equal(_ left: Number, _ right: Number) -> Bool {
    switch (left, right) {
    case (.int(.max), .double(0x1p63)), (.double(0x1p63), .int(.max)),
      (.uint(.max), .double(0x1p64)),
      (.double(0x1p64), .uint(.max)):
      false
    default: order(left, right) == 0
    }
  }

  private static func order(_ a: Int64, _ b: Double) -> Int? {
    if b.isNaN { return nil }
    // Within -2^63 ..< 2^63 the integer part of `b` is an Int64. At 2^63 itself, which is what `double(x)` makes of
    // the highest int, CEL's conformance suite wants the two to be equal.
    if b >= 0x1p63 { return b == 0x1p63 && a == .max ? 0 : -1 }
    if b < -0x1p63 { return 1 }
    let whole = Int64(b)
    if a != whole { return a < whole ? -1 : 1 }
    let rest = b - Double(whole)
    return rest > 0 ? -1 : (rest < 0 ? 1 : 0)
  }

  private static func order(_ a: UInt64, _ b: Double) -> Int? {
    if b.isNaN { return nil }
    if b >= 0x1p64 { return b == 0x1p64 && a == .max ? 0 : -1 }
    if b < 0 { return 1 }
    let whole = UInt64(b)
    if a != whole { return a < whole ? -1 : 1 }
    return b > Double(whole) ? -1 : 0
  }

  /// Equal numbers of different types hash alike.
  func hash(into hasher: inout Hasher) {
    switch self {
    case .int(let number): hasher.combine(Int128(number))
    case .uint(let number): hasher.combine(Int128(number))
    case .double(let number):
      if let whole = Int128(exactly: number), -0x1p63 <= number, number < 0x1p64 {
        hasher.combine(whole)
      } else {
        hasher.combine(number.isNaN ? Double.nan.bitPattern : number.bitPattern)
      }
    case .decimal(let number):
      let normal = number.normalized
      if normal.scale == 0 {
        hasher.combine(normal.coefficient)
      } else {
        hasher.combine(number)
      }
    case .ratio(let number):
      if let decimal = number.decimal {
        Number.decimal(decimal).hash(into: &hasher)
      } else {
        hasher.combine(number)
      }
    }
  }
}
