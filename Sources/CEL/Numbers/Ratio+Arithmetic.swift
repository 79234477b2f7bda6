extension Ratio {
  public func adding(_ other: Ratio) throws(ArithmeticError) -> Ratio {
    // Knuth, The Art of Computer Programming 2, 4.5.1: the common divisor is taken out beforehand.
    let (mine, its) = (denominator.magnitude, other.denominator.magnitude)
    let common = greatestCommonDivisor(mine, its)
    let left = WideMagnitude(product: numerator.magnitude, its / common)
    let right = WideMagnitude(product: other.numerator.magnitude, mine / common)
    let total: WideMagnitude
    let negative: Bool
    if (sign < 0) == (other.sign < 0) {
      // Each is below 2^254.
      guard let sum = left.adding(right) else { throw .overflow }
      (total, negative) = (sum, sign < 0)
    } else if left >= right {
      (total, negative) = (left.subtracting(right), sign < 0)
    } else {
      (total, negative) = (right.subtracting(left), other.sign < 0)
    }
    if total.isZero { return .zero }
    let factor = greatestCommonDivisor(total.divided(by: common).remainder, common)
    let bottom = WideMagnitude(product: mine / common, its / factor)
    guard let top = total.divided(by: factor).quotient.narrow, let narrow = bottom.narrow,
      let result = Ratio(negative: negative, top, over: narrow)
    else { throw .overflow }
    return result
  }

  public func subtracting(_ other: Ratio) throws(ArithmeticError) -> Ratio {
    try adding(other.negated)
  }

  public func multiplying(_ other: Ratio) throws(ArithmeticError) -> Ratio {
    try Self.product(
      negative: sign * other.sign < 0, numerator.magnitude, other.numerator.magnitude,
      over: denominator.magnitude, other.denominator.magnitude)
  }

  public func divided(by other: Ratio) throws(ArithmeticError) -> Ratio {
    guard other.sign != 0 else { throw .divisionByZero }
    return try Self.product(
      negative: sign * other.sign < 0, numerator.magnitude, other.denominator.magnitude,
      over: denominator.magnitude, other.numerator.magnitude)
  }

  /// The reduced product of `a / c` and `b / d`, which must be reduced themselves.
  private static func product(
    negative: Bool, _ a: UInt128, _ b: UInt128, over c: UInt128, _ d: UInt128
  ) throws(ArithmeticError) -> Ratio {
    let (ad, bc) = (greatestCommonDivisor(a, d), greatestCommonDivisor(b, c))
    guard let top = WideMagnitude(product: a / ad, b / bc).narrow,
      let bottom = WideMagnitude(product: c / bc, d / ad).narrow,
      let result = Ratio(negative: negative, top, over: bottom)
    else { throw .overflow }
    return result
  }

  /// The decimal with exactly `scale` digits after the point, rounded from the exact fraction.
  ///
  /// Throws `scaleOutOfRange` outside 0...34 and `overflow` beyond 34 digits.
  public func rounded(
    toScale scale: Int, _ rule: RoundingRule = .halfEven
  ) throws(ArithmeticError) -> Decimal {
    guard 0...Decimal.maximumScale ~= scale else { throw .scaleOutOfRange }
    let scaled = WideMagnitude(product: numerator.magnitude, PowerOfTen.of(scale))
    let digits = rule.round(scaled, over: denominator.magnitude, negative: sign < 0)
    guard let narrow = digits.narrow,
      let coefficient = Int128(negative: sign < 0, magnitude: narrow),
      let decimal = Decimal(coefficient: coefficient, scale: scale)
    else { throw .overflow }
    return decimal
  }
}
