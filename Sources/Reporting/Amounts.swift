import CEL

extension Decimal {
  /// With a comma after each three digits and at least `scale` decimals: `126,000.00`.
  package func grouped(scale: Int = 0) -> String {
    let number = (scale > self.scale ? try? rounded(toScale: scale) : self) ?? self
    let text = number.absolute.description
    let parts = text.split(separator: ".", maxSplits: 1)
    let digits = Array(parts[0])
    var whole = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    return (sign < 0 ? "-" : "") + whole + (parts.count == 2 ? "." + parts[1] : "")
  }

  /// The same with its sign, also when it is above zero: `+26,000.00`.
  package func signed(scale: Int = 0) -> String { (sign > 0 ? "+" : "") + grouped(scale: scale) }

  /// A share as people say it: 0.05 is `5%`.
  package var percentage: String {
    guard let hundredfold = try? multiplying(Decimal(100)) else { return description }
    return hundredfold.normalized.grouped() + "%"
  }

  /// How much of `whole` this is, as a percentage; nil when there is no such share.
  package func share(of whole: Decimal) -> String? {
    Ratio(self)?.percentage(of: whole)
  }
}

extension Ratio {
  fileprivate init?(_ number: Decimal?) {
    guard let number else { return nil }
    self.init(number)
  }

  fileprivate func percentage(of whole: Decimal) -> String? {
    guard whole.sign != 0 else { return nil }
    let other = Ratio(whole)
    guard
      let quotient = numerator.product(other.denominator).flatMap({ top in
        denominator.product(other.numerator).flatMap { Ratio(top, over: $0) }
      })
    else { return nil }
    return quotient.percentage
  }

  /// In percent with at most two decimals, marked `~` where digits had to go: `26%`, `~33.33%`. nil: beyond all bounds.
  package var percentage: String? {
    guard let scaled = numerator.magnitude.product(20_000),
      let doubled = denominator.magnitude.product(2)
    else { return nil }
    // Half up: twice the amount, and the denominator added before dividing by twice it.
    let (sum, overflow) = scaled.addingReportingOverflow(denominator.magnitude)
    guard !overflow, let hundredths = Int128(exactly: sum / doubled),
      let number = Decimal(coefficient: hundredths, scale: 2)
    else { return nil }
    let isExact = scaled % doubled == 0
    return (isExact ? "" : "~") + (sign < 0 && !number.isZero ? "-" : "")
      + number.normalized.grouped() + "%"
  }
}

extension FixedWidthInteger {
  fileprivate func product(_ other: Self) -> Self? {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? nil : product
  }
}

extension Decimal {
  /// How much of `whole` this is, to a hundredth of a percent: 0.2633 is 26.33 %. nil when there is no such share.
  package func portion(of whole: Decimal) -> Decimal? {
    guard !whole.isZero, let ratio = try? Ratio(self).divided(by: Ratio(whole)) else { return nil }
    return try? ratio.rounded(toScale: 4, .halfUp)
  }
}
