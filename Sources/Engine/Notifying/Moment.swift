import CEL

/// How a record stands at one moment: its requests, and the people who may sign them.
struct Moment {
  let owner: Owner
  /// Open ones and those that a decision ended.
  let requests: [RequestID: Request]
  let population: Population

  enum Owner {
    case workspace(Workspace)
    case project(Project)
  }

  /// `ended` are the requests that a decision ended; `directory` is the company's, which the workspace itself keeps.
  init(_ owner: Owner, ended: [Request] = [], _ directory: Directory, today: CivilDate) {
    let open: [RequestID: Request]
    self.owner = owner
    switch owner {
    case .workspace(let workspace):
      open = workspace.requests
      population = Population(directory: workspace.directory, projectRoles: [:], today: today)
    case .project(let project):
      open = project.requests
      population = Population(
        directory: directory, projectRoles: project.people, today: today)
    }
    requests =
      ended.allSatisfy { open.keys.contains($0.id) }
      ? open : open.merging(ended.map { ($0.id, $0) }) { open, _ in open }
  }

  /// The project whose it is; nil: it is the company's own.
  var project: Project? {
    if case .project(let project) = owner { project } else { nil }
  }

  /// What identities of its notifications begin with: `P-1.12`, the record and its version.
  var name: String {
    switch owner {
    case .workspace(let workspace): "workspace.\(workspace.version)"
    case .project(let project): "\(project.id).\(project.version)"
    }
  }

  /// A place where somebody may sign, so that two moments can be compared.
  struct Ask: Hashable {
    let request: RequestID
    let revision: Int
    let step: StepName
    /// The one human behind the entry; nil: nobody can sign here.
    let human: PersonID?
  }

  /// Everybody who may sign something now with the place, in the order of steps; nil: nobody may.
  func asks(of ids: some Sequence<RequestID>) -> [(ask: Ask, person: PersonID?, step: Int)] {
    var asks: [(ask: Ask, person: PersonID?, step: Int)] = []
    for request in ids.compactMap({ requests[$0] }) {
      for step in request.activeSteps {
        func ask(_ person: PersonID?) -> Ask {
          Ask(
            request: request.id, revision: request.revision, step: request.route.steps[step].name,
            human: person.map(population.directory.human))
        }
        for slot in request.openSlots(step) {
          let electors = population.electorate(of: request, step: step, slot: slot).electors
          if electors.isEmpty { asks.append((ask(nil), nil, step)) }
          asks += electors.map { (ask($0.person), $0.person, step) }
        }
      }
    }
    return asks
  }

  /// Whoever may sign a request now, or one step of it.
  func electors(of id: RequestID, step: Int? = nil) -> [PersonID] {
    asks(of: [id]).compactMap { step == nil || $0.step == step ? $0.person : nil }
  }

  /// The people whose signature stands in a request.
  func signers(of id: RequestID) -> [PersonID] {
    requests[id]?.signatures.map(\.signature.person) ?? []
  }
}
