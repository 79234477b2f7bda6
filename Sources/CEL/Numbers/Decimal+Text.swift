extension Decimal: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `-?digits[.digits]` in ASCII: no exponent, plus sign, blanks or separators.
  ///
  /// nil for anything else, for more than 34 significant digits, and for more than 34 after the point.
  public init?(_ text: some StringProtocol) {
    self.init(String(text))
  }

  public init?(_ text: String) {
    self.init(utf8: text.utf8.span)
  }

  /// Reads the same form from bytes.
  public init?(utf8 bytes: Swift.Span<UInt8>) {
    let negative = bytes.count > 0 && bytes[0] == UInt8(ascii: "-")
    // The digits read last, at most 18, and those before them.
    var (last, before): (UInt64, UInt64) = (0, 0)
    var (significant, whole, scale) = (0, 0, 0)
    var seenPoint = false
    for index in (negative ? 1 : 0)..<bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        if seenPoint || whole == 0 { return nil }
        seenPoint = true
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      if seenPoint { scale += 1 } else { whole += 1 }
      if digit == 0 && significant == 0 { continue }
      if significant == 18 { (before, last) = (last, 0) }
      last = last * 10 + UInt64(digit)
      significant += 1
      if significant > Self.maximumDigits { return nil }
    }
    guard whole > 0, !seenPoint || scale > 0, scale <= Self.maximumScale else { return nil }
    var magnitude = UInt128(last)
    if significant > 18 { magnitude += UInt128(before) * PowerOfTen.of(significant - 18) }
    let value = Int128(truncatingIfNeeded: magnitude)
    self.init(unchecked: negative ? -value : value, scale: scale)
  }

  /// All digits, the scale kept: `1.50`, `-0.07`, `0.00`; ``init(_:)`` reads it back as it was.
  public var description: String {
    // Sign, point, a zero before it, and 34 digits.
    String(unsafeUninitializedCapacity: 37) { buffer in
      var digits = coefficient.magnitude
      var end = 37
      var written = 0
      while digits != 0 || written <= scale {
        var chunk = UInt64(truncatingIfNeeded: digits % 1_000_000_000_000_000_000)
        digits /= 1_000_000_000_000_000_000
        // A full chunk of zeros counts as long as digits stand before it.
        var left = 18
        while left > 0 && (chunk != 0 || digits != 0 || written <= scale) {
          if written == scale && scale > 0 {
            end -= 1
            buffer[end] = UInt8(ascii: ".")
          }
          end -= 1
          buffer[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: chunk % 10)
          chunk /= 10
          written += 1
          left -= 1
        }
      }
      if sign < 0 {
        end -= 1
        buffer[end] = UInt8(ascii: "-")
      }
      for index in end..<37 { buffer[index - end] = buffer[index] }
      return 37 - end
    }
  }

  /// The digits without zeros at the end of the fraction: `1.5`, `-0.07`, `0`.
  public var plainDescription: String { normalized.description }
}
