/// An exact fraction, for quotients that no decimal of 34 digits can hold: 1/3.
///
/// Always reduced, the denominator above zero, both within ±(2^127 - 1). Calculation is exact or an
/// ``ArithmeticError``; `overflow` is thrown exactly when the reduced result does not fit.
public struct Ratio: Sendable, Hashable {
  public let numerator: Int128
  public let denominator: Int128

  public static let zero = Ratio(reduced: 0, 1)

  /// nil for a denominator of zero, or when the reduced fraction does not fit.
  public init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0 else { return nil }
    let (top, bottom) = (numerator.magnitude, denominator.magnitude)
    let common = greatestCommonDivisor(top, bottom)
    self.init(
      negative: (numerator < 0) != (denominator < 0), top / common, over: bottom / common)
  }

  /// The same number; always fits, since 10^34 does.
  public init(_ decimal: Decimal) {
    let (top, bottom) = (decimal.coefficient.magnitude, PowerOfTen.of(decimal.scale))
    let common = greatestCommonDivisor(top, bottom)
    let value = Int128(truncatingIfNeeded: top / common)
    self.init(
      reduced: decimal.sign < 0 ? -value : value, Int128(truncatingIfNeeded: bottom / common))
  }

  private init(reduced numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// nil when a part does not fit; the fraction must be reduced.
  init?(negative: Bool, _ top: UInt128, over bottom: UInt128) {
    guard let numerator = Int128(negative: negative, magnitude: top),
      let denominator = Int128(negative: false, magnitude: bottom)
    else { return nil }
    self.init(reduced: numerator, denominator)
  }

  /// -1, 0 or 1.
  public var sign: Int { numerator < 0 ? -1 : (numerator == 0 ? 0 : 1) }

  public var negated: Ratio { Ratio(reduced: -numerator, denominator) }

  public var absolute: Ratio { sign < 0 ? negated : self }

  /// The same number when 34 digits hold it: the denominator has no other factors than 2 and 5.
  ///
  /// Without zeros at the end of the fraction. nil otherwise.
  public var decimal: Decimal? {
    var bottom = denominator.magnitude
    var (twos, fives) = (bottom.trailingZeroBitCount, 0)
    bottom >>= UInt128(twos)
    while bottom % 5 == 0 {
      bottom /= 5
      fives += 1
    }
    let scale = max(twos, fives)
    guard bottom == 1, scale <= Decimal.maximumScale else { return nil }
    let scaled = WideMagnitude(product: numerator.magnitude, PowerOfTen.of(scale))
    guard let digits = scaled.divided(by: denominator.magnitude).quotient.narrow,
      let coefficient = Int128(negative: sign < 0, magnitude: digits)
    else { return nil }
    return Decimal(coefficient: coefficient, scale: scale)
  }
}

extension Ratio: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.order(to: right) < 0 }

  /// Negative, zero or positive as this number is below, equal to or above the other, exactly.
  public func order(to other: Ratio) -> Int {
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    return order(
      WideMagnitude(product: numerator.magnitude, other.denominator.magnitude),
      WideMagnitude(product: other.numerator.magnitude, denominator.magnitude))
  }

  /// The same against a decimal.
  public func order(to other: Decimal) -> Int {
    if sign != other.sign { return sign < other.sign ? -1 : 1 }
    return order(
      WideMagnitude(product: numerator.magnitude, PowerOfTen.of(other.scale)),
      WideMagnitude(product: other.coefficient.magnitude, denominator.magnitude))
  }

  /// The order of two magnitudes of this number's sign.
  private func order(_ left: WideMagnitude, _ right: WideMagnitude) -> Int {
    if left == right { return 0 }
    return (left < right) == (sign >= 0) ? -1 : 1
  }
}
