import CEL
import Diagnostics
import Engine

extension Session {
  /// A project with the rules that govern it now.
  struct GovernedProject {
    let project: Project
    let rulebook: Rulebook
    let outlook: Outlook
  }

  func project(_ id: ProjectID) throws -> Project {
    guard let project = try store.project(id) else { throw Refusal.unknownProject(id) }
    return try revealed(project)
  }

  func governed(_ id: ProjectID) throws -> GovernedProject {
    try governed(try project(id))
  }

  /// `rulebook` nil: the one in force for new requests.
  func governed(_ project: Project, by digest: Digest? = nil) throws -> GovernedProject {
    guard let digest = digest ?? workspace.policies[project.policy]?.rulebook else {
      throw Refusal.unknownPolicy(project.policy)
    }
    let rulebook = try service.rulebook(digest)
    return GovernedProject(
      project: project, rulebook: rulebook,
      outlook: Outlook(project, rulebook, try facts(rulebook, of: project), at: envelope))
  }

  /// The projects that were opened under one, as far as its rules can ask about them.
  func children(of project: Project, _ rulebook: Rulebook) throws -> [Child] {
    rulebook.workflow.children.isEmpty ? [] : try store.children(of: project.id)
  }

  /// A request, wherever it belongs, as it stands or ended.
  func request(_ id: RequestID) throws -> (request: Request, stream: Stream) {
    guard let found = try store.request(id) else {
      throw Refusal(
        .unknownRequest, Bilingual("there is no request `\(id)`", zh: "没有申请 `\(id)`"),
        help: Bilingual(
          "`tollgate inbox` lists what waits for you; `tollgate status PROJECT` what is open",
          zh: "`tollgate inbox` 列出待你处理的申请；`tollgate status 项目` 列出未结束的申请"))
    }
    guard case .project(let project) = found.stream else { return found }
    return (try revealed(found.request, of: project), found.stream)
  }

  /// The request, its project if it has one, the rules it is pinned to, and who there is to sign it.
  func view(_ id: RequestID) throws -> RequestView {
    let (request, stream) = try request(id)
    let rulebook = try service.rulebook(request.rulebook)
    var project: Project?
    if case .project(let id) = stream {
      project =
        request.status.isOpen ? try self.project(id) : try self.project(id, before: request)
    }
    return RequestView(
      request: request, project: project, rulebook: rulebook, people: workspace.directory,
      population: Population(
        directory: workspace.directory, projectRoles: project?.people ?? [:],
        today: today(rulebook)))
  }

  /// The project as it was when a request ended, before its effects: what the request was measured against.
  private func project(_ id: ProjectID, before request: Request) throws -> Project? {
    var project: Project?
    for record in try history(of: .project(id)) {
      switch record.event {
      case .request(.approved(request.id)), .request(.overridden(request.id, _, _, _)),
        .request(.withdrawn(request.id, _)), .request(.lapsed(request.id, _)):
        return project
      case .project, .request, .workspace:
        project = Project.evolve(project, record.event, record.envelope)
      }
    }
    return project
  }

  /// All records of a stream, in order.
  func history(of stream: Stream) throws -> [Record] {
    var records: [Record] = []
    while true {
      let page = try store.history(of: stream, after: records.count, limit: Self.page)
      records += page
      if page.count < Self.page { return try revealed(records) }
    }
  }

  /// How many records are read at a time.
  private static let page = 1_000

  var envelope: Envelope {
    // Looking needs no identity of its own; the name is never written.
    Envelope(
      command: "", actor: actor ?? Actor(person: "", authentication: .account(account)), at: now)
  }

  func facts(_ rulebook: Rulebook, of project: Project) throws -> Facts {
    Facts(
      directory: workspace.directory,
      allowsActingAs: workspace.allowsActingAs, current: rulebook, pinned: nil,
      timeZones: Clock.zones, sha256: Hashing.sha256,
      children: try children(of: project, rulebook), nextProject: "", nextRequest: "")
  }
}

/// A request with all that is needed to show it to a person.
struct RequestView {
  let request: Request
  /// nil: the request is the workspace's own, to publish a policy.
  let project: Project?
  let rulebook: Rulebook
  let people: Directory
  let population: Population

  /// nil for a request to publish.
  var action: Action? {
    guard case .action(let name, _) = request.subject else { return nil }
    return rulebook.workflow[action: name]
  }
}
