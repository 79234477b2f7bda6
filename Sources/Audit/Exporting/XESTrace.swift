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
  private(set) var isOver = false

  init(_ request: RequestID, _ stream: Engine.Stream) {
    self.request = request
    self.stream = stream
  }

  mutating func take(_ event: RequestEvent, _ envelope: Envelope) {
    switch event {
    case .submitted(_, let subject, let content, _, _, _, let route):
      if case .action(let name, _) = subject { action = name.text }
      steps = route.steps.map(\.name)
      add("submit \(action)", envelope, content)
    case .resubmitted(_, let content, _, _, let route):
      steps = route.steps.map(\.name)
      add("resubmit \(action)", envelope, content)
    case .signed(_, let step, _, _): add("approve \(name(step))", envelope)
    case .concluded(_, let step, _, _): add("merged \(name(step))", envelope, byPerson: false)
    case .rejected(_, let step, _, _): end("reject \(step)", envelope)
    case .returned(_, let step, _, _, _): add("return \(step)", envelope)
    case .withdrawn: end("withdraw", envelope)
    case .approved: end("approved", envelope, byPerson: false)
    case .lapsed: end("lapsed", envelope, byPerson: false)
    case .asked: break
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

  private mutating func end(_ activity: String, _ envelope: Envelope, byPerson: Bool = true) {
    add(activity, envelope, byPerson: byPerson)
    isOver = true
  }

  private mutating func add(
    _ activity: String, _ envelope: Envelope, _ content: [FieldName: FieldValue] = [:],
    byPerson: Bool = true
  ) {
    events += "<event>\n" + Self.string("concept:name", activity)
    if byPerson { events += Self.string("org:resource", envelope.actor.person.text) }
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
