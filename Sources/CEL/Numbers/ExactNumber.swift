/// What exact division gives: a decimal where one holds it, else a fraction.
///
/// One value has one form: a fraction that a decimal can hold never stays a fraction, so equality
/// of forms is equality of values. `ratio` is only made by ``init(_:)-(Ratio)`` and arithmetic.
public enum ExactNumber: Sendable, Hashable {
  case decimal(Decimal)
  /// Not representable as a ``Decimal``.
  case ratio(Ratio)

  public init(_ decimal: Decimal) { self = .decimal(decimal) }

  public init(_ ratio: Ratio) {
    if let decimal = ratio.decimal { self = .decimal(decimal) } else { self = .ratio(ratio) }
  }

  /// -1, 0 or 1.
  public var sign: Int {
    switch self {
    case .decimal(let decimal): decimal.sign
    case .ratio(let ratio): ratio.sign
    }
  }

  public var negated: ExactNumber {
    switch self {
    case .decimal(let decimal): .decimal(decimal.negated)
    case .ratio(let ratio): .ratio(ratio.negated)
    }
  }

  public var absolute: ExactNumber { sign < 0 ? negated : self }

  /// The number as a fraction.
  public var ratio: Ratio {
    switch self {
    case .decimal(let decimal): Ratio(decimal)
    case .ratio(let ratio): ratio
    }
  }
}

extension ExactNumber {
  public func adding(_ other: ExactNumber) throws(ArithmeticError) -> ExactNumber {
    if case .decimal(let left) = self, case .decimal(let right) = other {
      return .decimal(try left.adding(right))
    }
    return ExactNumber(try ratio.adding(other.ratio))
  }

  public func subtracting(_ other: ExactNumber) throws(ArithmeticError) -> ExactNumber {
    try adding(other.negated)
  }

  public func multiplying(_ other: ExactNumber) throws(ArithmeticError) -> ExactNumber {
    if case .decimal(let left) = self, case .decimal(let right) = other {
      return .decimal(try left.multiplying(right))
    }
    return ExactNumber(try ratio.multiplying(other.ratio))
  }

  /// Throws `divisionByZero`, or `overflow` when not even a fraction holds the quotient.
  public func divided(by other: ExactNumber) throws(ArithmeticError) -> ExactNumber {
    ExactNumber(try ratio.divided(by: other.ratio))
  }

  /// The decimal with exactly `scale` digits after the point; throws as ``Decimal`` does.
  public func rounded(
    toScale scale: Int, _ rule: RoundingRule = .halfEven
  ) throws(ArithmeticError) -> Decimal {
    switch self {
    case .decimal(let decimal): try decimal.rounded(toScale: scale, rule)
    case .ratio(let ratio): try ratio.rounded(toScale: scale, rule)
    }
  }
}

extension Decimal {
  /// The exact quotient: a decimal where 34 digits hold it, without zeros at its end; else a fraction.
  ///
  /// Throws `divisionByZero`, or `overflow` when not even a fraction holds it.
  public func divided(by other: Decimal) throws(ArithmeticError) -> ExactNumber {
    ExactNumber(try Ratio(self).divided(by: Ratio(other)))
  }
}

extension ExactNumber: Comparable, CustomStringConvertible {
  public static func < (left: Self, right: Self) -> Bool { left.order(to: right) < 0 }

  /// Negative, zero or positive as this number is below, equal to or above the other, exactly.
  public func order(to other: ExactNumber) -> Int {
    switch (self, other) {
    case (.decimal(let left), .decimal(let right)): left.order(to: right)
    case (.decimal(let left), .ratio(let right)): -right.order(to: left)
    case (.ratio(let left), .decimal(let right)): left.order(to: right)
    case (.ratio(let left), .ratio(let right)): left.order(to: right)
    }
  }

  /// `1.50` or `1/3`.
  public var description: String {
    switch self {
    case .decimal(let decimal): decimal.description
    case .ratio(let ratio): ratio.description
    }
  }
}
