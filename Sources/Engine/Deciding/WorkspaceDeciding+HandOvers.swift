import CEL
import Diagnostics

/// Leavers and those who take over from them (离职转办).
extension WorkspaceDeciding {
  /// One command for everything: whatever the person is asked for goes to the successor; their roles too if so ordered.
  mutating func handOver(
    _ id: PersonID, to successor: PersonID, on day: CivilDate?, withRoles: Bool
  ) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    let day = try notPast(day)
    guard let person = workspace.directory[id] else {
      throw .unknownPerson(id, workspace.directory)
    }
    try facts.requirePerson(successor, on: day)
    try facts.requireOther(id, than: actor, on: today)
    try facts.requireOther(successor, than: actor, on: today)
    try requireLine(from: id, to: successor)
    let roles = withRoles ? roles(of: person, for: successor, on: day) : []
    guard person.successor != Succession(to: successor, on: day) || !roles.isEmpty else {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "`\(successor)` takes over from `\(id)` on \(day) already",
          zh: "`\(successor)` 自 \(day) 起接替 `\(id)` 已有记录"))
    }
    draft.record(.handedOver(person: id, to: successor, on: day))
    for role in roles {
      if let holding = role.given { draft.record(.appointed(person: successor, holding: holding)) }
      draft.record(.relieved(person: id, role: role.name, on: day))
    }
    try requireSound(on: day)
  }

  mutating func takeBack(_ id: PersonID) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    guard let person = workspace.directory[id] else {
      throw .unknownPerson(id, workspace.directory)
    }
    try facts.requireOther(id, than: actor, on: today)
    guard person.successor != nil else {
      throw Refusal(
        .nothingChanged,
        Bilingual("nobody has taken over from `\(id)`", zh: "`\(id)` 没有接替人"))
    }
    draft.record(.tookBack(person: id, on: today))
  }

  private struct MovedRole {
    let name: RoleName
    /// nil: the successor holds it for as long already.
    let given: Person.Holding?
  }

  /// The company roles that a person holds on a day, with what the successor needs to hold them for as long.
  private func roles(of person: Person, for successor: PersonID, on day: CivilDate) -> [MovedRole] {
    var roles: [MovedRole] = []
    for holding in person.holdings
    where holding.covers(day) && !roles.contains(where: { $0.name == holding.role }) {
      let has = workspace.directory[successor]?.holdings.contains { own in
        own.role == holding.role && own.covers(day)
          && (own.until.map { end in holding.until.map { $0 <= end } ?? false } ?? true)
      }
      roles.append(
        MovedRole(
          name: holding.role,
          given: has == true
            ? nil : .init(role: holding.role, from: day, until: holding.until)))
    }
    return roles
  }

  /// Refuses hand-overs that lead back to the same human, or on and on.
  private func requireLine(from id: PersonID, to successor: PersonID) throws(Refusal) {
    let directory = workspace.directory
    guard directory.human(id) != directory.human(successor) else {
      throw Refusal(
        .notAllowed,
        Bilingual("nobody takes over from themselves", zh: "任何人不得接替自己"),
        help: Bilingual("name another person", zh: "请指定他人"))
    }
    // Whichever entry of a human was taken over from, the human is gone from the line.
    let next = Dictionary(
      directory.people.values.sorted { $0.id < $1.id }.compactMap { person in
        person.successor.map { (directory.human(person.id), $0.to) }
      }
    ) { first, _ in first }
    var line: [PersonID] = [id, successor]
    while let next = next[directory.human(line[line.count - 1])] {
      line.append(next)
      let circles = directory.human(next) == directory.human(id)
      guard !circles, line.count <= Directory.handOversInARow else {
        let text = line.map(\.text).joined(separator: " → ")
        throw Refusal(
          .notAllowed,
          circles
            ? Bilingual("the hand-over would lead back: \(text)", zh: "接替关系成环：\(text)")
            : Bilingual("too many hand-overs in a row: \(text)", zh: "接替层级过多：\(text)"),
          help: Bilingual(
            "end one first: tollgate people hand-over \(line[line.count - 2]) --end",
            zh: "请先结束其一：tollgate people hand-over \(line[line.count - 2]) --end"))
      }
    }
  }
}
