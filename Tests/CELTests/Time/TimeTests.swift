import CEL
import Foundation
import Testing

@Suite("Days, times and durations")
struct TimeTests {
  /// Foundation's calendar is the other opinion; it is proleptic when its switch-over is far past.
  static let gregorian: Calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    return calendar
  }()

  static let rules = TimeZoneRules { name, seconds in
    TimeZone(identifier: name).map {
      Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }
  }

  @Test("every day from year 1 to 9999 follows the day before it")
  func everyDay() throws {
    var date = try #require(CivilDate("0001-01-01"))
    #expect(date.weekday == 1, "0001-01-01 was a Monday")
    var days = 1
    while let next = date.adding(days: 1) {
      let (before, after) = (date.components, next.components)
      if after.day != 1 {
        #expect(after == (before.year, before.month, before.day + 1))
      } else {
        #expect(before.day == CivilDate.daysInMonth(before.month, year: before.year))
        #expect(after.month == before.month % 12 + 1)
        #expect(after.year == before.year + (before.month == 12 ? 1 : 0))
      }
      #expect(next.weekday == date.weekday % 7 + 1)
      #expect(
        CivilDate(year: after.year, month: after.month, day: after.day)?.daysSinceEpoch
          == next.daysSinceEpoch)
      date = next
      days += 1
    }
    #expect(date.description == "9999-12-31")
    #expect(days == 3_652_059)
  }

  @Test(
    "days agree with Foundation's calendar",
    arguments: ["1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "2026-10-01", "9999-12-31"])
  func againstFoundation(text: String) throws {
    let date = try #require(CivilDate(text))
    #expect(date.description == text)
    let there = Date(timeIntervalSince1970: Double(date.daysSinceEpoch) * 86_400)
    let parts = Self.gregorian.dateComponents(
      [.year, .month, .day, .weekday, .dayOfYear], from: there)
    #expect(parts.year == date.year && parts.month == date.month && parts.day == date.day)
    #expect(parts.dayOfYear == date.dayOfYear)
    #expect(try #require(parts.weekday) == date.weekday % 7 + 1)
  }

  @Test(
    "a day that does not exist or is not written as ten characters is refused",
    arguments: [
      "", "2026-2-3", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-01",
      "2026-01-00", "0000-01-01", "10000-01-01", "2026-10-01 ", " 2026-10-01", "2026/10/01",
      "2026-10-0١", "-026-10-01", "2026-10-01T",
    ])
  func refusedDays(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test("days do not leave the years 1 to 9999")
  func dayBounds() throws {
    let last = try #require(CivilDate("9999-12-31"))
    #expect(last.adding(days: 1) == nil)
    #expect(last.adding(days: .max) == nil)
    #expect(CivilDate("0001-01-01")?.adding(days: -1) == nil)
    #expect(CivilDate("0001-01-01")?.adding(days: .min) == nil)
    #expect(try last.days(since: #require(CivilDate("9999-01-01"))) == 364)
  }

  @Test(
    "times are read and written as RFC 3339",
    arguments: [
      ("2009-02-13T23:31:30Z", "2009-02-13T23:31:30Z"),
      ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
      ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
      ("2009-02-13T23:31:30.250Z", "2009-02-13T23:31:30.25Z"),
      ("2009-02-13T23:31:30.000000001+08:00", "2009-02-13T15:31:30.000000001Z"),
      ("2009-02-13T23:31:30-00:30", "2009-02-14T00:01:30Z"),
      ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
      ("2009-02-13T23:31:30.1234567891Z", "2009-02-13T23:31:30.123456789Z"),
    ])
  func times(text: String, expected: String) throws {
    #expect(try #require(Timestamp(text)).description == expected)
  }

  @Test(
    "what is not RFC 3339 within the years 1 to 9999 is refused",
    arguments: [
      "", "2009-02-13", "2009-02-13T23:31:30", "2009-02-13 23:31:30Z", "2009-02-13t23:31:30z",
      "2009-02-13T24:00:00Z", "2009-02-13T23:60:00Z", "2009-02-13T23:59:60Z",
      "2009-02-30T00:00:00Z", "2009-02-13T23:31:30.Z", "2009-02-13T23:31:30,5Z",
      "2009-02-13T23:31:30+8:00", "2009-02-13T23:31:30+24:00", "2009-02-13T23:31:30+0800",
      "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01", "2009-02-13T23:31:30Z ",
    ])
  func refusedTimes(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("arithmetic on times is exact and keeps to the years 1 to 9999")
  func timeArithmetic() throws {
    let early = try #require(Timestamp("0001-01-01T00:00:01.999999999Z"))
    let step = try #require(TimeSpan("999999999ns"))
    #expect(try early.adding(step).description == "0001-01-01T00:00:02.999999998Z")
    #expect(try early.subtracting(step).description == "0001-01-01T00:00:01Z")
    let last = try #require(Timestamp("9999-12-31T23:59:59.999999999Z"))
    #expect(throws: ArithmeticError.overflow) { try last.adding(TimeSpan(nanoseconds: 1)) }
    #expect(throws: ArithmeticError.overflow) {
      try #require(Timestamp(seconds: -62_135_596_800)).subtracting(TimeSpan(nanoseconds: 1))
    }
    #expect(throws: ArithmeticError.overflow) { try last.span(since: early) }
    let before = try #require(Timestamp(seconds: -1, nanos: 500_000_000))
    let span = try #require(Timestamp(seconds: 1)).span(since: before)
    #expect(span.description == "1.5s")
    #expect(before < Timestamp(seconds: 0)!)
    #expect(Timestamp(seconds: 0, nanos: 1_000_000_000) == nil)
    #expect(Timestamp(seconds: 0, nanos: -1) == nil)
    #expect(Timestamp(seconds: .min) == nil && Timestamp(seconds: .max) == nil)
  }

  @Test(
    "durations are read as Go reads them and written in seconds",
    arguments: [
      ("1h30m", "5400s"), ("-1.5s", "-1.5s"), ("100ms", "0.1s"), ("1us", "0.000001s"),
      ("1µs", "0.000001s"), ("1μs", "0.000001s"), ("0", "0s"), ("-0", "0s"), ("+0", "0s"),
      ("1h45m47s", "6347s"), ("1000000s", "1000000s"), (".5s", "0.5s"), ("1.s", "1s"),
      ("0.0000000001s", "0s"), ("1m1h", "3660s"), ("0.3333333333333333333h", "1199.999999999s"),
      ("0.25h", "900s"),
      ("9223372036854775807ns", "9223372036.854775807s"),
      ("-9223372036854775808ns", "-9223372036.854775808s"),
      ("2562047h47m16.854775807s", "9223372036.854775807s"),
      ("999999999ns", "0.999999999s"),
    ])
  func durations(text: String, expected: String) throws {
    #expect(try #require(TimeSpan(text)).description == expected)
  }

  @Test(
    "what is no duration or does not fit 64 bits is refused",
    arguments: [
      "0.000", "00",
      "", "-", "+", "1", "s", ".s", "1x", "1 s", "1s ", "--1s", "1d", "1e3s", "1.2.3s", "inf", "5",
      "9223372036854775808ns", "-9223372036854775809ns", "-320000000000s", "2562048h",
      "99999999999999999999999h", "1h2", "0 ", "00s1", "0x1s", "3000000h3000000h",
    ])
  func refusedDurations(text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test("arithmetic on durations is checked")
  func durationArithmetic() throws {
    let longest = TimeSpan(nanoseconds: .max)
    #expect(throws: ArithmeticError.overflow) { try longest.adding(TimeSpan(nanoseconds: 1)) }
    #expect(throws: ArithmeticError.overflow) { try TimeSpan(nanoseconds: .min).negated() }
    #expect(throws: ArithmeticError.overflow) {
      try TimeSpan(nanoseconds: .min).subtracting(TimeSpan(nanoseconds: 1))
    }
    #expect(TimeSpan(days: .max) == nil && TimeSpan(seconds: .max) == nil)
    #expect(TimeSpan(days: 2)?.wholeDays == 2)
    #expect(TimeSpan("36h")?.wholeDays == nil)
    let span = try #require(TimeSpan("3730.321s"))
    #expect(span.hours == 1 && span.minutes == 62 && span.seconds == 3_730)
    #expect(span.millisecondsOfSecond == 321)
    #expect(TimeSpan(nanoseconds: .min).description == "-9223372036.854775808s")
  }

  @Test("the accessors see the clock of the zone")
  func zones() throws {
    let time = try #require(Timestamp("2009-02-13T23:31:20.123456789Z"))
    func civil(_ zone: String) throws -> CivilTime {
      try #require(Self.rules.civilTime(time, zone: zone))
    }
    #expect(try civil("UTC").day == 13 && civil("UTC").weekday == 5 && civil("UTC").dayOfYear == 44)
    #expect(try civil("Australia/Sydney").day == 14)
    #expect(try civil("+11:00").day == 14 && civil("02:00").hour == 1)
    #expect(try civil("-09:30").year == 2009 && civil("-09:30").hour == 14)
    #expect(try civil("Asia/Kathmandu").minute == 16)
    #expect(try civil("-00:31").minute == 0)
    #expect(try civil("UTC").millisecond == 123 && civil("UTC").second == 20)
    for unknown in ["", "Nowhere/City", "+15:00", "+1:00", "+01:60", "+01:00:00", "Local"] {
      #expect(TimeZoneRules.fixedOffsets.civilTime(time, zone: unknown) == nil)
    }
  }

  @Test("a zone may carry the calendar beyond the last year without a trap")
  func zoneAtTheEnd() throws {
    let last = try #require(Timestamp("9999-12-31T23:59:59Z"))
    let first = try #require(Timestamp("0001-01-01T00:00:00Z"))
    #expect(TimeZoneRules.fixedOffsets.civilTime(last, zone: "+14:00")?.year == 10_000)
    #expect(TimeZoneRules.fixedOffsets.civilTime(first, zone: "-14:00")?.year == 0)
    #expect(TimeZoneRules.fixedOffsets.civilTime(first, zone: "-14:00")?.dayOfYear == 366)
  }

  @Test("random times agree with Foundation in three zones")
  func randomTimes() throws {
    var generator = SeededGenerator(seed: 20_261_001)
    for zone in ["America/St_Johns", "Asia/Shanghai", "Europe/London"] {
      var calendar = Self.gregorian
      calendar.timeZone = try #require(TimeZone(identifier: zone))
      for _ in 0..<500 {
        let seconds = Int64.random(in: -2_000_000_000...4_000_000_000, using: &generator)
        let time = try #require(Timestamp(seconds: seconds))
        let civil = try #require(Self.rules.civilTime(time, zone: zone))
        let parts = calendar.dateComponents(
          [.year, .month, .day, .hour, .minute, .second, .dayOfYear],
          from: Date(timeIntervalSince1970: Double(seconds)))
        #expect(civil.year == parts.year && civil.month == parts.month && civil.day == parts.day)
        #expect(civil.hour == parts.hour && civil.minute == parts.minute)
        #expect(civil.second == parts.second && civil.dayOfYear == parts.dayOfYear)
      }
    }
  }
}
