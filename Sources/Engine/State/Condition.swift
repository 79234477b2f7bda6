import CEL

/// `R-7/1`
public typealias ConditionID = Name<Condition>

/// 附条件同意: something that an approval demands of the project afterwards.
public struct Condition: Sendable, Hashable, Codable {
  public let id: ConditionID
  public let request: RequestID
  /// Who agreed only under it.
  public let by: PersonID
  public let terms: Reservation
  /// The last day, as it stands: whoever set it may extend it.
  public internal(set) var due: CivilDate
  public internal(set) var state: State

  public enum State: String, Sendable, Hashable, Codable {
    case open
    /// The owner says that it is met.
    case reported
    /// Its day has passed: back with whoever set it.
    case overdue
  }

  public init(id: ConditionID, request: RequestID, by: PersonID, terms: Reservation) {
    self.id = id
    self.request = request
    self.by = by
    self.terms = terms
    due = terms.due
    state = .open
  }
}
