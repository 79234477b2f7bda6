/// Reads the fixed forms of dates, times and durations, front to back.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Steps over the text if it comes next.
  mutating func skip(_ text: String) -> Bool {
    let end = position + text.utf8.count
    guard end <= bytes.count, bytes[position..<end].elementsEqual(text.utf8) else { return false }
    position = end
    return true
  }

  /// The next digit, 0...9; nil without moving when something else comes.
  mutating func digit() -> Int? {
    guard position < bytes.count else { return nil }
    let digit = bytes[position] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    position += 1
    return Int(digit)
  }

  /// A number of exactly so many digits, at most 9; nil when fewer come.
  mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// A day `2026-10-01` that exists.
  mutating func date() -> CivilDate? {
    guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
      let day = number(digits: 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}

/// The digits of a number that is not negative, with zeros before them up to the width.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

// Every record has a dozen times and days in it: their texts are written digit by digit.
extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes the last so many digits of a number.
  func write(_ number: Int, digits: Int, at place: Int) {
    var rest = number
    for index in stride(from: place + digits - 1, through: place, by: -1) {
      self[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Writes a day at the beginning: `2026-10-01`. Years have four digits.
  func write(_ day: (year: Int, month: Int, day: Int)) {
    write(day.year, digits: 4, at: 0)
    self[4] = UInt8(ascii: "-")
    write(day.month, digits: 2, at: 5)
    self[7] = UInt8(ascii: "-")
    write(day.day, digits: 2, at: 8)
  }
}
