extension Workspace {
  /// The workspace after an event; nil before: the event founds it. Cannot fail.
  public static func evolve(_ workspace: Workspace?, _ event: Event, _ envelope: Envelope)
    -> Workspace?
  {
    guard var workspace else { return Workspace(founding: event, envelope) }
    workspace.version += 1
    switch event {
    case .workspace(let event): workspace.evolve(event, envelope)
    case .request(let event): workspace.requests.evolve(event, envelope)
    case .project: break
    }
    return workspace
  }

  private init?(founding event: Event, _ envelope: Envelope) {
    guard case .workspace(.founded(let name, let administrator, let allowsActingAs)) = event
    else { return nil }
    self.init(
      name: name, foundedAt: envelope.at, allowsActingAs: allowsActingAs, version: 1,
      directory: Directory(people: [administrator]), policies: [:], requests: [:])
  }

  private mutating func evolve(_ event: WorkspaceEvent, _ envelope: Envelope) {
    switch event {
    case .founded: break
    case .imported, .appointed, .relieved, .left, .handedOver, .tookBack, .delegated,
      .standInEnded, .absent, .cameBack:
      directory.evolve(event)
    case .published(let policy, let workflow, let rulebook, _):
      policies[policy] = Published(
        workflow: workflow, rulebook: rulebook, edition: (policies[policy]?.edition ?? 0) + 1,
        at: envelope.at, duties: policies[policy]?.duties ?? [:])
    case .obliged(let policy, let duties):
      let known = policies[policy]?.duties ?? [:]
      policies[policy]?.duties = Dictionary(
        duties.map { ($0, known[$0] ?? envelope.at) }
      ) { first, _ in first }
    }
  }

  /// Without the requests that have ended.
  public var settled: Workspace {
    var copy = self
    copy.requests = requests.open
    return copy
  }
}
