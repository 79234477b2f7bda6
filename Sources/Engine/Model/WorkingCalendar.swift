import CEL

/// When people work: weekends, holidays, and the make-up days (调休) that are worked although they are not weekdays.
public struct WorkingCalendar: Sendable, Hashable {
  /// An IANA time zone, such as `Asia/Shanghai`: what "today" is.
  public let zone: String
  /// Days of the week without work, Monday = 1 … Sunday = 7.
  public let weekend: Set<Int>
  public let holidays: [ClosedRange<CivilDate>]
  /// Worked although on a weekend or a holiday.
  public let working: Set<CivilDate>

  /// No term is longer; a search for a working day that goes further is a calendar without any.
  static let horizon = 3660

  public init(
    zone: String, weekend: Set<Int>, holidays: [ClosedRange<CivilDate>], working: Set<CivilDate>
  ) {
    self.zone = zone
    self.weekend = weekend
    self.holidays = holidays
    self.working = working
  }

  public func isWorkingDay(_ date: CivilDate) -> Bool {
    if working.contains(date) { return true }
    return !weekend.contains(date.weekday) && !holidays.contains { $0.contains(date) }
  }

  /// The last day of a term that begins on `date`: the n-th working day after it, or the n-th day.
  ///
  /// nil when the calendar has no such day within ten years.
  public func end(of term: Term, from date: CivilDate) -> CivilDate? {
    switch term {
    case .days(let count): return date.adding(days: count)
    case .workingDays(let count):
      var left = count
      var day = date
      for _ in 0..<Self.horizon where left > 0 {
        guard let next = day.adding(days: 1) else { return nil }
        day = next
        if isWorkingDay(day) { left -= 1 }
      }
      return left == 0 ? day : nil
    }
  }

  /// How many working days lie after one date, up to and including another; nil beyond ten years.
  public func workingDays(after from: CivilDate, through to: CivilDate) -> Int? {
    guard to.days(since: from) <= Self.horizon else { return nil }
    var count = 0
    var day = from
    while day < to, let next = day.adding(days: 1) {
      day = next
      if isWorkingDay(day) { count += 1 }
    }
    return count
  }
}
