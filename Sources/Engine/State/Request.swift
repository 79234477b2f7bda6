import CEL

/// Something asked for that others must agree to.
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
  public let rulebook: Digest
  /// 1 at first; a return opens the next.
  public internal(set) var round: Int
  public internal(set) var route: Route
  public internal(set) var status: Status
  /// By step and slot of the route; nil: not yet signed.
  public internal(set) var outcomes: [[SlotOutcome?]]
  /// By step: whether its signers have been asked.
  public internal(set) var asked: [Bool]
  /// By step: the last day to sign, once it was asked; nil: not asked yet, or no deadline.
  public internal(set) var due: [CivilDate?]

  public enum Subject: Sendable, Hashable, Codable {
    case action(ActionName, on: ProjectID)
    case publish(PolicyName, workflow: WorkflowName, rulebook: Digest)
  }

  public enum Status: String, Sendable, Codable {
    case pending
    /// Back with the submitter, who may change and resubmit it.
    case returned
    case approved, rejected, withdrawn
    /// The project ended before anybody decided.
    case lapsed

    public var isOpen: Bool {
      switch self {
      case .pending, .returned: true
      case .approved, .rejected, .withdrawn, .lapsed: false
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
    outcomes = route.steps.map { Array(repeating: nil, count: $0.slots.count) }
    asked = route.steps.map { _ in false }
    due = route.steps.map { _ in nil }
  }

  public var binding: Binding {
    Binding(content: contentDigest, rulebook: rulebook, revision: revision)
  }

  /// The steps that are being asked now: the incomplete ones of the lowest position. Empty unless pending.
  public var activeSteps: [Int] {
    guard status == .pending else { return [] }
    let incomplete = route.steps.indices.filter { !isComplete($0) }
    let position = incomplete.map { route.steps[$0].position }.min()
    return incomplete.filter { route.steps[$0].position == position }
  }

  public func isComplete(_ step: Int) -> Bool { outcomes[step].allSatisfy { $0 != nil } }

  public var isComplete: Bool { outcomes.indices.allSatisfy(isComplete) }

  /// The people who signed in this round, with the steps; a machine's verdicts are not among them.
  public var signatures: [(step: Int, slot: Int, signature: Signature)] {
    outcomes.indices.flatMap { step in
      outcomes[step].indices.compactMap { slot in
        guard case .signed(let signature)? = outcomes[step][slot] else { return nil }
        return (step, slot, signature)
      }
    }
  }
}

/// How a place to sign was filled. What a person decided and what the machine concluded are different kinds.
public enum SlotOutcome: Sendable, Hashable, Codable {
  case signed(Signature)
  case concluded(MachineVerdict)
}

/// A person's yes, and what it covered.
public struct Signature: Sendable, Hashable, Codable {
  public let person: PersonID
  /// The one human behind the entry, who may sign only once.
  public let human: PersonID
  /// What gave them the right.
  public let basis: Basis
  public let comment: String
  public let at: Timestamp
  public let binding: Request.Binding

  public init(
    person: PersonID, human: PersonID, basis: Basis, comment: String, at: Timestamp,
    binding: Request.Binding
  ) {
    self.person = person
    self.human = human
    self.basis = basis
    self.comment = comment
    self.at = at
    self.binding = binding
  }
}

/// What gives a person the right to sign in one place.
public enum Basis: Sendable, Hashable, Codable {
  case role(RoleName)
  /// The request names them.
  case named
  /// Everybody with the authority is barred; this is the nearest superior of one of those.
  case superior(of: PersonID)
  /// Everybody with the authority is barred and none has a superior who may sign: the next step's authority.
  case nextStep(StepName)
}

/// What the machine concluded. Never a person's decision.
public enum MachineVerdict: Sendable, Hashable, Codable {
  /// The policy merges repeats, and this human signed another step of the round for the same content.
  case repeats(step: StepName, human: PersonID)
}
