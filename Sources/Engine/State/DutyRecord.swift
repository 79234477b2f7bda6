import CEL

/// What a project did about a duty. What it owes follows from this, its stages and the time; see ``DutyLedger``.
public struct DutyRecord: Sendable, Hashable, Codable {
  /// The last day of the latest period that was fulfilled; nil: none was.
  public internal(set) var fulfilledThrough: CivilDate?
  /// The last day of the latest period that people were told about as overdue; nil: none.
  public internal(set) var announcedThrough: CivilDate?
  /// What arose after an action and was not fulfilled since, the oldest first.
  public internal(set) var open: [Arisen] = []

  public struct Arisen: Sendable, Hashable, Codable {
    public let at: Timestamp
    /// People were told that it is overdue.
    public internal(set) var isAnnounced: Bool
  }
}

/// For what a duty was owed.
public enum DutyOccasion: Sendable, Hashable, Codable {
  /// The period that ended, or will end, with this day.
  case period(through: CivilDate)
  /// What took effect then.
  case arisen(at: Timestamp)
}

/// A stage that a project came into.
public struct Visit: Sendable, Hashable, Codable {
  public let stage: StageName
  public let since: Timestamp
}
