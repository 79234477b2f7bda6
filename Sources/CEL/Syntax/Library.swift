/// A set of functions beyond CEL's standard definitions that an environment may offer.
public enum Library: String, Sendable, Hashable, CaseIterable {
  /// `charAt`, `indexOf`, `join`, `format`, `replace`, `split`, `substring`, `trim`, `strings.quote`, …
  case strings
  /// `math.greatest`, `math.least`, rounding, signs, bit operations.
  case math
  /// `a.?b`, `a[?i]`, `[?e]`, `{?k: v}`, `optional.of`, `optMap`, …
  case optionals
  /// `cel.bind(name, value, expression)`.
  case bindings
  /// `base64.encode` and `base64.decode`.
  case encoders
  /// `all`, `exists`, `existsOne` with two variables, `transformList`, `transformMap`, `transformMapEntry`.
  case twoVariableComprehensions
  /// `decimal("0.10")` and exact arithmetic beside double. The policy profile always has it.
  case decimals
  /// `date("2026-10-01")`, `days(3)` and calculation with days. The policy profile always has it.
  case dates
}
