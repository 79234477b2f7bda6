import Engine

/// Records as they were last read or written, so that one process taking many decisions does not decode them again.
///
/// Never believed without asking the file for the version: whoever uses a record compares in the same statement.
struct RecordCache {
  /// Projects kept at most; beyond it all are let go, which is simple and rare.
  static let capacity = 256

  private(set) var workspace: Workspace?
  private var projects: [ProjectID: Project] = [:]

  subscript(id: ProjectID) -> Project? { projects[id] }

  /// nil: ended, or the record is not known at this version.
  func request(_ id: RequestID, of stream: Stream, at version: Int) -> Request? {
    switch stream {
    case .workspace: workspace?.version == version ? workspace?.requests[id] : nil
    case .project(let project):
      projects[project]?.version == version ? projects[project]?.requests[id] : nil
    }
  }

  mutating func keep(_ workspace: Workspace) { self.workspace = workspace }

  mutating func keep(_ project: Project) {
    if projects.count >= Self.capacity, projects[project.id] == nil { projects.removeAll() }
    projects[project.id] = project
  }
}
