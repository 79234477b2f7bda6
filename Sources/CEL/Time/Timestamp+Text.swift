extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
  /// Reads RFC 3339: `2026-10-01T12:00:00Z`, `2026-10-01T12:00:00.25+08:00`.
  ///
  /// `T` and `Z` are upper case, an offset is `±hh:mm` up to 23:59, a fraction has at least one
  /// digit, and digits below a nanosecond are cut off, as in Go. There is no leap second.
  /// nil for anything else and outside the years 1–9999 in UTC.
  public init?(_ text: some StringProtocol) {
    self.init(String(text))
  }

  public init?(_ text: String) {
    var reader = ByteReader(text)
    guard let date = reader.date(), reader.skip("T"),
      let time = reader.timeOfDay(), let nanos = reader.fractionNanos(),
      let offset = reader.zoneOffset(), reader.isAtEnd
    else { return nil }
    self.init(seconds: Timestamp(date).seconds + Int64(time - offset), nanos: Int32(nanos))
  }

  /// In UTC with as many fraction digits as needed: `2026-10-01T12:00:00.25Z`.
  public var description: String {
    let local = CivilTime(self, offset: 0)
    let text = String(unsafeUninitializedCapacity: 20) { text in
      text.write((local.year, local.month, local.day))
      text[10] = UInt8(ascii: "T")
      text.write(local.hour, digits: 2, at: 11)
      text[13] = UInt8(ascii: ":")
      text.write(local.minute, digits: 2, at: 14)
      text[16] = UInt8(ascii: ":")
      text.write(local.second, digits: 2, at: 17)
      text[19] = UInt8(ascii: "Z")
      return nanos == 0 ? 20 : 19
    }
    return nanos == 0 ? text : text + fractionText(nanos: Int(nanos)) + "Z"
  }
}

extension ByteReader {
  /// The seconds since midnight of `hh:mm:ss`.
  fileprivate mutating func timeOfDay() -> Int? {
    guard let hour = number(digits: 2), hour < 24, skip(":"),
      let minute = number(digits: 2), minute < 60, skip(":"),
      let second = number(digits: 2), second < 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// 0 when no fraction comes; nil for a point without a digit.
  fileprivate mutating func fractionNanos() -> Int? {
    guard skip(".") else { return 0 }
    guard let first = digit() else { return nil }
    var unit = 100_000_000
    var nanos = first * unit
    while let digit = digit() {
      unit /= 10
      nanos += digit * unit
    }
    return nanos
  }

  /// Seconds east of Greenwich of `Z` or `±hh:mm`.
  fileprivate mutating func zoneOffset() -> Int? {
    if skip("Z") { return 0 }
    let west = skip("-")
    guard west || skip("+"), let hour = number(digits: 2), hour < 24, skip(":"),
      let minute = number(digits: 2), minute < 60
    else { return nil }
    let offset = hour * 3_600 + minute * 60
    return west ? -offset : offset
  }
}
