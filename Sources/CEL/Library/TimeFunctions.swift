import Diagnostics

/// The accessors of timestamps, dates and durations. Months, days of the month and of the year count from 0,
/// except `getDate`; Sunday is 0.
enum TimeFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ timeZones: TimeZoneRules
  ) throws(EvaluationError) -> Value {
    switch (arguments.first, arguments.second, arguments.count) {
    case (.timestamp(let time), _, 1):
      return try read(function, CivilTime(time, offset: 0), arguments)
    case (.timestamp(let time), .string(let zone), 2):
      guard let civil = timeZones.civilTime(time, zone: zone) else {
        throw .invalid("unknown time zone", zh: "未知的时区")
      }
      return try read(function, civil, arguments)
    case (.duration(let span), _, 1):
      switch function {
      case .getHours: return .int(span.hours)
      case .getMinutes: return .int(span.minutes)
      case .getSeconds: return .int(span.seconds)
      case .getMilliseconds: return .int(span.millisecondsOfSecond)
      default: throw .noOverload(function, arguments)
      }
    case (.date(let date), _, 1):
      switch function {
      case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear:
        return try read(function, CivilTime(Timestamp(date), offset: 0), arguments)
      default: throw .noOverload(function, arguments)
      }
    default: throw .noOverload(function, arguments)
    }
  }

  private static func read(
    _ function: Builtin, _ time: CivilTime, _ arguments: Arguments
  ) throws(EvaluationError) -> Value {
    let number: Int
    switch function {
    case .getFullYear: number = time.year
    case .getMonth: number = time.month - 1
    case .getDate: number = time.day
    case .getDayOfMonth: number = time.day - 1
    case .getDayOfYear: number = time.dayOfYear - 1
    case .getDayOfWeek: number = time.weekday % 7
    case .getHours: number = time.hour
    case .getMinutes: number = time.minute
    case .getSeconds: number = time.second
    case .getMilliseconds: number = time.millisecond
    default: throw .noOverload(function, arguments)
    }
    return .int(Int64(number))
  }
}
