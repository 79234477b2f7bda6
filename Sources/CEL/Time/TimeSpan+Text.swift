extension TimeSpan: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `1h30m`, `-1.5s`, `100ms`, `1us`: a sign, then numbers each with its unit.
  ///
  /// The units are `h m s ms us µs ns`, in any order, repeated as one likes; `0` needs none, as
  /// Go's `time.ParseDuration` has it, which CEL refers to. What lies below a nanosecond is cut
  /// off. nil for anything else and for what does not fit 64 bits of nanoseconds.
  public init?(_ text: some StringProtocol) {
    self.init(String(text))
  }

  public init?(_ text: String) {
    var reader = ByteReader(text)
    let negative = reader.skip("-")
    if !negative { _ = reader.skip("+") }
    if reader.isAtEnd { return nil }
    if ["0", "-0", "+0"].contains(text) {
      self = .zero
      return
    }
    // One below zero more than above: the sum is kept as a magnitude.
    let bound = negative ? UInt64(Int64.max) + 1 : UInt64(Int64.max)
    var total: UInt64 = 0
    while !reader.isAtEnd {
      guard let part = reader.durationNumber() else { return nil }
      guard let unit = reader.durationUnit(), let nanos = part.nanoseconds(unit: unit) else {
        return nil
      }
      let (sum, overflow) = total.addingReportingOverflow(nanos)
      guard !overflow, sum <= bound else { return nil }
      total = sum
    }
    nanoseconds = negative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
  }

  /// Seconds with as many fraction digits as needed: `1.5s`, `-0.000000001s`, `1000000s`.
  public var description: String {
    let fraction = fractionText(nanos: Int(nanos.magnitude))
    let sign = nanoseconds < 0 ? "-" : ""
    return "\(sign)\(seconds.magnitude)\(fraction)s"
  }
}

/// `.5` for 500,000,000; empty for zero: the nanoseconds of a second without zeros at the end.
func fractionText(nanos: Int) -> String {
  guard nanos != 0 else { return "" }
  var (value, width) = (nanos, 9)
  while value % 10 == 0 {
    value /= 10
    width -= 1
  }
  return "." + padded(value, to: width)
}

/// A number before a unit: `whole + fraction / 10^18`.
private struct DurationNumber {
  var whole: UInt64 = 0
  /// Of the 18 first digits after the point; further ones lie below a nanosecond even for hours.
  var fraction: UInt64 = 0

  static let fractionUnit: UInt128 = 1_000_000_000_000_000_000

  /// nil when it does not fit; cut off below one.
  func nanoseconds(unit: UInt64) -> UInt64? {
    let wide = UInt128(whole) * UInt128(unit)
    let part = UInt128(fraction) * UInt128(unit) / Self.fractionUnit
    return UInt64(exactly: wide + part)
  }
}

extension ByteReader {
  /// Digits with at most one point and at least one digit; nil otherwise or beyond 64 bits.
  fileprivate mutating func durationNumber() -> DurationNumber? {
    var number = DurationNumber()
    var digits = 0
    while let digit = digit() {
      let (tens, overflow1) = number.whole.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = tens.addingReportingOverflow(UInt64(digit))
      if overflow1 || overflow2 { return nil }
      number.whole = sum
      digits += 1
    }
    if skip(".") {
      var unit: UInt64 = 100_000_000_000_000_000
      while let digit = digit() {
        number.fraction += unit * UInt64(digit)
        unit /= 10
        digits += 1
      }
    }
    return digits > 0 ? number : nil
  }

  /// The length of the unit in nanoseconds.
  fileprivate mutating func durationUnit() -> UInt64? {
    if skip("ns") { return 1 }
    // The micro sign and the Greek letter look alike and are both in use.
    if skip("us") || skip("\u{B5}s") || skip("\u{3BC}s") { return 1_000 }
    if skip("ms") { return 1_000_000 }
    if skip("s") { return 1_000_000_000 }
    if skip("m") { return 60_000_000_000 }
    if skip("h") { return 3_600_000_000_000 }
    return nil
  }
}
