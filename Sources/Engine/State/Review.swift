import CEL

/// 特批 that is to be looked at again.
public struct Review: Sendable, Hashable, Codable {
  public let on: CivilDate
  /// Who let it pass: they do not review it.
  public let humans: [PersonID]
  /// The day has passed and people were told.
  public internal(set) var isOverdue: Bool
}
