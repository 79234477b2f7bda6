import CEL

/// An order, with everything about it that the engine does not find out itself.
public struct Command: Sendable, Hashable {
  /// Made by the client; a command sent twice is carried out once.
  public let envelope: Envelope
  public let order: Order
  /// What the files contain that the order names, in any order.
  public let enclosures: [[UInt8]]
  /// What confidential values are sealed with: random bytes, ``SealedContent/saltLength`` of them.
  public let salt: [UInt8]

  public init(envelope: Envelope, order: Order, enclosures: [[UInt8]] = [], salt: [UInt8] = []) {
    self.envelope = envelope
    self.order = order
    self.enclosures = enclosures
    self.salt = salt
  }

  public var actor: Actor { envelope.actor }
}

/// What can be ordered.
public enum Order: Sendable, Hashable, Codable {
  // About one project.
  /// `parent`: the project that it is opened under; nil: none.
  case open(
    title: String, policy: PolicyName, forms: [FormName: [FieldName: String]],
    parent: ProjectID? = nil)
  case fill(form: FormName, values: [FieldName: String])
  case submit(
    action: ActionName, values: [FieldName: String], attachments: [FieldName: Attachment],
    reason: String)
  /// Adds a holder to a role of the project, by an administrator.
  case appointToProject(person: PersonID, role: RoleName)
  /// What a nominee says to a role of the project that must not be vacant.
  case accept(role: RoleName)
  /// 暂存: keeps what somebody means to file; nothing to keep takes it away.
  case draft(action: ActionName, values: [FieldName: String], reason: String)
  case condition(ConditionID, ConditionAnswer)
  /// Looks again at what was let pass by override.
  case review(RequestID, comment: String)
  /// Decides a request under the rulebook in force from now on.
  case migrate(RequestID, onlyIfStricter: Bool)
  // About one request, of a project or of the workspace.
  case answer(RequestID, Answer)
  case resubmit(
    RequestID, values: [FieldName: String], attachments: [FieldName: Attachment], reason: String)
  /// The clock: acts on whatever has passed its day in this record. Never given by a person.
  case tick
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

/// What can be said to a request.
public enum Answer: Sendable, Hashable, Codable {
  case approve(Request.Binding, comment: String, conditions: [Reservation] = [])
  case reject(Request.Binding, comment: String)
  /// To an earlier step by name, or to the submitter (nil).
  case returnBack(
    Request.Binding, to: StepName?, resume: RequestEvent.Resume = .forward, comment: String)
  case withdraw(comment: String)
  /// 拿回
  case takeBack
  /// 转办
  case transfer(to: PersonID, comment: String)
  /// 认领
  case claim
  case release
  /// 加签
  case addSigner(PersonID, RoutedStep.Turn, comment: String)
  /// 减签
  case removeSigner(PersonID)
  /// 请求补充, from the submitter.
  case ask(String)
  /// 委派, of a colleague.
  case consult(PersonID, String)
  /// To the first open question that was put to the person.
  case reply(String)
  /// 催办
  case remind(comment: String)
  /// 已阅
  case see
  /// 抄送
  case copy(to: [PersonID])
  /// 特批: the first asks for it, a second person lets it happen.
  case override(Request.Binding, reason: String)
}

/// What can be said to a condition of an approval.
public enum ConditionAnswer: Sendable, Hashable, Codable {
  /// By its owner: it is met.
  case report(comment: String)
  /// By whoever set it.
  case settle(isMet: Bool, comment: String)
  case extend(to: CivilDate, comment: String)
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
