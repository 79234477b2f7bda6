/// What a number token stands for.
enum NumberLiteral {
  /// nil: outside the range of its type.
  static func value(_ text: String, _ kind: Token.Kind, isNegative: Bool) -> Value? {
    switch kind {
    case .unsigned:
      let digits = text.dropLast()
      // `-0u` is zero, any other negative uint is out of range.
      guard let number = unsigned(digits), !isNegative || number == 0 else { return nil }
      return .uint(number)
    case .fraction:
      guard let number = Double(text) else { return nil }
      return .double(isNegative ? -number : number)
    default:
      guard let magnitude = unsigned(Substring(text)) else { return nil }
      if isNegative {
        guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
      }
      return Int64(exactly: magnitude).map { .int($0) }
    }
  }

  /// The exact value of a fractional literal; nil beyond 34 digits, or with an exponent.
  static func decimal(_ text: String, isNegative: Bool) -> Value? {
    // CEL allows `.5`, which a decimal text spells `0.5`.
    let whole = text.utf8.first == UInt8(ascii: ".") ? "0" + text : text
    guard let number = Decimal(whole) else { return nil }
    return .decimal(isNegative ? number.negated : number)
  }

  private static func unsigned(_ text: Substring) -> UInt64? {
    text.utf8.count > 2 && text.utf8[text.utf8.index(after: text.startIndex)] | 0x20 == 0x78
      ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text, radix: 10)
  }
}
