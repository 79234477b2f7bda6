import CEL

/// A project as its history has made it, with its open requests. Closed ones live in the store.
///
/// Its coded form is without version and requests, which stores keep by themselves.
public struct Project: Sendable, Hashable, Codable, RequestHolder {
  public let id: ProjectID
  public let title: String
  public let workflow: WorkflowName
  /// Chosen when the project was opened; new requests are decided under its current version.
  public let policy: PolicyName
  public let openedBy: PersonID
  public let openedAt: Timestamp
  /// nil: it stands on its own.
  public let parent: ParentLink?
  /// The number of events so far.
  public package(set) var version = 0
  public internal(set) var stage: StageName
  /// The stages that it came into, in order, the first one when it was opened.
  public internal(set) var visits: [Visit]
  /// When it came to its end; nil: it has not.
  public internal(set) var ended: Timestamp?
  /// When it came into the stage.
  public internal(set) var stageSince: Timestamp
  /// Who holds the project's own roles. A role that was given once keeps its key, however few hold it.
  public internal(set) var people: [RoleName: [PersonID]]
  public internal(set) var forms: [FormName: FormRecord]
  public internal(set) var milestones: [Milestone]
  /// The plan in force; empty before the first.
  public internal(set) var baseline: [FieldName: FieldValue]
  /// The first approved plan, for ever.
  public internal(set) var original: [FieldName: FieldValue]
  public internal(set) var spent: Decimal
  /// Outputs of tables that were fixed by an action.
  public internal(set) var frozen: [TableName: [FieldValue]]
  /// The open ones.
  public package(set) var requests: [RequestID: Request] = [:]
  /// What it did about its duties.
  public internal(set) var duties: [DutyName: DutyRecord]
  /// What approvals demanded and nobody has confirmed yet.
  public internal(set) var conditions: [Condition]
  /// 特批 that somebody must look at again, by the last day.
  public internal(set) var reviews: [RequestID: Review]
  /// Who is to hold a role, once they accept.
  public internal(set) var nominations: [RoleName: PersonID]
  /// 暂存: by author and action.
  public internal(set) var drafts: [PersonID: [ActionName: StoredDraft]]

  public var isOver: Bool { ended != nil }

  private enum CodingKeys: CodingKey {
    case id, title, workflow, policy, openedBy, openedAt, parent, stage, stageSince, visits, ended
    case people, forms, milestones, baseline, original, spent, frozen, duties, conditions, reviews
    case nominations, drafts
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(id, .id)
    try object.write(title, .title)
    try object.write(workflow, .workflow)
    try object.write(policy, .policy)
    try object.write(openedBy, .openedBy)
    try object.write(openedAt, .openedAt)
    try object.write(parent, .parent)
    try object.write(stage, .stage)
    try object.write(stageSince, .stageSince)
    try object.write(visits, .visits)
    try object.write(ended, .ended)
    try object.write(people, .people)
    try object.write(forms, .forms)
    try object.write(milestones, .milestones)
    try object.write(baseline, .baseline)
    try object.write(original, .original)
    try object.write(spent, .spent)
    try object.write(frozen, .frozen)
    try object.write(duties, .duties)
    try object.write(conditions, .conditions)
    try object.write(reviews, .reviews)
    try object.write(nominations, .nominations)
    try object.write(drafts, .drafts)
  }
}

/// The latest content of a form; earlier ones stand in the history.
public struct FormRecord: Sendable, Hashable, Codable {
  public internal(set) var values: [FieldName: FieldValue]
  public internal(set) var revision: Int
  public internal(set) var by: Actor
  public internal(set) var at: Timestamp

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(at, .at)
    try object.write(by, .by)
    try object.write(revision, .revision)
    try object.write(values, .values)
  }
}

/// A control point of a project.
public struct Milestone: Sendable, Hashable, Codable {
  public internal(set) var planned: PlannedMilestone
  /// nil: not reached.
  public internal(set) var reached: Timestamp?
}
