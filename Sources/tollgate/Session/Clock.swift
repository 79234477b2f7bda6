import CEL
import Foundation

/// Where time comes from: the system's clock, and its rules of time zones.
enum Clock {
  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    // A clock outside the years 1–9999 is broken; the epoch says so more plainly than a crash.
    return Timestamp(seconds: Int64(time.tv_sec), nanos: Int32(time.tv_nsec))
      ?? Timestamp(CivilDate(daysSinceEpoch: 0)!)
  }

  /// Named zones as the system knows them.
  static let zones = TimeZoneRules { name, seconds in
    guard let zone = TimeZone(identifier: name) else { return nil }
    let date = Date(timeIntervalSince1970: Double(seconds))
    return Int32(exactly: zone.secondsFromGMT(for: date))
  }
}
