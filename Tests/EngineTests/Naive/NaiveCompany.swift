/// Who is who, in plain dictionaries of plain strings and whole numbers: days count from the epoch, money in whole yuan.
///
/// Written from the manuals, to be compared with the engine. Knows nothing of it, and asks it nothing.
struct NaiveCompany {
  struct Person {
    var manager: String?
    /// nil: none stated; `Int.max`: unlimited.
    var ceiling: Int?
    var aliasOf: String?
    var roles: [(name: String, from: Int, until: Int)] = []
    var leftOn: Int?
    var takenOver: (by: String, on: Int)?
  }

  struct StandIn {
    let principal: String
    let deputy: String
    let from: Int
    let until: Int
    /// nil: for any action.
    let action: String?
    let cap: Int?
  }

  var people: [String: Person] = [:]
  var standIns: [StandIn] = []
  var projectRoles: [String: [String]] = [:]
  var today = 0
  /// The one rule that this evaluator has wrong, to see that a comparison would notice; nil: none.
  var fault: Fault?

  var names: [String] { people.keys.sorted() }

  func human(_ person: String) -> String { people[person]?.aliasOf ?? person }

  func isHere(_ person: String) -> Bool {
    people[person]!.leftOn.map { today < $0 } ?? true
  }

  func holds(_ person: String, _ role: String) -> Bool {
    people[person]!.roles.contains { holding in
      holding.name == role && (holding.from <= today || fault == .roleBeforeItsFirstDay)
        && (today < holding.until || fault == .roleOnItsLastDay && today == holding.until)
    }
  }

  /// Whoever has a person's tasks today: themselves, or the one at the end of all hand-overs.
  func tasks(of person: String) -> String {
    if fault == .handOversIgnored { return person }
    var current = person
    for _ in 0..<20 {
      guard let next = people[current]!.takenOver, next.on <= today else { break }
      current = next.by
      if fault == .oneHandOverOnly { break }
    }
    return isHere(current) ? current : person
  }

  func covers(_ ceiling: Int?, _ amount: Int?) -> Bool {
    guard let amount, fault != .ceilingsIgnored else { return true }
    guard let ceiling else { return fault == .noCeilingIsUnlimited }
    return fault == .ceilingIsExclusive ? amount < ceiling : amount <= ceiling
  }

  func covers(_ person: String, _ amount: Int?) -> Bool {
    covers(people[person]!.ceiling, amount)
  }

  /// Up the line, the nearest first, each as whoever has their tasks; without those who are gone.
  func above(_ person: String) -> [String] {
    var line: [String] = []
    var seen = [person]
    var current = people[person]!.manager
    while let next = current, !seen.contains(next) {
      seen.append(next)
      if isHere(tasks(of: next)) { line.append(tasks(of: next)) }
      if fault == .upOneLevelOnly { break }
      current = people[next]!.manager
    }
    return line
  }

  /// The active superiors themselves.
  func bosses(_ person: String) -> [String] {
    var line: [String] = []
    var seen = [person]
    var current = people[person]!.manager
    while let next = current, !seen.contains(next) {
      seen.append(next)
      if isHere(next) { line.append(next) }
      current = people[next]!.manager
    }
    return line
  }

  /// Who acts for a person today in an action of so much money.
  func deputies(of principal: String, _ action: String, _ amount: Int?) -> [String] {
    standIns.filter { standIn in
      standIn.principal == principal && isHere(principal) && isHere(standIn.deputy)
        && human(principal) != human(standIn.deputy)
        && (standIn.from <= today || fault == .standInBeforeItsFirstDay)
        && (today < standIn.until || fault == .standInOnItsLastDay && today == standIn.until)
        && (standIn.action == nil || standIn.action == action || fault == .standInOutsideItsScope)
        && maySpeakFor(standIn, amount)
    }.map(\.deputy)
  }

  /// At most what both may agree to alone, and at most the cap. Nobody lends what they do not have.
  private func maySpeakFor(_ standIn: StandIn, _ amount: Int?) -> Bool {
    guard let amount else { return standIn.cap == nil || fault == .standInAboveTheCap }
    var most: [Int] = []
    let (own, lent) = (people[standIn.deputy]!.ceiling, people[standIn.principal]!.ceiling)
    if fault != .standInAboveTheirOwnCeiling { most.append(own ?? 0) }
    most.append(lent ?? 0)
    if own == nil, lent == nil { return standIn.cap.map { amount <= $0 } ?? false }
    if let cap = standIn.cap, fault != .standInAboveTheCap { most.append(cap) }
    return amount <= most.min()!
  }
}
