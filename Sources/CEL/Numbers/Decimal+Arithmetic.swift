extension Decimal {
  public var negated: Decimal { Decimal(unchecked: -coefficient, scale: scale) }

  public var absolute: Decimal { sign < 0 ? negated : self }

  /// The exact sum, with the larger scale of the two where that fits.
  public func adding(_ other: Decimal) throws(ArithmeticError) -> Decimal {
    if scale == other.scale {
      // Two numbers of 34 digits have a sum of at most 35, far from 128 bits.
      let sum = coefficient + other.coefficient
      return try Decimal(
        negative: sum < 0, magnitude: WideMagnitude(sum.magnitude), scale: scale)
    }
    let common = max(scale, other.scale)
    let left = WideMagnitude(product: coefficient.magnitude, PowerOfTen.of(common - scale))
    let right = WideMagnitude(
      product: other.coefficient.magnitude, PowerOfTen.of(common - other.scale))
    let (negative, its) = (sign < 0, other.sign < 0)
    if negative == its {
      // At most 2 · 10^68: within 256 bits.
      guard let sum = left.adding(right) else { throw .overflow }
      return try Decimal(negative: negative, magnitude: sum, scale: common)
    }
    return left >= right
      ? try Decimal(negative: negative, magnitude: left.subtracting(right), scale: common)
      : try Decimal(negative: its, magnitude: right.subtracting(left), scale: common)
  }

  /// The exact difference, with the larger scale of the two where that fits.
  public func subtracting(_ other: Decimal) throws(ArithmeticError) -> Decimal {
    try adding(other.negated)
  }

  /// The exact product, with the sum of both scales where that fits.
  public func multiplying(_ other: Decimal) throws(ArithmeticError) -> Decimal {
    let magnitude = WideMagnitude(
      product: coefficient.magnitude, other.coefficient.magnitude)
    return try Decimal(
      negative: sign * other.sign < 0, magnitude: magnitude, scale: scale + other.scale)
  }

  /// The number `magnitude / 10^scale`, giving up zeros at its end as far as needed to fit.
  ///
  /// Throws `overflow` when a digit other than zero would have to go. The scale is 0...68.
  init(negative: Bool, magnitude: WideMagnitude, scale: Int) throws(ArithmeticError) {
    var (rest, digits) = (magnitude, scale)
    while digits > Self.maximumScale || rest.high != 0 || rest.low >= Self.coefficientBound {
      if rest.isZero {
        digits = Self.maximumScale
        break
      }
      guard digits > 0 else { throw .overflow }
      let (quotient, remainder) = rest.divided(by: 10)
      guard remainder == 0 else { throw .overflow }
      rest = quotient
      digits -= 1
    }
    let value = Int128(truncatingIfNeeded: rest.low)
    self.init(unchecked: negative ? -value : value, scale: digits)
  }
}
