/// A point in time as the calendar and clock of a place show it.
public struct CivilTime: Sendable, Hashable {
  /// Days since 1970-01-01 at that place; may lie one day outside ``CivilDate``'s years.
  private let days: Int
  /// 0..<86,400.
  private let secondOfDay: Int
  private let nanos: Int

  /// - `offset`: seconds east of Greenwich, at most a day either way.
  public init(_ time: Timestamp, offset: Int32) {
    let perDay = Int(TimeSpan.secondsPerDay)
    let local = Int(time.seconds) + Int(offset)
    let remainder = local % perDay
    secondOfDay = remainder < 0 ? remainder + perDay : remainder
    days = (local - secondOfDay) / perDay
    nanos = Int(time.nanos)
  }

  public var year: Int { CivilDate.components(ofDay: days).year }
  /// 1...12.
  public var month: Int { CivilDate.components(ofDay: days).month }
  /// 1...31.
  public var day: Int { CivilDate.components(ofDay: days).day }
  /// January 1st = 1.
  public var dayOfYear: Int { days - CivilDate.days(year: year, month: 1, day: 1) + 1 }
  /// Monday = 1 ... Sunday = 7.
  public var weekday: Int { CivilDate.weekday(ofDay: days) }
  public var hour: Int { secondOfDay / 3_600 }
  public var minute: Int { secondOfDay / 60 % 60 }
  public var second: Int { secondOfDay % 60 }
  public var millisecond: Int { nanos / 1_000_000 }
}
