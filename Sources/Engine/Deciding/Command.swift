import CEL

/// An order, with everything about it that the engine does not find out itself.
public struct Command: Sendable, Hashable {
  /// Made by the client; a command sent twice is carried out once.
  public let envelope: Envelope
  public let order: Order

  public init(envelope: Envelope, order: Order) {
    self.envelope = envelope
    self.order = order
  }

  public var actor: Actor { envelope.actor }
}

/// What can be ordered.
public enum Order: Sendable, Hashable, Codable {
  // About one project.
  case open(title: String, policy: PolicyName, forms: [FormName: [FieldName: String]])
  case fill(form: FormName, values: [FieldName: String])
  case submit(
    action: ActionName, values: [FieldName: String], attachments: [FieldName: Attachment],
    reason: String)
  /// Adds a holder to a role of the project, by an administrator.
  case appointToProject(person: PersonID, role: RoleName)
  // About one request, of a project or of the workspace.
  case approve(RequestID, Request.Binding, comment: String)
  case reject(RequestID, Request.Binding, comment: String)
  /// To an earlier step by name, or to the submitter (nil).
  case returnBack(RequestID, Request.Binding, to: StepName?, comment: String)
  case withdraw(RequestID, comment: String)
  case resubmit(
    RequestID, values: [FieldName: String], attachments: [FieldName: Attachment], reason: String)
  // About the workspace.
  case found(name: String, administrator: Person, allowsActingAs: Bool)
  case importPeople([Person])
  case appoint(PersonID, Person.Holding)
  /// From a day on; nil: today.
  case relieve(PersonID, RoleName, on: CivilDate? = nil)
  /// On a day; nil: today.
  case leave(PersonID, on: CivilDate? = nil)
  /// Everything that a person is asked for goes to another, from a day on (nil: today); their company roles too if so ordered.
  case handOver(PersonID, to: PersonID, on: CivilDate? = nil, withRoles: Bool)
  /// Ends a hand-over.
  case takeBack(PersonID)
  /// By the principal, or by an administrator for them.
  case delegate(Delegation)
  /// By the principal, the deputy or an administrator.
  case endStandIn(StandInID)
  /// By the person, or by an administrator for them.
  case absent(PersonID, Absence)
  /// Back on a day (nil: today) from the absence that began on another.
  case comeBack(PersonID, from: CivilDate, on: CivilDate? = nil)
  case publish(PolicyName, workflow: WorkflowName, rulebook: Digest)
}

/// A stand-in as it is ordered, before it has a number.
public struct Delegation: Sendable, Hashable, Codable {
  public let principal: PersonID
  public let deputy: PersonID
  /// nil: today.
  public let from: CivilDate?
  /// The first day on which the deputy no longer acts.
  public let until: CivilDate
  public let extent: StandIn.Extent
  public let cap: Decimal?
  public let reason: String

  public init(
    principal: PersonID, deputy: PersonID, from: CivilDate? = nil, until: CivilDate,
    extent: StandIn.Extent = .everything, cap: Decimal? = nil, reason: String = ""
  ) {
    self.principal = principal
    self.deputy = deputy
    self.from = from
    self.until = until
    self.extent = extent
    self.cap = cap
    self.reason = reason
  }
}
