/// A magnitude of 256 bits: the product of two magnitudes of 128 bits, which never overflows.
///
/// Only what exact comparison and division need.
struct WideMagnitude: Sendable, Hashable, Comparable {
  var high: UInt128
  var low: UInt128

  init(_ value: UInt128) {
    high = 0
    low = value
  }

  init(product left: UInt128, _ right: UInt128) {
    (high, low) = left.multipliedFullWidth(by: right)
  }

  /// nil: more than 128 bits.
  var narrow: UInt128? { high == 0 ? low : nil }

  var isZero: Bool { high == 0 && low == 0 }

  static func < (left: Self, right: Self) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// nil: more than 256 bits.
  func adding(_ other: Self) -> Self? {
    var sum = self
    let carry: Bool
    (sum.low, carry) = low.addingReportingOverflow(other.low)
    let (first, over1) = high.addingReportingOverflow(other.high)
    let (second, over2) = first.addingReportingOverflow(carry ? 1 : 0)
    sum.high = second
    return over1 || over2 ? nil : sum
  }

  /// The difference to a magnitude that is not larger.
  func subtracting(_ other: Self) -> Self {
    precondition(other <= self)
    var difference = self
    let borrow: Bool
    (difference.low, borrow) = low.subtractingReportingOverflow(other.low)
    difference.high = high &- other.high &- (borrow ? 1 : 0)
    return difference
  }

  /// Quotient and remainder; the divisor is not zero.
  func divided(by divisor: UInt128) -> (quotient: Self, remainder: UInt128) {
    precondition(divisor != 0)
    var quotient = self
    guard high != 0 else {
      let (q, r) = low.quotientAndRemainder(dividingBy: divisor)
      quotient.low = q
      return (quotient, r)
    }
    let (upper, carried) = high.quotientAndRemainder(dividingBy: divisor)
    let (lower, remainder) = divisor.dividingFullWidth((carried, low))
    quotient.high = upper
    quotient.low = lower
    return (quotient, remainder)
  }
}

/// The powers of ten that fit 128 bits unsigned: 10^0 ... 10^38.
enum PowerOfTen {
  static let table: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 0..<38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// 10^exponent for 0...38.
  @inline(__always)
  static func of(_ exponent: Int) -> UInt128 { table[exponent] }
}

/// The greatest common divisor; 0 and n give n.
func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
  var (a, b) = (left, right)
  while b != 0 {
    if (a | b) >> 64 == 0 {
      var (x, y) = (UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b))
      while y != 0 { (x, y) = (y, x % y) }
      return UInt128(x)
    }
    (a, b) = (b, a % b)
  }
  return a
}

extension Int128 {
  /// The number with this sign and magnitude; nil when it does not fit.
  ///
  /// `Int128.min` counts as not fitting, so that every number has its negative.
  init?(negative: Bool, magnitude: UInt128) {
    guard magnitude <= UInt128(Int128.max) else { return nil }
    let value = Int128(truncatingIfNeeded: magnitude)
    self = negative ? -value : value
  }
}
