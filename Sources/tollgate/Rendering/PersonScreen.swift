import CEL
import Diagnostics
import Engine

/// Somebody as of a day: what they are, for whom they act, and who acts for them.
struct PersonScreen {
  let person: Person
  /// As it was known on the day.
  let directory: Directory
  let glossary: Glossary
  let day: CivilDate
  /// Whether the day is today, which goes without saying.
  let isToday: Bool

  private var roles: [Person.Holding] { person.holdings.filter { $0.isOpen(on: day) } }
  private var absences: [Absence] { person.absences.filter { day < $0.until } }
  /// Those that hold on the day or later.
  private func standIns(_ isMine: (StandIn) -> Bool) -> [StandIn] {
    directory.standIns.filter { isMine($0) && day < $0.until }
  }

  var text: String {
    var screen = Screen()
    let on = isToday ? "" : say(", on \(day)", "，\(day)")
    screen.line(person.name.spoken + Mark.aside(person.id.text) + on)
    let entries = entries
    let width = entries.map { $0.label.displayWidth }.max() ?? 0
    for entry in entries { screen.entry(entry.label, entry.text, labelWidth: width) }
    return screen.text
  }

  private var entries: [(label: String, text: String)] {
    var entries: [(label: String, text: String)] = []
    if person.rank > 0 { entries.append((say("rank", "级别"), String(person.rank))) }
    if let manager = person.manager {
      entries.append((say("reports to", "上级"), glossary.person(manager)))
    }
    if let ceiling = person.ceiling {
      entries.append((say("ceiling", "权限上限"), glossary.ceiling(ceiling)))
    }
    for holding in roles {
      entries.append((say("role", "角色"), glossary.role(holding.role) + days(holding)))
    }
    if !person.accounts.isEmpty { entries.append((say("accounts", "账号"), list(person.accounts))) }
    if let own = person.aliasOf {
      entries.append((say("same human as", "同一人"), glossary.person(own)))
    }
    for other in directory.people.values.sorted(by: { $0.id < $1.id })
    where other.aliasOf == person.id {
      entries.append((say("also entered as", "别名条目"), glossary.person(other.id)))
    }
    for absence in absences {
      entries.append(
        (
          say("away", "缺席"),
          say(
            "from \(absence.from) until \(absence.until)",
            "自 \(absence.from) 至 \(absence.until)（不含）")
            + Mark.quoted(absence.reason)
        ))
    }
    return entries + acting
  }

  /// Who acts for whom.
  private var acting: [(label: String, text: String)] {
    var entries: [(label: String, text: String)] = []
    for standIn in standIns({ $0.principal == person.id }) {
      entries.append((say("stood in for by", "代理人"), sentence(standIn, standIn.deputy)))
    }
    for standIn in standIns({ $0.deputy == person.id }) {
      entries.append((say("stands in for", "代理"), sentence(standIn, standIn.principal)))
    }
    if let succession = person.successor {
      let successor = directory.successor(of: person.id, on: day)
      let now =
        successor.map {
          $0 == succession.to
            ? "" : Mark.comma + say("now \(glossary.person($0))", "现为\(glossary.person($0))")
        } ?? ""
      entries.append(
        (
          say("taken over by", "接替人"),
          glossary.person(succession.to)
            + say(" from \(succession.on)", "，自 \(succession.on)") + now
        ))
    }
    if let left = person.leftOn {
      let isPast = left <= day
      entries.append(
        (isPast ? say("left on", "离职日") : say("leaves on", "将离职"), left.description))
    }
    return entries
  }

  private func sentence(_ standIn: StandIn, _ other: PersonID) -> String {
    let limit = directory.effectiveCeiling(of: standIn).map { ceiling in
      Mark.comma
        + say("may agree to \(glossary.ceiling(ceiling))", "可同意金额 \(glossary.ceiling(ceiling))")
    }
    return "\(standIn.id) \(glossary.person(other))" + Mark.comma + glossary.days(of: standIn)
      + (limit ?? "") + Mark.quoted(standIn.reason)
  }

  private func days(_ holding: Person.Holding) -> String {
    (holding.from.map { say(" from \($0)", "，自 \($0)") } ?? "")
      + (holding.until.map { say(" until \($0)", "，至 \($0)（不含）") } ?? "")
  }

  /// The entry as the log has it, and what follows from it on the day.
  func json() throws -> JSON {
    [
      "person": try JSON(encoding: person), "on": .date(day),
      "active": .bool(person.isActive(on: day)), "away": .bool(person.isAbsent(on: day)),
      "roles": .names(person.holdings.filter { $0.covers(day) }.map(\.role)),
      "superiors": .names(directory.superiors(of: person.id, on: day)),
      "stood_in_for_by": .array(try standIns { $0.principal == person.id }.map(json)),
      "stands_in_for": .array(try standIns { $0.deputy == person.id }.map(json)),
      "successor": .name(directory.successor(of: person.id, on: day)),
    ]
  }

  private func json(_ standIn: StandIn) throws -> JSON {
    try JSON(encoding: standIn)
      .adding("in_force", .bool(directory.isInForce(standIn, on: day)))
      .adding(
        "ceiling", try directory.effectiveCeiling(of: standIn).map { try JSON(encoding: $0) })
  }
}

extension Person.Holding {
  /// Held on a day or later.
  fileprivate func isOpen(on day: CivilDate) -> Bool {
    until.map { day < $0 && from != $0 } ?? true
  }
}
