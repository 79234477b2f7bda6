import Engine

/// The company's own record, made again from the log.
struct WorkspaceReplay: Sendable {
  /// As it stands; nil: not founded yet, or lost.
  private(set) var workspace: Workspace?
  private(set) var tally = Tally()
  private(set) var isBroken = false
  private var sequence = 0

  mutating func take(_ command: RecordedCommand, _ rules: Rules) {
    guard !isBroken else { return }
    guard let after = evolve(command, rules) else { return lose() }
    tally.count(rules.decide(command, on: workspace), of: command)
    let touched = command.touched.compactMap { after.requests[$0] }
    tally.expectTraces(of: command, touched, after: .workspace(after), rules)
    for case .workspace(.published(_, _, let digest, _)) in command.events {
      tally.mentioned[digest] = min(tally.mentioned[digest] ?? .max, command.sequence)
    }
    for request in touched where !request.status.isOpen {
      tally.expect(request, of: .workspace, since: command.sequence)
    }
    workspace = after.settled
    sequence = command.sequence
  }

  mutating func lose() {
    isBroken = true
    workspace = nil
  }

  mutating func finish() {
    guard let workspace else { return }
    tally.expect(
      workspace, version: workspace.version, of: .workspace, workspace.requests, roles: [:],
      since: sequence)
  }

  /// nil: an event could not have happened.
  private mutating func evolve(_ command: RecordedCommand, _ rules: Rules) -> Workspace? {
    guard tally.follows(workspace?.version, command) else { return nil }
    var workspace = workspace
    for (offset, event) in command.events.enumerated() {
      let fits =
        switch event {
        case .workspace(.founded): workspace == nil
        case .workspace: workspace != nil
        case .request(let event):
          workspace.map { event.fits($0.requests, rules.shelf) && event.isAboutPublishing } ?? false
        case .project: false
        }
      guard fits, let next = Workspace.evolve(workspace, event, command.envelope) else {
        tally.cannotHaveHappened(command.sequence + offset, command.stream)
        return nil
      }
      workspace = next
    }
    return workspace
  }
}

extension RequestEvent {
  fileprivate var isAboutPublishing: Bool {
    guard case .submitted(_, let subject, _, _, _, _, _) = self else { return true }
    guard case .publish = subject else { return false }
    return true
  }
}
