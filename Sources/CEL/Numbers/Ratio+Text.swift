extension Ratio: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `1/3`, `-22/7`: digits on both sides, a sign before the first; reduces what it reads.
  ///
  /// nil for anything else, for a denominator of zero, and for parts beyond 127 bits.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let top = bytes[..<slash]
    let negative = top.first == UInt8(ascii: "-")
    guard let numerator = Self.magnitude(negative ? top.dropFirst() : top),
      let denominator = Self.magnitude(bytes[bytes.index(after: slash)...])
    else { return nil }
    self.init(negative ? -numerator : numerator, over: denominator)
  }

  private static func magnitude(_ bytes: Substring.UTF8View) -> Int128? {
    var value: Int128 = 0
    for byte in bytes {
      let digit = byte &- UInt8(ascii: "0")
      let (tens, overflow1) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = tens.addingReportingOverflow(Int128(digit))
      guard digit < 10, !overflow1, !overflow2 else { return nil }
      value = sum
    }
    return bytes.isEmpty ? nil : value
  }

  /// `1/3`; a whole number keeps its denominator, `7/1`.
  public var description: String { "\(numerator)/\(denominator)" }
}
