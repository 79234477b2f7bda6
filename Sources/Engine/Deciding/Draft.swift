/// A decision in the making: the record as the events so far would leave it.
///
/// Later rules of one decision see what earlier ones did, exactly as a replay will.
struct ProjectDraft {
  private(set) var project: Project
  private(set) var events: [Event] = []
  let envelope: Envelope

  init(_ project: Project, _ envelope: Envelope) {
    self.project = project
    self.envelope = envelope
  }

  /// nil unless the event opens a project.
  init?(opening event: Event, _ envelope: Envelope) {
    guard let project = Project.evolve(nil, event, envelope) else { return nil }
    self.init(project, envelope)
    events = [event]
  }

  mutating func record(_ event: ProjectEvent) { record(.project(event)) }
  mutating func record(_ event: RequestEvent) { record(.request(event)) }

  private mutating func record(_ event: Event) {
    events.append(event)
    if let next = Project.evolve(project, event, envelope) { project = next }
  }

  var decision: Decision<Project> {
    Decision(events: events, record: project.settled, touched: project.requests.touched(by: events))
  }
}

/// The same for the workspace.
struct WorkspaceDraft {
  private(set) var workspace: Workspace
  private(set) var events: [Event] = []
  let envelope: Envelope

  init(_ workspace: Workspace, _ envelope: Envelope) {
    self.workspace = workspace
    self.envelope = envelope
  }

  /// nil unless the event founds a workspace.
  init?(founding event: Event, _ envelope: Envelope) {
    guard let workspace = Workspace.evolve(nil, event, envelope) else { return nil }
    self.init(workspace, envelope)
    events = [event]
  }

  mutating func record(_ event: WorkspaceEvent) { record(.workspace(event)) }
  mutating func record(_ event: RequestEvent) { record(.request(event)) }

  private mutating func record(_ event: Event) {
    events.append(event)
    if let next = Workspace.evolve(workspace, event, envelope) { workspace = next }
  }

  var decision: Decision<Workspace> {
    Decision(
      events: events, record: workspace.settled, touched: workspace.requests.touched(by: events))
  }
}

extension [RequestID: Request] {
  fileprivate func touched(by events: [Event]) -> [Request] {
    let ids = events.compactMap { event in
      if case .request(let event) = event { event.request } else { nil }
    }
    return Set(ids).sorted().compactMap { self[$0] }
  }
}
