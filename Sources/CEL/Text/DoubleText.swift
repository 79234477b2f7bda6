/// How CEL writes a double, after Go's `strconv`.
public enum DoubleText {
  /// Go's `%g`: the fewest digits that read back as the same double, with an exponent below 10^-4
  /// and from 10^6 on: `0.1`, `100`, `1e+06`; `NaN`, `+Inf` and `-Inf`.
  public static func shortest(_ value: Double) -> String {
    if let name = nonFinite(value, infinity: "+Inf", negative: "-Inf") { return name }
    let digits = DecimalDigits(shortest: value)
    return -4..<6 ~= digits.point - 1
      ? digits.plain(fraction: nil) : digits.scientific(fraction: nil)
  }

  /// The fewest digits that read back as the same double, never with an exponent.
  public static func plain(_ value: Double) -> String {
    nonFinite(value) ?? DecimalDigits(shortest: value).plain(fraction: nil)
  }

  /// C's `%.nf`: rounded half to even from the exact value of the double.
  ///
  /// - `fraction`: digits after the point, 0 or more; the text grows with it.
  public static func fixed(_ value: Double, fraction: Int) -> String {
    if let name = nonFinite(value) { return name }
    var digits = DecimalDigits(exact: value)
    digits.round(at: digits.point + fraction)
    return digits.plain(fraction: fraction)
  }

  /// C's `%.ne`: `2.718280e+00`, rounded half to even from the exact value of the double.
  ///
  /// - `fraction`: digits after the point, 0 or more.
  public static func scientific(_ value: Double, fraction: Int) -> String {
    if let name = nonFinite(value) { return name }
    var digits = DecimalDigits(exact: value)
    digits.round(at: fraction + 1)
    return digits.scientific(fraction: fraction)
  }

  private static func nonFinite(
    _ value: Double, infinity: String = "Infinity", negative: String = "-Infinity"
  ) -> String? {
    if value.isFinite { return nil }
    return value.isNaN ? "NaN" : (value < 0 ? negative : infinity)
  }
}
