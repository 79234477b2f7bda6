/// A length of time, CEL's `duration`: whole nanoseconds in 64 bits, about ±292 years.
///
/// Protobuf's duration reaches ±10,000 years; CEL's arithmetic is defined on 64 bits, and what does
/// not fit is an error, never a wrap.
public struct TimeSpan: Sendable, Hashable {
  static let nanosPerSecond: Int64 = 1_000_000_000
  static let secondsPerDay: Int64 = 86_400

  public let nanoseconds: Int64

  public static let zero = TimeSpan(nanoseconds: 0)

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// nil when it does not fit.
  public init?(seconds: Int64, nanos: Int32 = 0) {
    let total = Int128(seconds) * Int128(Self.nanosPerSecond) + Int128(nanos)
    guard let narrow = Int64(exactly: total) else { return nil }
    nanoseconds = narrow
  }

  /// Days of 24 hours; nil when it does not fit.
  public init?(days: Int) {
    let (seconds, overflow) = Int64(days).multipliedReportingOverflow(by: Self.secondsPerDay)
    guard !overflow else { return nil }
    self.init(seconds: seconds)
  }

  /// Whole seconds, cut off toward zero; the rest is in ``nanos`` with the same sign.
  public var seconds: Int64 { nanoseconds / Self.nanosPerSecond }
  /// -999,999,999 ... 999,999,999.
  public var nanos: Int32 { Int32(nanoseconds % Self.nanosPerSecond) }

  /// CEL's `getHours()` of a duration: the whole length in hours, cut off toward zero.
  public var hours: Int64 { seconds / 3_600 }
  /// CEL's `getMinutes()` of a duration: the whole length in minutes.
  public var minutes: Int64 { seconds / 60 }
  /// CEL's `getMilliseconds()` of a duration: the milliseconds within the second, -999...999.
  public var millisecondsOfSecond: Int64 { nanoseconds % Self.nanosPerSecond / 1_000_000 }
  /// The length in days of 24 hours; nil when it is not whole.
  public var wholeDays: Int? {
    let perDay = Self.secondsPerDay * Self.nanosPerSecond
    return nanoseconds % perDay == 0 ? Int(nanoseconds / perDay) : nil
  }

  public func adding(_ other: TimeSpan) throws(ArithmeticError) -> TimeSpan {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
    guard !overflow else { throw .overflow }
    return TimeSpan(nanoseconds: sum)
  }

  public func subtracting(_ other: TimeSpan) throws(ArithmeticError) -> TimeSpan {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    guard !overflow else { throw .overflow }
    return TimeSpan(nanoseconds: difference)
  }

  public func negated() throws(ArithmeticError) -> TimeSpan {
    try TimeSpan.zero.subtracting(self)
  }
}

extension TimeSpan: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
}
