import CEL
import Diagnostics
import Engine

/// What decisions are taken anew with: everything that an engine is given from outside.
struct Rules: Sendable {
  let shelf: RulebookShelf
  let timeZones: TimeZoneRules
  let sha256: DigestFunction

  /// What deciding anew came to.
  enum Verdict {
    case same
    /// The log does not tell what was ordered, or its rules cannot be read.
    case unknown
    case refused(Refusal)
    case different([Event])
  }

  /// Decides what a command about a project was, as the engine would have at that time.
  func decide(_ command: RecordedCommand, on project: Project?, _ workspace: Workspace) -> Verdict {
    let policy = project?.policy ?? command.openedPolicy
    guard let current = policy.flatMap({ workspace.policies[$0]?.rulebook }).flatMap({ shelf[$0] })
    else { return .unknown }
    var pinned: Rulebook?
    if let id = command.answered {
      guard let request = project?.requests[id], case .action(let action, _) = request.subject,
        let rulebook = shelf[request.rulebook], rulebook.workflow[action: action] != nil
      else { return .unknown }
      pinned = rulebook
    }
    guard let order = Order(leadingTo: command.events, of: project, pinned ?? current) else {
      return .unknown
    }
    return verdict(command) { () throws(Refusal) in
      try Project.decide(
        Command(envelope: command.envelope, order: order), on: project,
        facts(command, workspace, current: current, pinned: pinned)
      ).events
    }
  }

  /// Decides what a command about the workspace was.
  func decide(_ command: RecordedCommand, on workspace: Workspace?) -> Verdict {
    guard let order = Order(leadingTo: command.events, of: nil, nil) else { return .unknown }
    var current: Rulebook?
    if case .publish(let policy, _, _) = order, let digest = workspace?.policies[policy]?.rulebook {
      current = shelf[digest]
      guard current != nil else { return .unknown }
    }
    var pinned: Rulebook?
    if let id = command.answered {
      guard let digest = workspace?.requests[id]?.rulebook, let rulebook = shelf[digest] else {
        return .unknown
      }
      pinned = rulebook
    }
    return verdict(command) { () throws(Refusal) in
      try Workspace.decide(
        Command(envelope: command.envelope, order: order), on: workspace,
        facts(command, workspace, current: current, pinned: pinned)
      ).events
    }
  }

  private func facts(
    _ command: RecordedCommand, _ workspace: Workspace?, current: Rulebook?, pinned: Rulebook?
  ) -> Facts {
    Facts(
      directory: workspace?.directory ?? Directory(),
      allowsActingAs: workspace?.allowsActingAs ?? false, current: current, pinned: pinned,
      timeZones: timeZones, sha256: sha256, nextProject: command.opened ?? "",
      nextRequest: command.submitted ?? "")
  }

  private func verdict(_ command: RecordedCommand, _ decide: () throws(Refusal) -> [Event])
    -> Verdict
  {
    do throws(Refusal) {
      let events = try decide()
      return events == command.events ? .same : .different(events)
    } catch {
      return .refused(error)
    }
  }
}

extension RecordedCommand {
  /// The request that was answered; nil: it was about none, or filed one.
  fileprivate var answered: RequestID? {
    guard case .request(let event)? = events.first, event.request != submitted else { return nil }
    return event.request
  }

  fileprivate var submitted: RequestID? {
    for case .request(.submitted(let id, _, _, _, _, _, _)) in events { return id }
    return nil
  }

  fileprivate var opened: ProjectID? {
    if case .project(let id) = stream { id } else { nil }
  }

  fileprivate var openedPolicy: PolicyName? {
    guard case .project(.opened(_, _, _, let policy, _, _))? = events.first else { return nil }
    return policy
  }
}

extension Tally {
  /// Counts a decision that was taken anew, and tells where the log has another one.
  mutating func count(_ verdict: Rules.Verdict, of command: RecordedCommand) {
    let sequence = command.sequence
    let person = command.envelope.actor.person
    switch verdict {
    case .same: reevaluated += 1
    case .unknown: notEvaluated += 1
    case .refused(let refusal):
      find(
        refusal.code.isAboutAuthority ? .authority : .decision, at: sequence,
        Bilingual(
          "event \(sequence) by `\(person)`: the rules refuse it: \(refusal.reason.en)",
          zh: "第 \(sequence) 条事件（`\(person)`）：规则不允许：\(refusal.reason.zh)"))
    case .different(let events):
      let place = zip(events, command.events).prefix { $0 == $1 }.count
      find(
        .decision, at: sequence + place,
        Bilingual(
          "event \(sequence + place) by `\(person)`: the rules lead to something else",
          zh: "第 \(sequence + place) 条事件（`\(person)`）：按规则应得出不同结果"))
    }
  }
}

extension Refusal.Code {
  /// Whether it is about who may do something, rather than about what may be done.
  fileprivate var isAboutAuthority: Bool {
    switch self {
    case .unknownPerson, .inactivePerson, .notAdministrator, .notAllowed, .actingAsForbidden,
      .selfApproval, .alreadySigned, .notYourTurn, .notASigner:
      true
    default: false
    }
  }
}
