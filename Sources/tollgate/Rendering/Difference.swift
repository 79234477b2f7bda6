import CEL
import Reporting

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
