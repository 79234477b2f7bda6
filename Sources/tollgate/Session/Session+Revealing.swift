import Engine
import Workbench

/// Stores give confidential values closed; here those are opened that whoever runs the program may read.
extension Session {
  /// What the person may read of what is confidential in a project.
  private func vault(_ seals: [Sealed], of project: Project) throws -> Vault {
    guard !seals.isEmpty, let person = actor?.person else { return [:] }
    let rulebook = try workspace.policies[project.policy].map { try service.rulebook($0.rulebook) }
    let viewer = Viewer(person, on: project, workspace.directory, day: today(rulebook))
    let readable = Set(seals.filter(viewer.mayRead).map(\.digest))
    return try store.vault(readable)
  }

  func revealed(_ project: Project) throws -> Project {
    try project.opened(with: vault(project.seals, of: project))
  }

  /// A request of a project, which may have ended.
  func revealed(_ request: Request, of id: ProjectID) throws -> Request {
    guard !request.seals.isEmpty, let project = try store.project(id) else { return request }
    return request.opened(with: try vault(request.seals, of: project))
  }

  func revealed(_ records: [Record]) throws -> [Record] {
    let seals = records.flatMap(\.event.values).compactMap(\.seal)
    guard !seals.isEmpty, case .project(let id)? = records.first?.stream,
      let project = try store.project(id)
    else { return records }
    let vault = try vault(seals, of: project)
    return vault.isEmpty ? records : records.map { $0.opened(with: vault) }
  }

  func revealed(_ past: Past) throws -> Past {
    guard let project = try store.project(past.project.id) else { return past }
    return past.opened(with: try vault(past.project.seals + past.request.seals, of: project))
  }

  /// What a command led to, as the person who gave it may see it.
  func revealed(_ outcome: Service.Outcome) throws -> Service.Outcome {
    let seals = outcome.events.flatMap(\.values).compactMap(\.seal)
    guard !seals.isEmpty, case .project(let id) = outcome.stream,
      let project = try store.project(id)
    else { return outcome }
    return outcome.opened(with: try vault(seals, of: project))
  }
}
