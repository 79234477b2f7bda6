import CEL
import Engine

/// One request as a case of XES.
struct XESTrace {
  private let request: RequestID
  private let stream: Engine.Stream
  private var action = "publish"
  /// By position in the route.
  private var steps: [StepName] = []
  private var events = ""

  init(_ request: RequestID, _ stream: Engine.Stream) {
    self.request = request
    self.stream = stream
  }

  /// Whether nothing more will happen to it.
  private(set) var isOver = false

  mutating func take(_ event: RequestEvent, _ envelope: Envelope) {
    switch event {
    case .rejected, .outvoted, .withdrawn, .overridden, .approved, .lapsed, .late(_, _, .lapsed):
      isOver = true
    case .returned: isOver = false
    default: break
    }
    switch event {
    case .submitted(_, let subject, let content, _, _, _, let route):
      if case .action(let name, _) = subject { action = name.text }
      steps = route.steps.map(\.name)
      add("submit \(action)", envelope, content)
    case .resubmitted(_, let content, _, _, let route):
      steps = route.steps.map(\.name)
      add("resubmit \(action)", envelope, content)
    case .signed(_, let step, _, _): add("approve \(name(step))", envelope)
    case .opposed(_, let step, _, _): add("oppose \(name(step))", envelope)
    case .concluded(_, let step, _, let verdict):
      add("\(verdict.activity) \(name(step))", envelope, byPerson: false)
    case .rejected(_, let step, _, _): add("reject \(step)", envelope)
    case .outvoted(_, let step): add("outvoted \(step)", envelope, byPerson: false)
    case .returned(_, let step, _, _, _, _): add("return \(step)", envelope)
    case .withdrawn: add("withdraw", envelope)
    case .takenBack(_, let step, _): add("take back \(name(step))", envelope)
    case .transferred(_, let step, _, _, _): add("transfer \(name(step))", envelope)
    case .claimed(_, let step, _, _): add("claim \(name(step))", envelope)
    case .released(_, let step, _): add("release \(name(step))", envelope)
    case .signerAdded(_, let step, _, _): add("add signer \(name(step))", envelope)
    case .signerRemoved(_, let step, _): add("remove signer \(name(step))", envelope)
    case .questioned(_, let step, let question, _):
      add("\(question.kind == .advice ? "consult" : "ask") \(name(step))", envelope)
    case .answered(_, _, _, let step, _): add("reply \(name(step))", envelope)
    case .overrideRequested: add("request override", envelope)
    case .overridden: add("override", envelope)
    case .late(_, let step, _): add("late \(name(step))", envelope, byPerson: false)
    case .expired(_, let step, _): add("expired \(name(step))", envelope, byPerson: false)
    case .migrated(_, _, let route):
      steps = route.steps.map(\.name)
      add("migrate \(action)", envelope)
    case .approved: add("approved", envelope, byPerson: false)
    case .lapsed: add("lapsed", envelope, byPerson: false)
    // Nothing was decided, and nobody was asked to decide.
    case .asked, .reminded, .seen, .copied: break
    }
  }

  var text: String {
    let project: String
    if case .project(let id) = stream { project = id.text } else { project = "workspace" }
    return """
      <trace>
      \(Self.string("concept:name", request.text))\(Self.string("project", project))\(Self.string("action", action))\(events)</trace>

      """
  }

  private func name(_ step: Int) -> String {
    steps.indices.contains(step) ? steps[step].text : String(step)
  }

  private mutating func add(
    _ activity: String, _ envelope: Envelope, _ content: [FieldName: FieldValue] = [:],
    byPerson: Bool = true
  ) {
    events += "<event>\n" + Self.string("concept:name", activity)
    if byPerson, let person = envelope.actor.person {
      events += Self.string("org:resource", person.text)
    }
    events += "<date key=\"time:timestamp\" value=\"\(envelope.at)\"/>\n"
    for (field, value) in content.sorted(by: { $0.key < $1.key }) {
      events += Self.string("content:\(field)", value.text)
    }
    events += "</event>\n"
  }

  private static func string(_ key: String, _ value: String) -> String {
    "<string key=\"\(escaped(key))\" value=\"\(escaped(value))\"/>\n"
  }

  /// Characters that XML cannot hold at all become U+FFFD.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension MachineVerdict {
  fileprivate var activity: String {
    switch self {
    case .repeats: "merged"
    case .covered: "covered"
    case .timedOut: "timed out"
    }
  }
}
