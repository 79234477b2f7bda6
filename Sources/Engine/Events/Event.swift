import CEL
import Diagnostics

/// A past fact. Carries the decision already taken, so that replaying needs no policy.
///
/// The coded names are part of the log's format: a case or label may be added, never renamed.
public enum Event: Sendable, Hashable, Codable {
  case project(ProjectEvent)
  case request(RequestEvent)
  case workspace(WorkspaceEvent)

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    switch self {
    case .project(let event):
      try object.object(keyedBy: ProjectCodingKeys.self, .project).write(event, ._0)
    case .request(let event):
      try object.object(keyedBy: RequestCodingKeys.self, .request).write(event, ._0)
    case .workspace(let event):
      try object.object(keyedBy: WorkspaceCodingKeys.self, .workspace).write(event, ._0)
    }
  }
}

/// What happened to a project beside its requests.
public enum ProjectEvent: Sendable, Hashable, Codable {
  case opened(
    id: ProjectID, title: String, workflow: WorkflowName, policy: PolicyName, role: RoleName,
    stage: StageName, parent: ParentLink? = nil)
  /// Only the fields that changed; null takes a value away.
  case filled(form: FormName, values: [FieldName: FieldValue], cleared: [FieldName])
  /// An action that needs nobody's agreement took effect, under this rulebook.
  case performed(
    action: ActionName, content: [FieldName: FieldValue], reason: String, rulebook: Digest)
  /// The content of an action became the project's record of its form.
  case recorded(form: FormName, values: [FieldName: FieldValue])
  case moved(to: StageName)
  /// It has come to its end: nothing happens to it any more.
  case ended
  /// The people who hold the role from now on, all of them.
  case appointed(role: RoleName, people: [PersonID])
  case rebaselined(plan: [FieldName: FieldValue])
  case spent(amount: Decimal)
  case planned(milestones: [PlannedMilestone])
  case reached(milestone: MilestoneName)
  case froze(table: TableName, outputs: [FieldValue])
  /// Something is owed from now on, after what took effect by the same command.
  case dutyArose(DutyName)
  case dutyFulfilled(DutyName, DutyOccasion)
  /// The time for it has passed; told once.
  case dutyOverdue(DutyName, DutyOccasion, due: CivilDate)
  /// An approval's conditions became the project's, which it must meet.
  case conditioned([Condition])
  /// The owner says that the condition is met.
  case conditionReported(ConditionID, comment: String)
  /// Whoever set the condition, or a successor in that right, agrees; or does not.
  case conditionSettled(ConditionID, isMet: Bool, comment: String)
  case conditionExtended(ConditionID, to: CivilDate, comment: String)
  /// The day of the condition has passed: back to whoever set it.
  case conditionOverdue(ConditionID)
  /// 特批 is to be looked at again by this day, by somebody else than these.
  case reviewDue(RequestID, on: CivilDate, letPassBy: [PersonID])
  case reviewed(RequestID, comment: String)
  /// The day of the review has passed; told once.
  case reviewOverdue(RequestID)
  /// Somebody is to hold a role that must not be vacant, once they accept.
  case nominated(role: RoleName, person: PersonID)
  /// 暂存: what somebody means to file, seen by them alone; empty content takes it away.
  case drafted(action: ActionName, content: [FieldName: String], reason: String)
}

/// What happened to the company's own record.
public enum WorkspaceEvent: Sendable, Hashable, Codable {
  case founded(name: String, administrator: Person, allowsActingAs: Bool)
  /// People were added or replaced, whole entries.
  case imported(people: [Person])
  case appointed(person: PersonID, holding: Person.Holding)
  case relieved(person: PersonID, role: RoleName, on: CivilDate)
  case left(person: PersonID, on: CivilDate)
  /// Another is asked instead from a day on, for everything. Roles that go along are events of their own.
  case handedOver(person: PersonID, to: PersonID, on: CivilDate)
  /// The hand-over holds no longer.
  case tookBack(person: PersonID, on: CivilDate)
  case delegated(standIn: StandIn)
  case standInEnded(standIn: StandIn, on: CivilDate, because: StandIn.End)
  case absent(person: PersonID, absence: Absence)
  /// The absence that began, or was to begin, on a day ends before another; at once if they are the same.
  case cameBack(person: PersonID, from: CivilDate, on: CivilDate)
  /// The duties that a policy has from now on, all of them; those that it had before go on.
  case obliged(policy: PolicyName, duties: [DutyName])
  /// From now on the person's decisions carry a signature.
  case keyAdded(person: PersonID, key: SigningKey)
  /// Signs nothing any more. The demand for signatures stays.
  case keyRevoked(person: PersonID, key: PublicKey, because: String)
  /// `reviewed` is false only while the workspace had no second administrator who could have looked at it.
  case published(policy: PolicyName, workflow: WorkflowName, rulebook: Digest, reviewed: Bool)
}

/// What every record says beside its event: who, when, by which command.
public struct Envelope: Sendable, Hashable, Codable {
  public let command: CommandID
  public let actor: Actor
  public let at: Timestamp

  public init(command: CommandID, actor: Actor, at: Timestamp) {
    self.command = command
    self.actor = actor
    self.at = at
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(actor, .actor)
    try object.write(at, .at)
    try object.write(command, .command)
  }
}
