import CEL

/// How far one step of a request has come in the present round.
public struct Progress: Sendable, Hashable, Codable {
  /// nil: its signers have not been asked.
  public internal(set) var askedOn: CivilDate?
  /// The last day to sign; nil: not asked yet, no deadline, or the clock stands still.
  public internal(set) var due: CivilDate?
  /// What was left of the time when the clock was stopped by a question; nil: it runs.
  public internal(set) var paused: Term?
  /// What the machine did when the deadline had passed; nil: it has not.
  public internal(set) var lateness: Lateness?
  /// By slot; nil: not yet signed.
  public internal(set) var outcomes: [SlotOutcome?]
  /// Places that are one person's alone.
  public internal(set) var holders: [Int: Holder]

  init(slots: Int) {
    outcomes = Array(repeating: nil, count: slots)
    holders = [:]
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(askedOn, .askedOn)
    try object.write(due, .due)
    try object.write(holders, .holders)
    try object.write(lateness, .lateness)
    try object.write(outcomes, .outcomes)
    try object.write(paused, .paused)
  }
}

/// Who alone may sign in a place, and how it came to be theirs.
public struct Holder: Sendable, Hashable, Codable {
  public let person: PersonID
  /// 转办: who handed it over; nil: claimed from a pool (认领).
  public let from: PersonID?

  public init(person: PersonID, from: PersonID?) {
    self.person = person
    self.from = from
  }
}

/// What the machine did about a step whose deadline had passed.
public enum Lateness: Sendable, Hashable, Codable {
  case reminded
  /// These may sign too, from now on.
  case escalated(to: RoutedAuthority)
  /// The request went back to its submitter.
  case returned
  /// The request is over.
  case lapsed
  /// The step passes without those who did not sign.
  case passed
}
