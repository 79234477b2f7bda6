/// How the numbers of a field are made: `SQ-{year}-{0000}`.
///
/// What stands for the year is replaced by that of the day of filing; the zeros by the next number of the series, with at
/// least as many digits. Each pattern has a series for each year, or one for good if it names no year.
public struct Numbering: Sendable, Hashable {
  public let pattern: String
  private let digits: Int

  private static let year = "{year}"
  public static let maximumLength = 40

  /// nil: not a text with exactly one `{000…}` of 1 to 9 zeros, at most one `{year}` and no other braces.
  public init?(_ pattern: String) {
    let digits = (1...9).filter { pattern.contains(Self.zeros($0)) }
    guard digits.count == 1, (1...Self.maximumLength).contains(pattern.utf8.count),
      pattern.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    let rest = pattern.replacing(Self.zeros(digits[0]), with: "", maxReplacements: 1)
      .replacing(Self.year, with: "", maxReplacements: 1)
    guard !rest.contains("{"), !rest.contains("}") else { return nil }
    self.pattern = pattern
    self.digits = digits[0]
  }

  /// What is counted together: `SQ-2026-{0000}`.
  public func series(year: Int) -> String {
    pattern.replacing(Self.year, with: String(year))
  }

  /// The n-th number of a series.
  func number(_ number: Int, of series: String) -> SerialNumber {
    let text = String(number)
    let padded = String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    return SerialNumber(
      series: series, number: number, text: series.replacing(Self.zeros(digits), with: padded))
  }

  private static func zeros(_ count: Int) -> String {
    "{" + String(repeating: "0", count: count) + "}"
  }
}

/// A number that was given to something when it was filed, and to nothing else.
public struct SerialNumber: Sendable, Hashable, Codable {
  public let series: String
  /// From 1, without gaps within the series.
  public let number: Int
  /// `SQ-2026-0012`
  public let text: String

  public init(series: String, number: Int, text: String) {
    self.series = series
    self.number = number
    self.text = text
  }
}

extension FieldValue {
  var serial: SerialNumber? { if case .serial(let serial) = self { serial } else { nil } }
}
