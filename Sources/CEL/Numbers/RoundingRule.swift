/// Which neighbour a number goes to when it has more fraction digits than asked for.
///
/// The raw value is the name policies write: `round(x, 2, "half-up")`.
public enum RoundingRule: String, Sendable, Hashable, CaseIterable {
  /// To the nearest; a tie to the even digit. Does not drift over many roundings.
  case halfEven = "half-even"
  /// To the nearest; a tie away from zero, as taught in school and written in contracts.
  case halfUp = "half-up"
  /// Away from zero.
  case up
  /// Toward zero: digits are cut off.
  case down
  /// Toward negative infinity.
  case floor
  /// Toward positive infinity.
  case ceiling

  /// Whether the magnitude grows by one unit when a remainder is dropped.
  ///
  /// - `half`: the dropped part compared with half a unit: -1 below, 0 exactly half, 1 above.
  /// Must only be asked when something other than zero is dropped.
  func increments(negative: Bool, odd: Bool, half: Int) -> Bool {
    switch self {
    case .halfEven: half > 0 || (half == 0 && odd)
    case .halfUp: half >= 0
    case .up: true
    case .down: false
    case .floor: negative
    case .ceiling: !negative
    }
  }
}
