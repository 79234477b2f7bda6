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
  case relieve(PersonID, RoleName)
  case leave(PersonID)
  case publish(PolicyName, workflow: WorkflowName, rulebook: Digest)
}
