import CEL

/// Reads the times of logs: RFC 3339, also with a blank for `T`, without seconds or without an offset.
///
/// A time without an offset is what the clock on the wall showed in the policy's zone; one that an hour of autumn has
/// twice is the later.
struct TimeReading {
  let zone: String
  let timeZones: TimeZoneRules

  func timestamp(_ text: String) -> Timestamp? {
    if let time = Timestamp(text) { return time }
    var bytes = Array(text.utf8)
    guard bytes.count >= 16 else { return nil }
    if bytes[10] == UInt8(ascii: " ") { bytes[10] = UInt8(ascii: "T") }
    // `hh:mm` is followed by `:ss`, an offset, or nothing.
    if bytes.count == 16 || bytes[16] != UInt8(ascii: ":") {
      bytes.insert(contentsOf: Array(":00".utf8), at: 16)
    }
    let full = String(decoding: bytes, as: UTF8.self)
    if let time = Timestamp(full) { return time }
    guard let wall = Timestamp(full + "Z"), let offset = offset(atWall: wall) else { return nil }
    return Timestamp(seconds: wall.seconds - Int64(offset), nanos: wall.nanos)
  }

  /// The offset in force when the clock on the wall shows a time: that of the instant it leads to.
  private func offset(atWall wall: Timestamp) -> Int32? {
    guard let guess = timeZones.offset(zone, at: wall),
      let instant = Timestamp(seconds: wall.seconds - Int64(guess), nanos: 0)
    else { return nil }
    return timeZones.offset(zone, at: instant)
  }
}
