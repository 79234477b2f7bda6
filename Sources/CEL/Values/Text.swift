/// Strings as CEL sees them: sequences of code points, equal when their UTF-8 is.
///
/// Swift's `==`, `<` and `hashValue` follow Unicode's canonical equivalence, under which `é` has two spellings; its
/// `count` counts what a reader sees as one character. Neither is meant by an expression.
enum Text {
  static func equal(_ left: String, _ right: String) -> Bool {
    if bits(left) == bits(right) { return true }
    return left.utf8.count == right.utf8.count && equalBytes(left, right)
  }

  /// Whether two texts are equal, if that shows without looking at memory; else nil.
  ///
  /// The same bits are the same text, and Swift keeps short texts within the value. Calls nothing, so that no reference
  /// needs to be counted. Long texts are left to those who charge for them.
  @inline(__always)
  static func quickEqual(_ left: String, _ right: String) -> Bool? {
    let (leftCount, rightCount) = (left.utf8.count, right.utf8.count)
    if leftCount != rightCount { return min(leftCount, rightCount) < short ? false : nil }
    return leftCount < short && bits(left) == bits(right) ? true : nil
  }

  /// Comparing texts of fewer bytes is free of charge: they are within the value, or at most one line of memory away.
  static let short = 16

  @inline(__always)
  private static func bits(_ text: String) -> SIMD2<UInt64> {
    unsafeBitCast(text, to: SIMD2<UInt64>.self)
  }

  @inline(never)
  private static func equalBytes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8Span.span, right.utf8Span.span)
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }

  /// Negative, zero or positive: the order of code points, which UTF-8 keeps.
  static func order(_ left: String, _ right: String) -> Int {
    order(left.utf8Span.span, right.utf8Span.span)
  }

  static func order(_ left: Swift.Span<UInt8>, _ right: Swift.Span<UInt8>) -> Int {
    let common = min(left.count, right.count)
    for index in 0..<common where left[index] != right[index] {
      return left[index] < right[index] ? -1 : 1
    }
    return left.count - right.count
  }

  static func hash(_ text: String, into hasher: inout Hasher) {
    let span = text.utf8Span.span
    span.withUnsafeBytes { hasher.combine(bytes: $0) }
    hasher.combine(0xFF as UInt8)
  }
}
