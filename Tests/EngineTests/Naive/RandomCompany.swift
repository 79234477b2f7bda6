import TestKit

/// What a world is rich in, so that what seldom happens happens often enough to be seen.
enum Leaning: CaseIterable {
  /// Signers who were added.
  case added
  /// Amounts, ceilings and stand-ins.
  case money
  /// Returns after somebody has signed, and what was changed then.
  case changes
  /// One human who could sign in many places.
  case repeats
  /// Deadlines, and days that pass.
  case time
  /// People who took over from people who took over, and votes.
  case people
}

/// Companies as they come: names twice, people gone, stand-ins and hand-overs criss-cross.
enum RandomCompany {
  static let roles = ["ca", "cb", "cc", "cd"]
  static let projectRoles = ["pa", "pb"]
  static let ceilings: [Int?] = [nil, nil, 100, 500, 1000, 1000, 5000, .max]
  /// Amounts at, just below and just above what ceilings and conditions say.
  static let amounts = [0, 1, 99, 100, 101, 499, 500, 501, 999, 1000, 1001, 4999, 5000, 5001, 9000]
  /// 2 March 2026.
  static let firstDay = 20_514
  /// Amounts at which the clock lets steps pass, and those beside them.
  static let timedAmounts = [99, 499, 499, 500, 500, 1000]

  static func make(_ leaning: Leaning, _ random: inout SeededGenerator) -> NaiveCompany {
    var company = NaiveCompany()
    company.today = firstDay
    let names = (0..<random.number(4...9)).map { "p\($0)" }
    for (index, name) in names.enumerated() {
      var person = NaiveCompany.Person()
      if index > 0, !random.once(in: 4) { person.manager = random.pick(Array(names.prefix(index))) }
      person.ceiling = random.pick(leaning == .money ? [nil, 100, 500, 1000, 5000] : ceilings)
      if index > 1, random.once(in: 7) {
        person.aliasOf = names.prefix(index).filter { company.people[$0]?.aliasOf == nil }.last
      }
      for role in random.some(roles, 0...2) { person.roles.append(holding(role, &random)) }
      if random.once(in: 4) { person.roles.append(("administrator", 0, .max)) }
      company.people[name] = person
    }
    for role in projectRoles { company.projectRoles[role] = random.some(names, 0...2) }
    for _ in 0..<(leaning == .people ? 3 : 0) { handOver(&company, &random) }
    for _ in 0..<random.number(0...5) { disturb(&company, leaning, &random) }
    for _ in 0..<random.number(leaning == .money ? 4...8 : 0...4) {
      arrangeStandIn(&company, &random)
    }
    return company
  }

  private static func holding(_ role: String, _ random: inout SeededGenerator)
    -> (name: String, from: Int, until: Int)
  {
    switch random.number(0...5) {
    case 0: (role, firstDay + random.number(0...3), .max)
    case 1: (role, 0, firstDay + random.number(0...4))
    default: (role, 0, .max)
    }
  }

  /// Something changes, as things do between two looks at a request.
  static func disturb(
    _ company: inout NaiveCompany, _ leaning: Leaning, _ random: inout SeededGenerator
  ) {
    if leaning == .time, !random.once(in: 3) {
      company.today += random.number(1...2)
      return
    }
    let person = random.pick(company.names)
    switch random.number(0...9) {
    case 0, 1: company.today += random.number(1...2)
    case 2: company.people[person]!.leftOn = company.today + random.number(0...2)
    case 3: company.people[person]!.leftOn = nil
    case 4: handOver(&company, &random)
    case 5: company.people[person]!.takenOver = nil
    case 6: company.people[person]!.roles = []
    case 7: company.people[person]!.roles.append(holding(random.pick(roles), &random))
    case 8: company.projectRoles[random.pick(projectRoles)] = random.some(company.names, 0...2)
    default: arrangeStandIn(&company, &random)
    }
  }

  private static func handOver(_ company: inout NaiveCompany, _ random: inout SeededGenerator) {
    let (person, other) = (random.pick(company.names), random.pick(company.names))
    guard person != other, !leads(from: other, to: person, company) else { return }
    company.people[person]!.takenOver = (other, company.today + random.number(0...1))
  }

  private static func arrangeStandIn(
    _ company: inout NaiveCompany, _ random: inout SeededGenerator
  ) {
    let principal = random.pick(company.names)
    let deputy = random.pick(company.names)
    guard principal != deputy else { return }
    let from = company.today + random.number(-2...1)
    company.standIns.append(
      .init(
        principal: principal, deputy: deputy, from: from, until: from + random.number(1...5),
        action: random.pick([nil, nil, "ask", "spend"]), cap: random.pick([nil, nil, 100, 1000])))
  }

  private static func leads(from person: String, to goal: String, _ company: NaiveCompany) -> Bool {
    var current: String? = person
    for _ in 0..<20 {
      guard let here = current else { return false }
      if here == goal { return true }
      current = company.people[here]!.takenOver?.by
    }
    return true
  }
}
