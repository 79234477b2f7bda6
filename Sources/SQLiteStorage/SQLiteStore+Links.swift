import Engine
import GRDB

extension SQLiteStore {
  public func children(of project: ProjectID) throws -> [Child] {
    try perform { db in
      try db.rows(.children, [project.number ?? 0]).map { row in
        Child(
          id: ProjectID(number: try row.value(0)), title: try row.value(1),
          workflow: WorkflowName(try row.value(2)), stage: StageName(try row.value(3)),
          isOver: try row.value(4))
      }
    }
  }
}

extension Batch {
  /// Whether the other projects that the decision looked at are still as it saw them.
  func stillHasKin(_ db: Database) throws -> Bool {
    if let birth, try db.version(of: .project(birth.parent)) != kin.parentVersion { return false }
    guard let children = kin.children, case .project(let id) = stream else { return true }
    let found = try db.rows(.children, [try id.requireNumber()]).map { row in
      (ProjectID(number: try row.value(0)), try row.value(4) as Bool)
    }
    return Dictionary(found, uniquingKeysWith: { $1 }) == children
  }

  func writeKin(_ db: Database) throws {
    if let (child, parent) = birth {
      try db.run(.insertChild, [try parent.requireNumber(), try child.requireNumber()])
    }
    if let (child, parent) = end {
      try db.run(.endChild, [try parent.requireNumber(), try child.requireNumber()])
    }
  }
}
