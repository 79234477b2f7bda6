/// Where the offset of a named time zone comes from, since this library holds no zone data.
///
/// Fixed offsets (`+08:00`, `-02:30`, `02:00`) and `UTC` need no rules and are answered here.
public struct TimeZoneRules: Sendable {
  /// The seconds east of Greenwich of the named zone at a time given in seconds since 1970-01-01Z.
  ///
  /// nil: the name is not known.
  public typealias Lookup = @Sendable (_ name: String, _ utcSeconds: Int64) -> Int32?

  private let lookup: Lookup

  public init(_ lookup: @escaping Lookup) {
    self.lookup = lookup
  }

  /// Knows fixed offsets and UTC only.
  public static let fixedOffsets = TimeZoneRules { _, _ in nil }

  /// Seconds east of Greenwich; nil for an unknown zone or one more than a day off.
  public func offset(_ zone: String, at time: Timestamp) -> Int32? {
    if zone == "UTC" { return 0 }
    if let fixed = Self.fixedOffset(zone) { return fixed }
    guard let offset = lookup(zone, time.seconds), -86_400...86_400 ~= offset else { return nil }
    return offset
  }

  /// The time as the zone's calendar and clock show it; nil for an unknown zone.
  public func civilTime(_ time: Timestamp, zone: String) -> CivilTime? {
    offset(zone, at: time).map { CivilTime(time, offset: $0) }
  }

  /// Reads `±hh:mm`, or `hh:mm` for east; up to 14:59, as CEL's definition bounds it.
  private static func fixedOffset(_ zone: String) -> Int32? {
    // Names are longer than this, and need no copy.
    guard zone.utf8.count <= 6 else { return nil }
    var reader = ByteReader(zone)
    let west = reader.skip("-")
    if !west { _ = reader.skip("+") }
    guard let hour = reader.number(digits: 2), hour <= 14, reader.skip(":"),
      let minute = reader.number(digits: 2), minute < 60, reader.isAtEnd
    else { return nil }
    let offset = Int32(hour * 3_600 + minute * 60)
    return west ? -offset : offset
  }
}
