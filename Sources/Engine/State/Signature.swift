import CEL

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

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    try object.write(at, .at)
    try object.write(basis, .basis)
    try object.write(binding, .binding)
    try object.write(comment, .comment)
    try object.write(conditions, .conditions)
    try object.write(human, .human)
    try object.write(person, .person)
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

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    switch self {
    case .role(let role): try object.object(keyedBy: RoleCodingKeys.self, .role).write(role, ._0)
    case .named: _ = try object.object(keyedBy: NamedCodingKeys.self, .named)
    case .line(let person):
      try object.object(keyedBy: LineCodingKeys.self, .line).write(person, .above)
    case .superior(let person):
      try object.object(keyedBy: SuperiorCodingKeys.self, .superior).write(person, .of)
    case .nextStep(let step):
      try object.object(keyedBy: NextStepCodingKeys.self, .nextStep).write(step, ._0)
    case .standIn(let person):
      try object.object(keyedBy: StandInCodingKeys.self, .standIn).write(person, .for)
    case .successor(let person):
      try object.object(keyedBy: SuccessorCodingKeys.self, .successor).write(person, .of)
    case .transferred(let person):
      try object.object(keyedBy: TransferredCodingKeys.self, .transferred).write(person, .from)
    case .added(let person):
      try object.object(keyedBy: AddedCodingKeys.self, .added).write(person, .by)
    case .escalated: _ = try object.object(keyedBy: EscalatedCodingKeys.self, .escalated)
    }
  }
}
