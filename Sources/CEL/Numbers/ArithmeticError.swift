import Diagnostics

/// Why an exact calculation has no answer.
public enum ArithmeticError: Error, Sendable, Hashable {
  /// The exact result does not fit: nothing is ever rounded silently.
  case overflow
  case divisionByZero
  /// A number of fraction digits outside 0...34 was asked for.
  case scaleOutOfRange

  public var message: Bilingual {
    switch self {
    case .overflow: Bilingual("the exact result does not fit the number", zh: "精确结果超出数值范围")
    case .divisionByZero: Bilingual("division by zero", zh: "除数为零")
    case .scaleOutOfRange:
      Bilingual(
        "fraction digits must be between 0 and \(Decimal.maximumScale)",
        zh: "小数位数须在 0 与 \(Decimal.maximumScale) 之间")
    }
  }
}
