import CEL

/// Who takes over everything that somebody was asked for, from a day on (离职转办).
public struct Succession: Sendable, Hashable, Codable {
  public let to: PersonID
  /// The first day on which the successor is asked instead.
  public let on: CivilDate

  public init(to: PersonID, on: CivilDate) {
    self.to = to
    self.on = on
  }
}
