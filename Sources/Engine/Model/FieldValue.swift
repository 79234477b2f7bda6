import CEL

/// What somebody wrote in a field. Values of events and snapshots; exact, typed, without floating point.
public enum FieldValue: Sendable, Hashable {
  case text(String)
  case choice(String)
  /// Money, percent and number alike.
  case decimal(Decimal)
  case integer(Int64)
  case boolean(Bool)
  case date(CivilDate)
  case person(PersonID)
  case file(Attachment)
  case milestones([PlannedMilestone])
  case milestone(MilestoneName)
  /// A confidential value of any of these kinds.
  indirect case sealed(Sealed)
  /// Rows of a list; a cell without a value is not there.
  case list([[FieldName: FieldValue]])
}

/// A file that was shown as evidence: what it was called, how long it is, and what it contained.
public struct Attachment: Sendable, Hashable, Codable {
  public let name: String
  /// In bytes.
  public let size: Int
  public let digest: Digest

  public init(name: String, size: Int, digest: Digest) {
    self.name = name
    self.size = size
    self.digest = digest
  }
}

/// A control point that a project commits to.
public struct PlannedMilestone: Sendable, Hashable, Codable {
  public let kind: MilestoneName
  public let due: CivilDate
  /// Its part of the budget; nil where the plan does not split the budget.
  public let budget: Decimal?

  public init(kind: MilestoneName, due: CivilDate, budget: Decimal? = nil) {
    self.kind = kind
    self.due = due
    self.budget = budget
  }
}
