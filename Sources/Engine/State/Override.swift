import CEL

/// 特批 that one person asked for.
public struct Override: Sendable, Hashable, Codable {
  public let by: PersonID
  public let human: PersonID
  public let reason: String
  /// The day by which somebody looks at it again.
  public let reviewOn: CivilDate
  /// The second person; nil: nobody has confirmed it.
  public internal(set) var confirmedBy: PersonID?

  public init(by: PersonID, human: PersonID, reason: String, reviewOn: CivilDate) {
    self.by = by
    self.human = human
    self.reason = reason
    self.reviewOn = reviewOn
  }
}
