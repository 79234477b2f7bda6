import CEL
import Diagnostics
import Engine

/// What happened to one person's entry, by command: when, by whom, and each change in a sentence.
struct PersonHistory {
  /// The workspace's records that concern the person, each with their entry before it; nil: there was none.
  private var steps: [(record: Record, before: Person?)] = []
  private let person: PersonID
  private let glossary: Glossary

  init(_ person: PersonID, _ records: [Record], _ glossary: Glossary) {
    self.person = person
    self.glossary = glossary
    var workspace: Workspace?
    for record in records {
      if case .workspace(let event) = record.event, event.concerns(person) {
        steps.append((record, workspace?.directory[person]))
      }
      workspace = Workspace.evolve(workspace, record.event, record.envelope)
    }
  }

  var text: String {
    var screen = Screen()
    var sentences = Sentences(glossary)
    var command: CommandID?
    for (record, before) in steps {
      if record.envelope.command != command {
        command = record.envelope.command
        screen.line(
          "\(glossary.time(record.envelope.at))  \(glossary.actor(record.envelope.actor))")
      }
      screen.paragraph(
        sentence(record.event, before) ?? sentences.sentence(record.event), indent: 2, hanging: 2)
    }
    return screen.text
  }

  /// The records as the log has them; of an import, this person alone.
  func json() throws -> JSON {
    [
      "person": .name(person),
      "records": .array(
        try steps.map { record, _ in
          let event: Event =
            if case .workspace(.imported(let people)) = record.event {
              .workspace(.imported(people: people.filter { $0.id == person }))
            } else {
              record.event
            }
          return [
            "version": .count(record.version), "at": .time(record.envelope.at),
            "by": .name(record.envelope.actor.person), "event": try JSON(encoding: event),
          ]
        }),
    ]
  }

  /// nil: the event's own sentence says it all.
  private func sentence(_ event: Event, _ before: Person?) -> String? {
    guard case .workspace(.imported(let people)) = event,
      let new = people.first(where: { $0.id == person })
    else { return nil }
    guard let old = before else {
      return say("entered: ", "登记：")
        + list(facts(new).filter { $0.text != Self.nothing }.map { "\($0.label) \($0.text)" })
    }
    let changes = zip(facts(old), facts(new)).filter { $0.text != $1.text }
    return say("changed: ", "变更：")
      + list(changes.map { old, new in "\(new.label) \(old.text) → \(new.text)" })
  }

  private static let nothing = "–"

  private func facts(_ entry: Person) -> [(label: String, text: String)] {
    func text(_ items: [String]) -> String {
      items.isEmpty ? Self.nothing : items.joined(separator: "; ")
    }
    return [
      (say("name", "姓名"), entry.name.spoken),
      (say("rank", "级别"), String(entry.rank)),
      (say("reports to", "上级"), entry.manager.map(glossary.person) ?? Self.nothing),
      (say("ceiling", "权限上限"), entry.ceiling.map(glossary.ceiling) ?? Self.nothing),
      (
        say("roles", "角色"),
        text(
          entry.holdings.map {
            glossary.role($0.role) + ($0.from.map { say(" from \($0)", "自 \($0)") } ?? "")
              + ($0.until.map { say(" until \($0)", "至 \($0)") } ?? "")
          })
      ),
      (say("accounts", "账号"), text(entry.accounts)),
      (say("same human as", "同一人"), entry.aliasOf.map(glossary.person) ?? Self.nothing),
      (
        say("away", "缺席"),
        text(entry.absences.map { say("\($0.from) until \($0.until)", "\($0.from) 至 \($0.until)") })
      ),
      (say("left on", "离职日"), entry.leftOn?.description ?? Self.nothing),
    ]
  }
}

extension WorkspaceEvent {
  /// Whether an event says something about a person.
  fileprivate func concerns(_ person: PersonID) -> Bool {
    switch self {
    case .founded(_, let administrator, _): administrator.id == person
    case .imported(let people): people.contains { $0.id == person }
    case .appointed(let id, _), .relieved(let id, _, _), .left(let id, _), .tookBack(let id, _),
      .absent(let id, _), .cameBack(let id, _, _):
      id == person
    case .handedOver(let id, let successor, _): [id, successor].contains(person)
    case .delegated(let standIn), .standInEnded(let standIn, _, _):
      [standIn.principal, standIn.deputy].contains(person)
    case .published, .obliged: false
    }
  }
}
