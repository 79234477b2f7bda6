import CEL

/// The people of a company at one version: who they are, what they may be asked for, and on whose behalf.
public struct Directory: Sendable {
  public private(set) var people: [PersonID: Person]
  /// Those that have not ended, in the order in which they were made. An ended one is gone: no clock brings it back.
  public internal(set) var standIns: [StandIn]
  /// How many were ever made: a number is never given twice.
  public internal(set) var standInsMade: Int
  /// The entries for which a key was ever registered, with the keys in force: their decisions must be signed.
  public internal(set) var signers: [PersonID: [SigningKey]]
  /// Whoever ever held a company role, by role: a holding's dates are asked when it matters.
  private var holders: [RoleName: [PersonID]] = [:]
  private var owners: [String: PersonID] = [:]
  /// Other entries of a human, by the one that they are aliases of.
  private var aliases: [PersonID: Set<PersonID>] = [:]

  public init(
    people: some Sequence<Person> = [], standIns: [StandIn] = [], standInsMade: Int? = nil,
    signers: [PersonID: [SigningKey]] = [:]
  ) {
    self.people = [:]
    self.standIns = standIns
    self.standInsMade = standInsMade ?? standIns.count
    self.signers = signers
    for person in people { put(person) }
  }

  public subscript(id: PersonID) -> Person? { people[id] }

  public mutating func put(_ person: Person) {
    if let old = people[person.id] {
      for account in old.accounts { owners[account] = nil }
      for holding in old.holdings { holders[holding.role]?.removeAll { $0 == person.id } }
      if let human = old.aliasOf { aliases[human]?.remove(person.id) }
    }
    people[person.id] = person
    if let human = person.aliasOf { aliases[human, default: []].insert(person.id) }
    for account in person.accounts { owners[account] = person.id }
    for role in Set(person.holdings.map(\.role)) { holders[role, default: []].append(person.id) }
  }

  /// The person whose login this is; nil: nobody's.
  public func owner(ofAccount account: String) -> PersonID? { owners[account] }

  /// Active people who hold a company role on a day, in the order of their ids.
  public func holders(of role: RoleName, on day: CivilDate) -> [PersonID] {
    everHolders(of: role).filter { id in
      people[id].map { $0.isActive(on: day) && $0.holds(role, on: day) } ?? false
    }
  }

  /// Whoever holds a company role on any day, in the order of their ids.
  package func everHolders(of role: RoleName) -> [PersonID] { (holders[role] ?? []).sorted() }

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

  /// Every entry of the human behind a person's entry, in the order of their ids.
  func entries(of id: PersonID) -> [PersonID] {
    let human = human(id)
    return (aliases[human] ?? []).union([human]).sorted()
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
  public static func == (left: Self, right: Self) -> Bool {
    left.people == right.people && left.standIns == right.standIns
      && left.standInsMade == right.standInsMade && left.signers == right.signers
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(people)
    hasher.combine(standIns)
    hasher.combine(signers)
  }
}

extension Directory: Codable {
  private enum CodingKeys: CodingKey {
    case people, standIns, standInsMade, signers
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      people: try values.decode([Person].self, forKey: .people),
      standIns: try values.decode([StandIn].self, forKey: .standIns),
      standInsMade: try values.decode(Int.self, forKey: .standInsMade),
      signers: try values.decodeIfPresent([PersonID: [SigningKey]].self, forKey: .signers) ?? [:])
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(people.values.sorted { $0.id < $1.id }, forKey: .people)
    try values.encode(standIns, forKey: .standIns)
    try values.encode(standInsMade, forKey: .standInsMade)
    if !signers.isEmpty { try values.encode(signers, forKey: .signers) }
  }
}
