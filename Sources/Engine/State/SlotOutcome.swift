import CEL

/// How a place to sign was filled. What a person decided and what the machine concluded are different kinds.
public enum SlotOutcome: Sendable, Hashable, Codable {
  case signed(Signature)
  /// A vote against.
  case opposed(Signature)
  case concluded(MachineVerdict)

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<CodingKeys>(encoder)
    switch self {
    case .signed(let signature):
      try object.object(keyedBy: SignedCodingKeys.self, .signed).write(signature, ._0)
    case .opposed(let signature):
      try object.object(keyedBy: OpposedCodingKeys.self, .opposed).write(signature, ._0)
    case .concluded(let verdict):
      try object.object(keyedBy: ConcludedCodingKeys.self, .concluded).write(verdict, ._0)
    }
  }

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
