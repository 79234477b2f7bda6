import Diagnostics

/// What an evaluation may still spend.
///
/// INVARIANT (charge-first): work that grows with the size of a value is charged, by that size, before it is done.
struct Meter {
  private(set) var remaining: Int
  /// The most elements, and the most units of 16 bytes of text, that one value may have.
  let valueSize: Int

  /// A unit of the budget buys this many bytes of text.
  static let bytesPerUnit = Text.short

  init(_ limits: Limits) {
    remaining = limits.budget
    valueSize = limits.valueSize
  }

  @inline(__always)
  mutating func charge(_ units: Int) throws(EvaluationError) {
    remaining &-= units
    if remaining < 0 { throw Self.exhausted }
  }

  /// Charges for reading or writing so many bytes of text.
  @inline(__always)
  mutating func charge(bytes: Int) throws(EvaluationError) {
    try charge(bytes / Self.bytesPerUnit + 1)
  }

  /// Charges for making a list or map of so many elements, or refuses to.
  mutating func admit(elements: Int) throws(EvaluationError) {
    if elements > valueSize { throw Self.tooLarge }
    try charge(elements)
  }

  /// Charges for making a text of so many bytes, or refuses to.
  mutating func admit(bytes: Int) throws(EvaluationError) {
    if bytes / Self.bytesPerUnit > valueSize { throw Self.tooLarge }
    try charge(bytes: bytes)
  }

  static let exhausted = EvaluationError(
    .budget, Bilingual("the expression takes too much work", zh: "表达式的计算量超出限制"))

  static let tooLarge = EvaluationError(
    .tooLarge, Bilingual("a value becomes too large", zh: "某个值过大"))
}
