/// The decimal digits of a finite double, for writing it: 0.d₁d₂d₃… · 10^point.
struct DecimalDigits {
  let isNegative: Bool
  /// 0...9 each; the first is not zero; empty for zero.
  private(set) var digits: [UInt8]
  /// Where the point stands among the digits; may lie before the first or behind the last.
  private(set) var point: Int

  var isZero: Bool { digits.isEmpty }

  /// The fewest digits that read back as the same double.
  init(shortest value: Double) {
    isNegative = value.sign == .minus
    // The standard library chooses the digits: `5e-324`, `0.1`, `100.0`, `1.5e+300`.
    let text = value.magnitude.description.utf8
    let parts = text.split(separator: UInt8(ascii: "e"))
    let exponent = parts.count > 1 ? Int(String(Substring(parts[1]))) ?? 0 : 0
    let mantissa = parts[0].split(separator: UInt8(ascii: "."))
    let all = mantissa.joined().map { $0 - UInt8(ascii: "0") }
    let leading = all.prefix { $0 == 0 }.count
    digits = Array(all.dropFirst(leading))
    while digits.last == 0 { digits.removeLast() }
    point = digits.isEmpty ? 1 : mantissa[0].count - leading + exponent
  }

  /// All digits of the exact value, at most 767 of them.
  init(exact value: Double) {
    isNegative = value.sign == .minus
    guard value != 0 else {
      (digits, point) = ([], 1)
      return
    }
    let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    let exponent = Int(value.isNormal ? value.exponent : -1_022) - 52
    var number = BigNatural(significand)
    // m · 2^-k = m · 5^k / 10^k
    // The largest powers that fit a limb's factor: 5^13 and 2^30.
    let (base, step): (UInt32, Int) = exponent < 0 ? (1_220_703_125, 13) : (1 << 30, 30)
    for _ in 0..<abs(exponent) / step { number.multiply(by: base) }
    for _ in 0..<abs(exponent) % step { number.multiply(by: exponent < 0 ? 5 : 2) }
    digits = number.decimalDigits
    point = digits.count - max(0, -exponent)
    while digits.last == 0 { digits.removeLast() }
  }

  /// Keeps so many digits; what is dropped rounds half to even.
  mutating func round(at count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      (digits, point) = ([], 1)
      return
    }
    let dropped = digits[count...]
    let isHalf = dropped.first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
    let lastIsOdd = count > 0 && digits[count - 1] % 2 == 1
    let up = isHalf ? lastIsOdd : dropped[count] >= 5
    digits.removeSubrange(count...)
    if up { increment() }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { point = 1 }
  }

  /// Adds one at the last digit.
  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0 && digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  /// Without an exponent.
  ///
  /// - `fraction`: digits after the point, filled up with zeros; nil: as many as there are.
  func plain(fraction: Int?) -> String {
    var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    if point > 0 {
      append(0..<point, to: &text)
    } else {
      text.append(UInt8(ascii: "0"))
    }
    let count = fraction ?? max(0, digits.count - point)
    if count > 0 {
      text.append(UInt8(ascii: "."))
      append(point..<point + count, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `d.ddde±dd`.
  func scientific(fraction: Int?) -> String {
    var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    append(0..<1, to: &text)
    let count = fraction ?? max(0, digits.count - 1)
    if count > 0 {
      text.append(UInt8(ascii: "."))
      append(1..<count + 1, to: &text)
    }
    let exponent = point - 1
    let magnitude = String(exponent.magnitude)
    text += (exponent < 0 ? "e-" : "e+").utf8
    if magnitude.utf8.count < 2 { text.append(UInt8(ascii: "0")) }
    text += magnitude.utf8
    return String(decoding: text, as: UTF8.self)
  }

  /// The digits at the places, zeros where there are none.
  private func append(_ places: Range<Int>, to text: inout [UInt8]) {
    for place in places {
      text.append(UInt8(ascii: "0") + (digits.indices.contains(place) ? digits[place] : 0))
    }
  }
}

/// A natural number without bound, with just what exact digits of doubles need.
private struct BigNatural {
  /// In base 10^9, the lowest first.
  private var limbs: [UInt32]

  private static let base: UInt64 = 1_000_000_000

  init(_ value: UInt64) {
    limbs = []
    var rest = value
    while rest > 0 {
      limbs.append(UInt32(rest % Self.base))
      rest /= Self.base
    }
  }

  mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(product % Self.base)
      carry = product / Self.base
    }
    while carry > 0 {
      limbs.append(UInt32(carry % Self.base))
      carry /= Self.base
    }
  }

  /// The highest first, no zero before them.
  var decimalDigits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
