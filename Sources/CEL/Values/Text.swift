/// Strings as CEL sees them: sequences of code points, equal when their UTF-8 is.
///
/// Swift's `==`, `<` and `hashValue` follow Unicode's canonical equivalence, under which `é` has two spellings; its
/// `count` counts what a reader sees as one character. Neither is meant by an expression.
enum Text {
  @inline(__always)
  static func equal(_ left: String, _ right: String) -> Bool {
    left.utf8Span.bytesEqual(to: right.utf8Span)
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

extension UTF8Span {
  @inline(__always)
  fileprivate func bytesEqual(to other: UTF8Span) -> Bool {
    let (left, right) = (span, other.span)
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }
}
