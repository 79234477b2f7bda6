import CEL
import Engine

/// How a project and the company stood when a request was filed, made again from the log alone.
package struct Past: Sendable {
  package private(set) var project: Project
  package let directory: Directory
  /// Since when the project's policy had its duties.
  package let duties: [DutyName: Timestamp]
  package let envelope: Envelope
  /// As it was filed: nobody had signed it yet.
  package private(set) var request: Request

  /// One filing of the request: its submission is revision 1, each resubmission one more. nil: the log has none.
  ///
  /// `revision` nil: the latest.
  package init?(of id: RequestID, revision: Int? = nil, in store: some Store) throws {
    guard let (_, stream) = try store.request(id) else { return nil }
    var project: Project?
    var found: (project: Project, record: Record)?
    var filings = 0
    try store.replay(stream) { record in
      if case .request(let event) = record.event, event.request == id, event.files,
        let project
      {
        filings += 1
        if revision == nil || revision == filings { found = (project, record) }
      }
      project = Project.evolve(project, record.event, record.envelope)
      return filings != revision
    }
    guard let found,
      let request = Project.evolve(found.project, found.record.event, found.record.envelope)?
        .requests[id]
    else { return nil }
    self.project = found.project
    envelope = found.record.envelope
    self.request = request
    var workspace: Workspace?
    let sequence = found.record.sequence
    try store.replay(.workspace) { record in
      guard record.sequence < sequence else { return false }
      workspace = Workspace.evolve(workspace, record.event, record.envelope)
      return true
    }
    directory = workspace?.directory ?? Directory()
    duties = workspace?.policies[found.project.policy]?.duties ?? [:]
  }
}

extension Past {
  /// With what a reader may know of what is confidential in it.
  package func opened(with vault: Vault) -> Past {
    var copy = self
    copy.project = project.opened(with: vault)
    copy.request = request.opened(with: vault)
    return copy
  }
}

extension RequestEvent {
  /// Whether the event puts the content before signers: a submission or a resubmission.
  fileprivate var files: Bool {
    switch self {
    case .submitted, .resubmitted: true
    default: false
    }
  }
}

extension RequestExplanation {
  /// The explanation of a filed request, under the rulebook that it is pinned to. nil: the request is about no project.
  package init?(
    _ past: Past, _ rulebook: Rulebook, timeZones: TimeZoneRules, sha256: @escaping DigestFunction
  ) {
    guard case .action(let name, _) = past.request.subject,
      let action = rulebook.workflow[action: name]
    else { return nil }
    let facts = Facts(
      directory: past.directory, allowsActingAs: true, current: rulebook,
      pinned: nil, others: past.request.route.windows.map(\.others), duties: past.duties,
      timeZones: timeZones, sha256: sha256, nextProject: "", nextRequest: "")
    // A resubmission does not stand in its own way.
    let inquiry = Inquiry(
      past.project.without(past.request.id), rulebook, facts, at: past.envelope)
    self.init(
      inquiry, action, past.request.content, submitter: past.request.submitter,
      request: past.request, population: inquiry.population)
  }
}
