extension Decimal {
  /// The number with exactly `scale` digits after the point.
  ///
  /// Fewer digits than now: rounded by the rule. More: zeros are added. Throws `scaleOutOfRange`
  /// outside 0...34 and `overflow` when the result has more than 34 digits.
  public func rounded(
    toScale scale: Int, _ rule: RoundingRule = .halfEven
  ) throws(ArithmeticError) -> Decimal {
    guard 0...Self.maximumScale ~= scale else { throw .scaleOutOfRange }
    let magnitude = coefficient.magnitude
    let rounded: UInt128
    if scale >= self.scale {
      let widened = WideMagnitude(product: magnitude, PowerOfTen.of(scale - self.scale))
      guard let narrow = widened.narrow else { throw .overflow }
      rounded = narrow
    } else {
      rounded =
        rule.round(
          WideMagnitude(magnitude), over: PowerOfTen.of(self.scale - scale), negative: sign < 0
        ).low
    }
    guard rounded < Self.coefficientBound else { throw .overflow }
    let value = Int128(truncatingIfNeeded: rounded)
    return Decimal(unchecked: sign < 0 ? -value : value, scale: scale)
  }
}

extension RoundingRule {
  /// The magnitude `dividend / divisor` as a whole number.
  func round(_ dividend: WideMagnitude, over divisor: UInt128, negative: Bool) -> WideMagnitude {
    let (quotient, remainder) = dividend.divided(by: divisor)
    guard remainder != 0 else { return quotient }
    // remainder against divisor - remainder, because twice the remainder might overflow.
    let opposite = divisor - remainder
    let half = remainder < opposite ? -1 : (remainder == opposite ? 0 : 1)
    guard increments(negative: negative, odd: quotient.low & 1 == 1, half: half) else {
      return quotient
    }
    // A quotient of all ones in 256 bits needs a divisor of 1, which leaves no remainder.
    return quotient.adding(WideMagnitude(1)) ?? quotient
  }
}
