import CEL
import Diagnostics

/// The people of a company at one version: who they are, what they may be asked for, and on whose behalf.
public struct Directory: Sendable {
  public private(set) var people: [PersonID: Person]
  /// Whoever ever held a company role, by role: a holding's dates are asked when it matters.
  private var holders: [RoleName: [PersonID]] = [:]
  private var owners: [String: PersonID] = [:]

  public init(people: some Sequence<Person> = []) {
    self.people = [:]
    for person in people { put(person) }
  }

  public subscript(id: PersonID) -> Person? { people[id] }

  public mutating func put(_ person: Person) {
    if let old = people[person.id] {
      for account in old.accounts { owners[account] = nil }
      for holding in old.holdings { holders[holding.role]?.removeAll { $0 == person.id } }
    }
    people[person.id] = person
    for account in person.accounts { owners[account] = person.id }
    for role in Set(person.holdings.map(\.role)) { holders[role, default: []].append(person.id) }
  }

  /// The person whose login this is; nil: nobody's.
  public func owner(ofAccount account: String) -> PersonID? { owners[account] }

  /// Active people who hold a company role on a day, in the order of their ids.
  public func holders(of role: RoleName, on day: CivilDate) -> [PersonID] {
    (holders[role] ?? []).filter { id in
      people[id].map { $0.isActive(on: day) && $0.holds(role, on: day) } ?? false
    }.sorted()
  }

  /// The one human behind a person's entry: two entries of one human count as one wherever signatures are counted.
  public func human(_ id: PersonID) -> PersonID {
    var current = id
    // A chain of aliases is refused at import; the bound keeps a damaged directory from looping.
    for _ in 0..<8 {
      guard let next = people[current]?.aliasOf else { return current }
      current = next
    }
    return current
  }

  /// The active superiors of a person, the nearest first; ends at a circle.
  public func superiors(of id: PersonID, on day: CivilDate) -> [PersonID] {
    var found: [PersonID] = []
    var seen: Set<PersonID> = [id]
    var current = people[id]?.manager
    while let superior = current, seen.insert(superior).inserted {
      if people[superior]?.isActive(on: day) == true { found.append(superior) }
      current = people[superior]?.manager
    }
    return found
  }
}

/// Two directories are the same if they say the same about people; what is derived for look-up is no part of that.
extension Directory: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.people == right.people }
  public func hash(into hasher: inout Hasher) { hasher.combine(people) }
}

extension Directory: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(people: try decoder.singleValueContainer().decode([Person].self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(people.values.sorted { $0.id < $1.id })
  }
}

/// Somebody in the directory.
public struct Person: Sendable, Hashable, Codable {
  public let id: PersonID
  public var name: Bilingual
  /// How senior; higher is more. 0: not ranked.
  public var rank: Int
  /// nil: reports to nobody.
  public var manager: PersonID?
  /// Logins of the operating system that are this person.
  public var accounts: [String]
  /// The other entry of the same human; nil: this is the human's own.
  public var aliasOf: PersonID?
  /// The first day they no longer belong to the company; nil: they do.
  public var leftOn: CivilDate?
  public var holdings: [Holding]

  /// A company role, from a day to the day before another (half-open).
  public struct Holding: Sendable, Hashable, Codable {
    public let role: RoleName
    /// nil: since ever.
    public let from: CivilDate?
    /// The first day it is no longer held; nil: until further notice.
    public var until: CivilDate?

    public init(role: RoleName, from: CivilDate? = nil, until: CivilDate? = nil) {
      self.role = role
      self.from = from
      self.until = until
    }

    public func covers(_ day: CivilDate) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
  }

  public init(
    id: PersonID, name: Bilingual, rank: Int = 0, manager: PersonID? = nil,
    accounts: [String] = [], aliasOf: PersonID? = nil,
    leftOn: CivilDate? = nil, holdings: [Holding] = []
  ) {
    self.id = id
    self.name = name
    self.rank = rank
    self.manager = manager
    self.accounts = accounts
    self.aliasOf = aliasOf
    self.leftOn = leftOn
    self.holdings = holdings
  }

  public func isActive(on day: CivilDate) -> Bool { leftOn.map { day < $0 } ?? true }

  public func holds(_ role: RoleName, on day: CivilDate) -> Bool {
    holdings.contains { $0.role == role && $0.covers(day) }
  }
}
