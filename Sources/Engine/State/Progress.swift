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

/// How a place to sign was filled. What a person decided and what the machine concluded are different kinds.
public enum SlotOutcome: Sendable, Hashable, Codable {
  case signed(Signature)
  /// A vote against.
  case opposed(Signature)
  case concluded(MachineVerdict)

  /// Whether it speaks for the request.
  public var agrees: Bool {
    switch self {
    case .signed, .concluded: true
    case .opposed: false
    }
  }

  /// The human who is counted for it; nil: nobody is.
  public var human: PersonID? {
    switch self {
    case .signed(let signature), .opposed(let signature): signature.human
    case .concluded(let verdict): verdict.human
    }
  }

  /// The yes that it rests on, of this round or an earlier one; nil: it is none, or the machine's.
  public var approval: Signature? {
    switch self {
    case .signed(let signature), .concluded(.covered(let signature)): signature
    case .opposed, .concluded(.repeats), .concluded(.timedOut): nil
    }
  }

  /// What a person wrote; nil: the machine concluded it.
  public var signature: Signature? {
    switch self {
    case .signed(let signature), .opposed(let signature): signature
    case .concluded: nil
    }
  }
}

/// A person's yes, or a vote against, and what it covered.
public struct Signature: Sendable, Hashable, Codable {
  public let person: PersonID
  /// The one human behind the entry, who may sign only once.
  public let human: PersonID
  /// What gave them the right.
  public let basis: Basis
  public let comment: String
  public let at: Timestamp
  public let binding: Request.Binding
  /// 附条件同意: what must be met afterwards; empty: the yes is unconditional.
  public let conditions: [Reservation]

  public init(
    person: PersonID, human: PersonID, basis: Basis, comment: String, at: Timestamp,
    binding: Request.Binding, conditions: [Reservation] = []
  ) {
    self.person = person
    self.human = human
    self.basis = basis
    self.comment = comment
    self.at = at
    self.binding = binding
    self.conditions = conditions
  }
}

/// A condition under which somebody agreed: data, not prose.
public struct Reservation: Sendable, Hashable, Codable {
  public let criterion: String
  /// Who has to see to it.
  public let owner: PersonID
  /// The last day.
  public let due: CivilDate
  /// The action that stands still until it is met.
  public let blocks: ActionName

  public init(criterion: String, owner: PersonID, due: CivilDate, blocks: ActionName) {
    self.criterion = criterion
    self.owner = owner
    self.due = due
    self.blocks = blocks
  }
}

/// What gives a person the right to sign in one place.
public enum Basis: Sendable, Hashable, Codable {
  case role(RoleName)
  /// The request names them.
  case named
  /// The nearest superior of this person whose authority covers the amount.
  case line(above: PersonID)
  /// Everybody with the authority is barred; this is the nearest superior of one of those.
  case superior(of: PersonID)
  /// Everybody with the authority is barred and none has a superior who may sign: the next step's authority.
  case nextStep(StepName)
  /// 代理: signs for this person, who is away.
  case standIn(for: PersonID)
  /// 离职转办: this person's tasks were handed over to them.
  case successor(of: PersonID)
  /// 转办: this person handed the place over.
  case transferred(from: PersonID)
  /// 加签: this signer asked for them.
  case added(by: PersonID)
  /// The deadline had passed, and the policy lets them sign too.
  case escalated
}

/// What the machine concluded. Never a person's decision.
public enum MachineVerdict: Sendable, Hashable, Codable {
  /// The policy merges repeats, and this human signed another step of the round for the same content.
  case repeats(step: StepName, human: PersonID)
  /// An approval given before still covers what is asked for now.
  case covered(by: Signature)
  /// Nobody signed in time, and the policy lets the step pass below a ceiling.
  case timedOut

  /// The human whose earlier yes it rests on; nil: nobody's.
  public var human: PersonID? {
    switch self {
    case .repeats(_, let human): human
    case .covered(let signature): signature.human
    case .timedOut: nil
    }
  }
}
