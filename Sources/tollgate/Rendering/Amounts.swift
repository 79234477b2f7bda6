import CEL
import Diagnostics
import Engine

extension Decimal {
  /// With a comma after each three digits and at least `scale` decimals: `126,000.00`.
  func grouped(scale: Int = 0) -> String {
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
  func signed(scale: Int = 0) -> String { (sign > 0 ? "+" : "") + grouped(scale: scale) }

  /// A share as people say it: 0.05 is `5%`.
  var percentage: String {
    guard let hundredfold = try? multiplying(Decimal(100)) else { return description }
    return hundredfold.normalized.grouped() + "%"
  }

  /// How much of `whole` this is, as a percentage; nil when there is no such share.
  func share(of whole: Decimal) -> String? {
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
  var percentage: String? {
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

/// How far a value has moved: `+26,000.00`, and `+26%` where there is a share.
struct Difference {
  let amount: String
  let share: String?
  let isZero: Bool

  init(_ old: Decimal, _ new: Decimal, scale: Int) {
    let difference = (try? new.subtracting(old)) ?? .zero
    isZero = difference.isZero
    amount = difference.signed(scale: scale)
    share = difference.share(of: old).map { difference.sign > 0 ? $0.withPlus : $0 }
  }

  /// Days later (`+10 days`) or earlier.
  init(_ old: CivilDate, _ new: CivilDate) {
    let days = new.days(since: old)
    isZero = days == 0
    amount =
      (days > 0 ? "+" : "") + say("\(days) day\(abs(days) == 1 ? "" : "s")", "\(days) 天")
    share = nil
  }
}

extension String {
  /// `+26%`, `~+33.33%`.
  fileprivate var withPlus: String { hasPrefix("~") ? "~+" + dropFirst() : "+" + self }
}
