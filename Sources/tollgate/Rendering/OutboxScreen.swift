import Diagnostics
import Engine

/// What stands in the outbox: for whom, since when, how often it was tried, and what went wrong.
struct OutboxScreen {
  /// More are no help to anybody; `--limit` shows more.
  static let limit = 100

  let title: String
  let entries: [OutboxEntry]
  let glossary: Glossary

  init(_ title: String, _ entries: [OutboxEntry], _ session: Session) {
    self.title = title
    self.entries = entries
    glossary = Glossary(people: session.workspace.directory)
  }

  func show(_ setting: Setting) {
    if setting.json {
      Terminal.print(json)
    } else {
      Terminal.print(text)
    }
  }

  var text: String {
    var screen = Screen()
    screen.line(title + Mark.colon + "\(entries.count)")
    for entry in entries {
      let notification = entry.notification
      screen.paragraph(
        "\(notification.id)  \(glossary.person(notification.to))\(Mark.comma)\(notification.headline.spoken)",
        hanging: 2)
      screen.paragraph(state(of: entry), indent: 2, hanging: 2)
    }
    return screen.text
  }

  private func state(of entry: OutboxEntry) -> String {
    let time = glossary.time(entry.time)
    let tries = say(
      entry.attempts == 1 ? "tried once" : "tried \(entry.attempts) times",
      "已尝试 \(entry.attempts) 次")
    let problem = entry.problem.isEmpty ? "" : Mark.colon + entry.problem
    switch entry.state {
    case .pending:
      guard entry.attempts > 0 else { return say("since \(time)", "自 \(time)") }
      return say("\(tries), next at \(time)", "\(tries)，下次 \(time)") + problem
    case .delivered: return say("delivered at \(time)", "\(time) 送达")
    case .dead: return say("\(tries), given up at \(time)", "\(tries)，\(time) 放弃") + problem
    }
  }

  var json: JSON {
    [
      "entries": .array(
        entries.map { entry in
          let notification = entry.notification
          return [
            "id": .name(notification.id), "to": .name(notification.to),
            "kind": .string(notification.kind.rawValue),
            "headline": .string(notification.headline.spoken),
            "why": .string(notification.why.spoken), "project": .name(notification.project),
            "request": .name(notification.request), "due": .date(notification.due),
            "link": .string(notification.link), "time": .time(entry.time),
            "state": .string(entry.state.rawValue), "since": .time(entry.since),
            "attempts": .count(entry.attempts),
            "taken_by": .array(entry.takenBy.map(JSON.string)), "problem": .string(entry.problem),
          ]
        })
    ]
  }
}

extension OutboxEntry.State {
  var title: String {
    switch self {
    case .pending: say("waiting to be delivered", "待送出")
    case .delivered: say("delivered", "已送达")
    case .dead: say("given up", "已放弃")
    }
  }
}
