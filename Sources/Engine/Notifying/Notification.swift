import CEL
import Diagnostics

public enum NotificationKind {}

/// `P-1.12.2`: the record, its version after the transition, and the place among what the transition told, from 1.
public typealias NotificationID = Name<NotificationKind>

/// What one person is to be told about one transition: what happened, by whom, why it concerns them, and until when.
///
/// Its texts are inert and bounded. They say what a request is called and the reasons that people gave, never what it
/// contains: a message leaves the place where rights are checked.
public struct Notification: Sendable, Hashable, Codable {
  /// Stable, and given once: whoever receives it again by a repeated delivery can tell.
  public let id: NotificationID
  public let to: PersonID
  public let kind: Kind
  /// What it is about, as people call it.
  public let subject: Bilingual
  /// nil: it is about the workspace.
  public let project: ProjectID?
  /// nil: it is about no request.
  public let request: RequestID?
  /// The step that the person is asked for; nil: none.
  public let step: StepName?
  /// Who did it; nil: the machine concluded it.
  public let by: PersonID?
  public let at: Timestamp
  /// What happened, and which rule brings it to this person.
  public let why: Bilingual
  /// The last day to act; nil: there is none, or nothing to do.
  public let due: CivilDate?

  public init(
    id: NotificationID, to: PersonID, kind: Kind, subject: Bilingual, project: ProjectID?,
    request: RequestID?, step: StepName?, by: PersonID?, at: Timestamp, why: Bilingual,
    due: CivilDate?
  ) {
    self.id = id
    self.to = to
    self.kind = kind
    self.subject = subject
    self.project = project
    self.request = request
    self.step = step
    self.by = by
    self.at = at
    self.why = why
    self.due = due
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(at, .at)
    try object.write(by, .by)
    try object.write(due, .due)
    try object.write(id, .id)
    try object.write(kind.rawValue, .kind)
    try object.write(project, .project)
    try object.write(request, .request)
    try object.write(step, .step)
    try object.write(subject, .subject)
    try object.write(to, .to)
    try object.write(why, .why)
  }

  /// What a person is told. The names are part of the configuration and of messages.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// May sign now.
    case asked
    /// May sign still, and somebody or the clock thinks of it.
    case reminded
    /// Did not sign in time: others may now, too.
    case escalated
    /// Back with its submitter, or at an earlier step.
    case returned
    /// A signer took an approval back.
    case takenBack = "taken_back"
    /// Decided under another rulebook from now on.
    case migrated
    case approved, rejected, withdrawn, lapsed
    /// 特批: let pass without the signatures that the policy asks for.
    case overridden
    /// A second person is needed who confirms a 特批.
    case overrideAsked = "override_asked"
    /// A 特批 is to be looked at again, or was.
    case review
    /// Nobody can sign: an administrator must appoint somebody.
    case vacancy
    case copied
    /// A signer wants to know something from the submitter, or the advice of a colleague.
    case informationAsked = "information_asked"
    case consulted
    /// The answer to either.
    case answered, advised
    /// A day has passed: of a step, of a condition, of the review of a 特批.
    case overdue
    /// Something about a condition under which somebody agreed.
    case condition
    /// Is to hold a role, once they accept.
    case nominated
    /// Is asked instead of somebody else from now on, or acts for somebody on some days.
    case handedOver = "handed_over"
    case standIn = "stand_in"
    /// Somebody whose work they direct, or they themselves, will be away, or is back earlier.
    case absence
    /// Holds a role from now on, or no longer.
    case appointed, relieved
    /// A key to sign decisions with was registered for them, or revoked.
    case key
    /// A project of theirs is in another stage.
    case moved
    /// A policy came into force.
    case published
  }

  /// The command that shows what it is about: `tollgate show R-7`.
  public var link: String {
    if let request { return "tollgate show \(request)" }
    if let project { return "tollgate status \(project)" }
    return kind == .published ? "tollgate policy list" : "tollgate people list"
  }
}
