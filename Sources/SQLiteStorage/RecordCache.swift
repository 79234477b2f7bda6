import Engine

/// Records as they were last read or written, so that one process taking many decisions does not decode them again.
///
/// Never believed without asking the file for the version: whoever uses a record compares in the same statement.
struct RecordCache {
  /// Projects, and requests, kept at most; beyond it all are let go, which is simple and rare.
  static let capacity = 256

  private(set) var workspace: Workspace?
  private var projects: [ProjectID: Project] = [:]
  /// The larger part of each open request in its coded form, so that an answer need not encode it again.
  private(set) var matters: [RequestID: Matter] = [:]

  struct Matter: Sendable {
    let matter: Request.Matter
    let bytes: [UInt8]

    init(_ request: Request) throws {
      matter = request.matter
      bytes = try JSON.bytes(of: matter)
    }

    /// nil: the request is about something else by now.
    func current(_ request: Request) -> Matter? { request.matter == matter ? self : nil }
  }

  subscript(id: ProjectID) -> Project? { projects[id] }

  /// nil: it is not known at this version.
  func record(_ stream: Stream, at version: Int) -> Batch.After? {
    switch stream {
    case .workspace: workspace.flatMap { $0.version == version ? .workspace($0) : nil }
    case .project(let id): projects[id].flatMap { $0.version == version ? .project($0) : nil }
    }
  }

  mutating func keep(_ workspace: Workspace) { self.workspace = workspace }

  mutating func keep(_ project: Project) {
    if projects.count >= Self.capacity, projects[project.id] == nil { projects.removeAll() }
    projects[project.id] = project
  }

  mutating func keep(_ matter: Matter, of request: Request) {
    if matters.count >= Self.capacity, matters[request.id] == nil { matters.removeAll() }
    matters[request.id] = request.status.isOpen ? matter : nil
  }
}
