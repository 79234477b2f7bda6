import CEL
import TestKit
import Testing

@testable import Engine

/// A day begins with the first second that has its date, whatever the clocks do at midnight.
@Suite struct BeginningsOfDays {
  private static func calendar(_ zone: String) -> WorkingCalendar {
    WorkingCalendar(zone: zone, weekend: [], holidays: [], working: [])
  }

  @Test(arguments: [
    // On the hour and off it.
    "UTC", "Asia/Shanghai", "Asia/Kathmandu", "+14:00", "-11:30",
    // Clocks leap from midnight to one.
    "America/Asuncion", "America/Sao_Paulo", "Africa/Cairo",
    // They strike midnight twice.
    "Asia/Amman", "America/Havana", "Atlantic/Azores", "America/St_Johns",
    // A whole day was left out.
    "Pacific/Apia",
  ]) func areTheFirstSecondWithTheDate(zone: String) throws {
    let calendar = Self.calendar(zone)
    let first = try #require(CivilDate("2010-01-01"))
    for index in 0..<3_700 {
      let day = try #require(first.adding(days: index))
      let start = systemTimeZones.start(of: day, in: calendar)
      let before = try #require(Timestamp(seconds: start.seconds - 1))
      #expect(systemTimeZones.day(of: start, in: calendar) >= day)
      #expect(systemTimeZones.day(of: before, in: calendar) < day)
      #expect(start.nanos == 0)
    }
  }

  @Test func areWhatTheAlmanacSays() throws {
    for (zone, day, start) in [
      ("Asia/Shanghai", "2026-03-02", "2026-03-01T16:00:00Z"),
      ("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z"),
      ("Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z"),
      ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
      ("+08:00", "0001-01-02", "0001-01-01T16:00:00Z"),
    ] {
      #expect(
        try systemTimeZones.start(
          of: #require(CivilDate(day)), in: Self.calendar(zone)) == Timestamp(start))
    }
  }
}
