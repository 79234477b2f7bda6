/// Who gives a command, and how the program knows.
public enum Actor: Sendable, Hashable {
  case person(PersonID, Authentication)
  /// The clock: somebody's machine looked whether deadlines have passed. It decides nothing as anybody.
  case timer(account: String)

  /// How a person was recognised. Stands in every record.
  public enum Authentication: Sendable, Hashable, Codable {
    /// The operating system says which account runs the program; the directory says whose it is.
    case account(String)
    /// Somebody on this account acted as the person, in a workspace made for trying things out.
    case actingAs(account: String)

    public func encode(to encoder: any Encoder) throws {
      let object = ObjectWriter<CodingKeys>(encoder)
      switch self {
      case .account(let name):
        try object.object(keyedBy: AccountCodingKeys.self, .account).write(name, ._0)
      case .actingAs(let account):
        try object.object(keyedBy: ActingAsCodingKeys.self, .actingAs).write(account, .account)
      }
    }
  }

  public init(person: PersonID, authentication: Authentication) {
    self = .person(person, authentication)
  }

  /// nil: a machine.
  public var person: PersonID? {
    switch self {
    case .person(let person, _): person
    case .timer: nil
    }
  }
}

/// `{"person": "li", "authentication": …}`, or `{"timer": "cron"}`.
extension Actor: Codable {
  private enum Key: CodingKey {
    case person, authentication, timer
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let account = try container.decodeIfPresent(String.self, forKey: .timer) {
      self = .timer(account: account)
    } else {
      self = .person(
        try container.decode(PersonID.self, forKey: .person),
        try container.decode(Authentication.self, forKey: .authentication))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let object = ObjectWriter<Key>(encoder)
    switch self {
    case .person(let person, let authentication):
      try object.write(authentication, .authentication)
      try object.write(person, .person)
    case .timer(let account): try object.write(account, .timer)
    }
  }
}
