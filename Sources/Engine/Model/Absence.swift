import CEL

/// Days on which somebody is away, from a day to the day before another (half-open).
///
/// Takes no right away: who is away may still sign. It tells others whom not to count on.
public struct Absence: Sendable, Hashable, Codable {
  public let from: CivilDate
  /// The first day back.
  public let until: CivilDate
  public let reason: String

  public init(from: CivilDate, until: CivilDate, reason: String = "") {
    self.from = from
    self.until = until
    self.reason = reason
  }

  public func covers(_ day: CivilDate) -> Bool { from <= day && day < until }
}
