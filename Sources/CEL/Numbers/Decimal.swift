/// An exact decimal number of at most 34 digits, at most 34 of them after the point.
///
/// The value is `coefficient / 10^scale`, |coefficient| < 10^34, scale 0...34. The scale is kept
/// (`1.50` prints as `1.50`) but is no part of the value: `1.5 == 1.50`, with equal hashes.
/// Calculation is exact or an ``ArithmeticError``; only ``rounded(toScale:_:)`` rounds, when told how.
public struct Decimal: Sendable {
  public static let maximumScale = 34
  /// Digits of a coefficient, as in IEEE 754 decimal128.
  public static let maximumDigits = 34
  static let coefficientBound = PowerOfTen.of(maximumDigits)

  // Two words instead of an `Int128`: its alignment of 16 would pad each value that holds a decimal.
  private let low: UInt64
  private let high: Int64
  private let storedScale: UInt8

  public var coefficient: Int128 {
    Int128(high) << 64 | Int128(low)
  }

  /// How many digits stand after the point, 0...34.
  public var scale: Int { Int(storedScale) }

  public static let zero = Decimal(0)
  public static let one = Decimal(1)

  public init(_ integer: Int64) {
    low = UInt64(truncatingIfNeeded: integer)
    high = integer < 0 ? -1 : 0
    storedScale = 0
  }

  public init(_ integer: UInt64) {
    low = integer
    high = 0
    storedScale = 0
  }

  public init(_ integer: Int) {
    self.init(Int64(integer))
  }

  /// nil when the coefficient has more than 34 digits or the scale is outside 0...34.
  public init?(coefficient: Int128, scale: Int = 0) {
    guard coefficient.magnitude < Self.coefficientBound, 0...Self.maximumScale ~= scale else {
      return nil
    }
    self.init(unchecked: coefficient, scale: scale)
  }

  /// The bounds must have been established by the caller.
  init(unchecked coefficient: Int128, scale: Int) {
    low = UInt64(truncatingIfNeeded: coefficient)
    high = Int64(truncatingIfNeeded: coefficient >> 64)
    storedScale = UInt8(truncatingIfNeeded: scale)
  }

  /// -1, 0 or 1.
  public var sign: Int { high < 0 ? -1 : (high == 0 && low == 0 ? 0 : 1) }

  public var isZero: Bool { high == 0 && low == 0 }

  /// The number when it is whole and fits; nil otherwise (`2.00` is 2, `2.5` is nil).
  public var integerValue: Int64? {
    let (quotient, remainder) = coefficient.quotientAndRemainder(
      dividingBy: Int128(truncatingIfNeeded: PowerOfTen.of(scale)))
    return remainder == 0 ? Int64(exactly: quotient) : nil
  }

  /// The same value without zeros at the end of its fraction: `1.50` becomes `1.5`, `2.00` becomes `2`.
  public var normalized: Decimal {
    var (value, digits) = (coefficient, scale)
    if value == 0 { return .zero }
    while digits > 0 {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      value = quotient
      digits -= 1
    }
    return Decimal(unchecked: value, scale: digits)
  }
}

extension Decimal: Hashable, Comparable {
  public static func == (left: Self, right: Self) -> Bool {
    left.storedScale == right.storedScale
      ? left.low == right.low && left.high == right.high
      : left.order(to: right) == 0
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.order(to: right) < 0
  }

  public func hash(into hasher: inout Hasher) {
    let normal = normalized
    hasher.combine(normal.low)
    hasher.combine(normal.high)
    hasher.combine(normal.storedScale)
  }

  /// Negative, zero or positive as this number is below, equal to or above the other, exactly.
  public func order(to other: Decimal) -> Int {
    if storedScale == other.storedScale {
      if high != other.high { return high < other.high ? -1 : 1 }
      return low == other.low ? 0 : (low < other.low ? -1 : 1)
    }
    let (mine, its) = (sign, other.sign)
    if mine != its { return mine < its ? -1 : 1 }
    let shift = scale - other.scale
    let left = WideMagnitude(
      product: coefficient.magnitude, PowerOfTen.of(shift < 0 ? -shift : 0))
    let right = WideMagnitude(
      product: other.coefficient.magnitude, PowerOfTen.of(shift > 0 ? shift : 0))
    if left == right { return 0 }
    return (left < right) == (mine > 0) ? -1 : 1
  }
}
