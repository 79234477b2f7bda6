import CEL

/// Something asked for that others must agree to.
///
/// Its coded form has two parts, `Matter` and `Standing`.
public struct Request: Sendable, Hashable, Codable {
  public let id: RequestID
  public let subject: Subject
  public let submitter: PersonID
  public let submittedAt: Timestamp
  public internal(set) var content: [FieldName: FieldValue]
  public internal(set) var reason: String
  /// The content's revision: 1 when submitted, one more with each resubmission. A signature does not move it.
  public internal(set) var revision: Int
  /// Of the canonical JSON of subject and content: what a signature is bound to.
  public internal(set) var contentDigest: Digest
  /// The rulebook that it was routed under, and will be decided under.
  public internal(set) var rulebook: Digest
  /// 1 at first; whatever opens a filled place again opens the next: a return, taking back, an approval that lapsed.
  public internal(set) var round: Int
  public internal(set) var route: Route
  public internal(set) var status: Status
  /// By step of the route.
  public internal(set) var progress: [Progress]
  /// Approvals of earlier rounds with what they covered, the latest of each place; smart re-approval looks here.
  public internal(set) var earlier: [EarlierApproval]
  /// Which earlier approvals of the very same content count in this round.
  public internal(set) var carries: Carrying
  /// Questions and answers, in the order in which they were asked.
  public internal(set) var questions: [Question]
  /// 已阅: who looked at the present revision.
  public internal(set) var seen: [PersonID]
  /// 抄送: who was informed, once each.
  public internal(set) var copied: [PersonID]
  /// 特批: asked for by one person, to be confirmed by another; nil: nobody asked.
  public internal(set) var override: Override?

  public enum Subject: Sendable, Hashable, Codable {
    case action(ActionName, on: ProjectID)
    case publish(PolicyName, workflow: WorkflowName, rulebook: Digest)
  }

  public enum Status: String, Sendable, Codable {
    case pending
    /// Back with the submitter, who may change and resubmit it.
    case returned
    case approved, rejected, withdrawn
    /// 特批: let pass by two people without the signatures that the policy asks for.
    case overridden
    /// The project ended, or the time for deciding did, before anybody decided.
    case lapsed

    public var isOpen: Bool {
      switch self {
      case .pending, .returned: true
      case .approved, .rejected, .withdrawn, .overridden, .lapsed: false
      }
    }
  }

  /// Which approvals of earlier rounds count again where the content is exactly what they agreed to.
  ///
  /// Where it is not, only the policy's rules of re-approval can let them count.
  public enum Carrying: Sendable, Hashable, Codable {
    case nothing
    /// Those of the steps before this one, which returned the request and gets it straight back.
    case before(StepName)
    /// All of them: the request changed its rulebook, not its content.
    case everything

    public func encode(to encoder: any Encoder) throws {
      let object = ObjectWriter<CodingKeys>(encoder)
      switch self {
      case .nothing: _ = try object.object(keyedBy: NothingCodingKeys.self, .nothing)
      case .before(let step):
        try object.object(keyedBy: BeforeCodingKeys.self, .before).write(step, ._0)
      case .everything: _ = try object.object(keyedBy: EverythingCodingKeys.self, .everything)
      }
    }
  }

  /// What an approver was shown, and so what the approval is bound to.
  public struct Binding: Sendable, Hashable, Codable {
    public let content: Digest
    public let rulebook: Digest
    public let revision: Int

    public init(content: Digest, rulebook: Digest, revision: Int) {
      self.content = content
      self.rulebook = rulebook
      self.revision = revision
    }

    public func encode(to encoder: any Encoder) throws {
      let object = ObjectWriter<CodingKeys>(encoder)
      try object.write(content, .content)
      try object.write(revision, .revision)
      try object.write(rulebook, .rulebook)
    }
  }

  init(
    id: RequestID, subject: Subject, submitter: PersonID, submittedAt: Timestamp,
    content: [FieldName: FieldValue], reason: String, contentDigest: Digest, rulebook: Digest,
    route: Route
  ) {
    self.id = id
    self.subject = subject
    self.submitter = submitter
    self.submittedAt = submittedAt
    self.content = content
    self.reason = reason
    self.contentDigest = contentDigest
    self.rulebook = rulebook
    self.route = route
    revision = 1
    round = 1
    status = .pending
    progress = route.steps.map { Progress(slots: $0.slots.count) }
    earlier = []
    carries = .nothing
    questions = []
    seen = []
    copied = []
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let matter = try container.decode(Matter.self, forKey: .matter)
    let course = try container.decode(Course.self, forKey: .course)
    id = matter.id
    subject = matter.subject
    submitter = matter.submitter
    submittedAt = matter.submittedAt
    content = matter.content
    reason = matter.reason
    revision = matter.revision
    contentDigest = matter.contentDigest
    rulebook = matter.rulebook
    route = matter.route
    round = course.round
    status = course.status
    progress = course.progress
    earlier = course.earlier
    carries = course.carries
    questions = course.questions
    seen = course.seen
    copied = course.copied
    override = course.override
  }

  public var binding: Binding {
    Binding(content: contentDigest, rulebook: rulebook, revision: revision)
  }

  /// The steps that are being asked now: the incomplete ones of the lowest position. Empty unless pending.
  public var activeSteps: [Int] {
    guard status == .pending else { return [] }
    var active: [Int] = []
    for step in route.steps.indices where !isComplete(step) {
      let lowest = active.first.map { route.steps[$0].position } ?? .max
      let position = route.steps[step].position
      if position < lowest { active = [step] } else if position == lowest { active.append(step) }
    }
    return active
  }

  /// The places of a step that can be filled now: those of the first turn that is not complete.
  public func openSlots(_ step: Int) -> [Int] {
    for turn in RoutedStep.Turn.allCases where !isComplete(step, turn) {
      return route.steps[step].slots.indices.filter {
        route.steps[step].turn(of: $0) == turn && progress[step].outcomes[$0] == nil
          && !route.steps[step].slots[$0].isRemoved
      }
    }
    return []
  }

  public func isComplete(_ step: Int) -> Bool {
    route.steps[step].slots.indices.allSatisfy { isFilled(step, $0) } && votesNeeded(step) == 0
  }

  public var isComplete: Bool { progress.indices.allSatisfy(isComplete) }

  /// A turn is complete when every place that a signer added agrees, and of the policy's as many as it takes.
  private func isComplete(_ step: Int, _ turn: RoutedStep.Turn) -> Bool {
    route.steps[step].slots.indices.allSatisfy {
      route.steps[step].turn(of: $0) != turn || isFilled(step, $0)
    } && (turn != .with || votesNeeded(step) == 0)
  }

  /// Whether a place holds up nothing; those of a vote are counted together.
  private func isFilled(_ step: Int, _ slot: Int) -> Bool {
    progress[step].outcomes[slot]?.agrees == true || isVote(step, slot)
      || route.steps[step].slots[slot].isRemoved
  }

  /// Whether a place is one of a vote.
  func isVote(_ step: Int, _ slot: Int) -> Bool {
    route.steps[step].majority != nil && route.steps[step].slots[slot].added == nil
  }

  /// The weight that votes in favour still lack; 0: carried, or no vote.
  func votesNeeded(_ step: Int) -> Int {
    guard let majority = route.steps[step].majority else { return 0 }
    return max(0, majority - weight(step) { $0?.agrees == true })
  }

  /// Whether the votes still open could carry it, if they all agreed.
  func canCarry(_ step: Int) -> Bool {
    weight(step) { $0 == nil } >= votesNeeded(step)
  }

  private func weight(_ step: Int, where counts: (SlotOutcome?) -> Bool) -> Int {
    route.steps[step].slots.indices.reduce(0) { sum, slot in
      isVote(step, slot) && counts(progress[step].outcomes[slot])
        ? sum + (route.steps[step].slots[slot].weight ?? 0) : sum
    }
  }

  /// What people signed in this round, votes against included, with the places; a machine's verdicts are not among them.
  public var signatures: [(step: Int, slot: Int, signature: Signature)] {
    progress.indices.flatMap { step in
      progress[step].outcomes.indices.compactMap { slot in
        progress[step].outcomes[slot]?.signature.map { (step, slot, $0) }
      }
    }
  }

  /// The yeses that count in this round, with the places: those of the round, and earlier ones that still cover it.
  public var approvals: [(step: Int, slot: Int, signature: Signature)] {
    progress.indices.flatMap { step in
      progress[step].outcomes.indices.compactMap { slot in
        progress[step].outcomes[slot]?.approval.map { (step, slot, $0) }
      }
    }
  }

  /// Whether any human agreed to it, in this round or with a yes that still covers it.
  public var hasHumanApproval: Bool { !approvals.isEmpty }

  /// The questions of a kind that nobody has answered.
  public func openQuestions(_ kind: Question.Kind) -> [Question] {
    questions.filter { $0.kind == kind && $0.answer == nil && !$0.isClosed }
  }
}

/// An approval of an earlier round: what it covered is remembered.
public struct EarlierApproval: Sendable, Hashable, Codable {
  public let step: StepName
  public let slot: Int
  /// Whom the place asked for: it counts for no place that asks for others.
  public let authorities: [RoutedAuthority]
  public let signature: Signature
  public let content: [FieldName: FieldValue]
  /// A return asked the step again by name: its yes is kept for whoever reads, and does not count any more.
  public internal(set) var isReopened = false

  init(
    step: StepName, slot: Int, authorities: [RoutedAuthority], signature: Signature,
    content: [FieldName: FieldValue]
  ) {
    self.step = step
    self.slot = slot
    self.authorities = authorities
    self.signature = signature
    self.content = content
  }
}
