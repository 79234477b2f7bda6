/// A day of the proleptic Gregorian calendar, 0001-01-01 ... 9999-12-31, in no time zone.
public struct CivilDate: Sendable, Hashable {
  /// 0001-01-01 and 9999-12-31 as days since 1970-01-01.
  static let dayBounds: ClosedRange<Int32> = -719_162...2_932_896

  /// Days since 1970-01-01; negative before.
  public let daysSinceEpoch: Int32

  /// nil outside the years 1–9999.
  public init?(daysSinceEpoch days: Int) {
    guard let narrow = Int32(exactly: days), Self.dayBounds ~= narrow else { return nil }
    daysSinceEpoch = narrow
  }

  /// nil for a day that does not exist: 2026-02-29, month 13, year 0.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, day >= 1,
      day <= Self.daysInMonth(month, year: year)
    else { return nil }
    self.init(daysSinceEpoch: Self.days(year: year, month: month, day: day))
  }

  /// The number of days in a month 1...12.
  public static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  public var year: Int { components.year }
  /// 1...12.
  public var month: Int { components.month }
  /// 1...31.
  public var day: Int { components.day }

  /// Monday = 1 ... Sunday = 7, as in ISO 8601.
  public var weekday: Int { Self.weekday(ofDay: Int(daysSinceEpoch)) }

  /// January 1st = 1.
  public var dayOfYear: Int {
    Int(daysSinceEpoch) - Self.days(year: year, month: 1, day: 1) + 1
  }

  /// nil when it leaves the years 1–9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    return overflow ? nil : CivilDate(daysSinceEpoch: sum)
  }

  /// How many days `other` lies before this day; negative when it lies after.
  public func days(since other: CivilDate) -> Int {
    Int(daysSinceEpoch) - Int(other.daysSinceEpoch)
  }

  /// Year, month and day in one step.
  public var components: (year: Int, month: Int, day: Int) {
    Self.components(ofDay: Int(daysSinceEpoch))
  }

  static func weekday(ofDay daysSinceEpoch: Int) -> Int {
    // 1970-01-01 was a Thursday.
    let fromMonday = (daysSinceEpoch + 3) % 7
    return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
  }

  /// Year, month and day of a day from 0000-03-01 on.
  ///
  /// The calendar is counted in eras of 400 years that begin on March 1st, so that the leap day is
  /// the last of its year (H. Hinnant, chrono-compatible low-level date algorithms).
  static func components(ofDay daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    let shifted = daysSinceEpoch + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }

  /// Days since 1970-01-01 of a day that exists, from year 0 on.
  static func days(year: Int, month: Int, day: Int) -> Int {
    // One era more keeps the January of year 0 from being negative.
    let marchYear = (month <= 2 ? year - 1 : year) + 400
    let era = marchYear / 400
    let yearOfEra = marchYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era - 1) * 146_097 + dayOfEra - 719_468
  }
}

extension CivilDate: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }
}

extension CivilDate: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `2026-10-01`: exactly ten ASCII characters, a day that exists.
  public init?(_ text: some StringProtocol) {
    self.init(String(text))
  }

  public init?(_ text: String) {
    var reader = ByteReader(text)
    guard let date = reader.date(), reader.isAtEnd else { return nil }
    self = date
  }

  /// `2026-10-01`.
  public var description: String {
    String(unsafeUninitializedCapacity: 10) { text in
      text.write(components)
      return 10
    }
  }
}
