import CEL
import Diagnostics

/// Who is in the company, and what they are: by administrators, never about themselves once another could do it.
extension WorkspaceDeciding {
  /// Adds people, or replaces whole entries. What only commands say stays: hand-overs, and absences beside those of the file.
  mutating func importPeople(_ people: [Person]) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    let merged = people.map { person in
      var person = person
      let old = workspace.directory[person.id]
      person.successor = old?.successor
      person.absences = person.absences.merged(with: old?.absences ?? [])
      return person
    }
    let changed = merged.filter { workspace.directory[$0.id] != $0 }
    guard !changed.isEmpty else {
      throw Refusal(
        .nothingChanged, Bilingual("the directory holds exactly this already", zh: "通讯录已与此一致"))
    }
    for person in changed { try facts.requireOther(person.id, than: actor, on: today) }
    draft.record(.imported(people: changed.sorted { $0.id < $1.id }))
    try requireSound()
  }

  mutating func appoint(_ id: PersonID, _ holding: Person.Holding) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    try facts.requirePerson(id, on: today)
    try facts.requireOther(id, than: actor, on: today)
    if let from = holding.from, let until = holding.until {
      try requireDays(from, before: until)
    }
    guard workspace.directory[id]?.holdings.contains(where: { $0.includes(holding) }) == false
    else {
      throw Refusal(
        .nothingChanged,
        Bilingual("`\(id)` holds `\(holding.role)` already", zh: "`\(id)` 已担任 `\(holding.role)`"))
    }
    draft.record(.appointed(person: id, holding: holding))
  }

  mutating func relieve(_ id: PersonID, _ role: RoleName, on day: CivilDate?) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    let day = try notPast(day)
    guard let person = workspace.directory[id] else {
      throw .unknownPerson(id, workspace.directory)
    }
    guard person.holds(role, on: day) else {
      throw Refusal(
        .nothingChanged, Bilingual("`\(id)` does not hold `\(role)`", zh: "`\(id)` 未担任 `\(role)`"))
    }
    draft.record(.relieved(person: id, role: role, on: day))
    try requireSound(on: day)
  }

  /// A day that has passed is a fact too: somebody was found to have left last Friday. What they signed since stays.
  mutating func leave(_ id: PersonID, on day: CivilDate?) throws(Refusal) {
    try facts.requireAdministrator(actor, on: today)
    try facts.requirePerson(id, on: today)
    let day = day ?? today
    guard workspace.directory[id]?.leftOn != day else {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "that `\(id)` leaves on \(day) is recorded already", zh: "`\(id)` 于 \(day) 离职已有记录"))
    }
    draft.record(.left(person: id, on: day))
    try requireSound(on: max(day, today))
    endStandInsThatAreOver()
  }

  /// A day that is to come, or today; nil: today. What was true yesterday is not changed.
  func notPast(_ day: CivilDate?) throws(Refusal) -> CivilDate {
    guard let day else { return today }
    guard day >= today else {
      throw Refusal(
        .invalidValue, Bilingual("\(day) has passed", zh: "\(day) 已过"),
        help: Bilingual("the earliest day is today, \(today)", zh: "最早为今日 \(today)"))
    }
    return day
  }

  func requireDays(_ from: CivilDate, before until: CivilDate) throws(Refusal) {
    guard until <= from else { return }
    throw Refusal(
      .invalidValue,
      Bilingual(
        "there is no day from \(from) until \(until); the last day named is no part of it",
        zh: "自 \(from) 至 \(until) 没有任何一天；截止日不含在内"))
  }

  /// Some people, then the administrators who are not among them.
  func orAdministrators(_ people: [PersonID]) -> [PersonID] {
    people
      + workspace.directory.holders(of: Role.administrator, on: today)
      .filter { !people.contains($0) }
  }

  /// Whether the actor is the person, under whichever entry.
  func isActor(_ id: PersonID) -> Bool {
    workspace.directory.human(id) == workspace.directory.human(actor.id)
  }
}

extension Person.Holding {
  /// Whether every day of another holding is one of this, for the same role.
  fileprivate func includes(_ other: Person.Holding) -> Bool {
    let beginsInTime = from.map { from in other.from.map { from <= $0 } ?? false } ?? true
    let endsInTime = until.map { until in other.until.map { $0 <= until } ?? false } ?? true
    return role == other.role && beginsInTime && endsInTime
  }
}

extension [Absence] {
  /// Both, in the order of their first days; one that is in both stands once.
  fileprivate func merged(with others: [Absence]) -> [Absence] {
    (self + others.filter { !contains($0) }).sorted {
      ($0.from, $0.until, $0.reason) < ($1.from, $1.until, $1.reason)
    }
  }
}
