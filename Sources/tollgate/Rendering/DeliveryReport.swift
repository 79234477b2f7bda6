import Delivery
import Diagnostics
import Engine

/// What became of the notifications of one run.
struct DeliveryReport {
  let results: [Deliverer.Result]

  init(_ results: [Deliverer.Result]) { self.results = results }

  private var delivered: Int {
    results.count { if case .delivered = $0.outcome { true } else { false } }
  }
  private var failed: Int {
    results.count { if case .failed = $0.outcome { true } else { false } }
  }
  private var givenUp: Int { results.count - delivered - failed }

  var isIncomplete: Bool { delivered < results.count }

  var text: String {
    var screen = Screen()
    for result in results {
      if let problem = Self.problem(result) { screen.paragraph(problem, hanging: 2) }
    }
    screen.line(
      say(
        "delivered \(delivered), to be tried again \(failed), given up \(givenUp)",
        "送达 \(delivered)，待重试 \(failed)，已放弃 \(givenUp)"))
    return screen.text
  }

  /// One line for each notification, for a run that goes on.
  func lines(json: Bool) -> String {
    if json { return results.map { Self.json($0).canonicalText + "\n" }.joined() }
    var screen = Screen()
    for result in results {
      let entry = result.entry.notification
      screen.paragraph(
        Self.problem(result)
          ?? say(
            "\(entry.id) delivered to \(entry.to): \(entry.kind.rawValue)",
            "\(entry.id) 已送达 \(entry.to)：\(entry.kind.rawValue)"), hanging: 2)
    }
    return screen.text
  }

  var json: JSON {
    [
      "delivered": .count(delivered), "failed": .count(failed), "given_up": .count(givenUp),
      "notifications": .array(results.map(Self.json)),
    ]
  }

  private static func problem(_ result: Deliverer.Result) -> String? {
    let entry = result.entry.notification
    switch result.outcome {
    case .delivered: return nil
    case .failed(let next, let problem):
      return say(
        "\(entry.id) for \(entry.to) failed, next try \(next): \(problem)",
        "\(entry.id)（收件人 \(entry.to)）未送达，下次尝试 \(next)：\(problem)")
    case .givenUp(_, let problem):
      return say(
        "\(entry.id) for \(entry.to) is given up: \(problem)",
        "\(entry.id)（收件人 \(entry.to)）已放弃：\(problem)")
    }
  }

  private static func json(_ result: Deliverer.Result) -> JSON {
    let (outcome, next, problem): (String, JSON, JSON) =
      switch result.outcome {
      case .delivered: ("delivered", .null, .null)
      case .failed(let next, let problem): ("failed", .time(next), .string(problem))
      case .givenUp(_, let problem): ("given_up", .null, .string(problem))
      }
    return [
      "id": .name(result.entry.notification.id), "to": .name(result.entry.notification.to),
      "kind": .string(result.entry.notification.kind.rawValue), "outcome": .string(outcome),
      "next": next, "problem": problem,
    ]
  }
}
