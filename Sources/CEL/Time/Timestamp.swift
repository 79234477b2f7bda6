/// A point in time in UTC with nanoseconds, 0001-01-01T00:00:00Z ... 9999-12-31T23:59:59.999999999Z.
///
/// The bounds are those of protobuf's timestamp; CEL asks that arithmetic keeps to them too.
public struct Timestamp: Sendable, Hashable {
  static let secondBounds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Since 1970-01-01T00:00:00Z, without leap seconds; negative before.
  public let seconds: Int64
  /// 0...999,999,999, counted forward also before 1970.
  public let nanos: Int32

  /// nil outside the years 1–9999, or when the nanoseconds are not within a second.
  public init?(seconds: Int64, nanos: Int32 = 0) {
    guard Self.secondBounds ~= seconds, 0...999_999_999 ~= nanos else { return nil }
    self.seconds = seconds
    self.nanos = nanos
  }

  /// Midnight UTC at the beginning of the day.
  public init(_ date: CivilDate) {
    seconds = Int64(date.daysSinceEpoch) * TimeSpan.secondsPerDay
    nanos = 0
  }

  private init(total nanoseconds: Int128) throws(ArithmeticError) {
    let perSecond = Int128(TimeSpan.nanosPerSecond)
    var (seconds, nanos) = nanoseconds.quotientAndRemainder(dividingBy: perSecond)
    if nanos < 0 {
      seconds -= 1
      nanos += perSecond
    }
    guard let narrow = Int64(exactly: seconds),
      let time = Timestamp(seconds: narrow, nanos: Int32(nanos))
    else { throw .overflow }
    self = time
  }

  private var total: Int128 {
    Int128(seconds) * Int128(TimeSpan.nanosPerSecond) + Int128(nanos)
  }

  /// Throws `overflow` when the result leaves the years 1–9999.
  public func adding(_ span: TimeSpan) throws(ArithmeticError) -> Timestamp {
    try Timestamp(total: total + Int128(span.nanoseconds))
  }

  /// Throws `overflow` when the result leaves the years 1–9999.
  public func subtracting(_ span: TimeSpan) throws(ArithmeticError) -> Timestamp {
    try Timestamp(total: total - Int128(span.nanoseconds))
  }

  /// How long `other` lies before this time; throws `overflow` beyond about 292 years.
  public func span(since other: Timestamp) throws(ArithmeticError) -> TimeSpan {
    guard let nanoseconds = Int64(exactly: total - other.total) else { throw .overflow }
    return TimeSpan(nanoseconds: nanoseconds)
  }
}

extension Timestamp: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    left.seconds != right.seconds ? left.seconds < right.seconds : left.nanos < right.nanos
  }
}
