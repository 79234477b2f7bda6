import CEL

/// Somebody who looks at a project.
///
/// INVARIANT (one-visibility): whether a person may read a confidential value is asked here and nowhere else. Whatever shows
/// values gets them closed, and opens those that this function allows.
public struct Viewer: Sendable {
  /// Those that the person holds on the project and in the company, and those of whom they stand in for there.
  public let roles: Set<RoleName>

  public init(_ person: PersonID, on project: Project, _ directory: Directory, day: CivilDate) {
    guard directory[person]?.isActive(on: day) == true else {
      roles = []
      return
    }
    let principals = directory.standIns(by: person, on: day)
      .filter { $0.extent.holds(action: nil, project: project.id) }.map(\.principal)
    var roles: Set<RoleName> = []
    for person in [person] + principals {
      for (role, holders) in project.people where holders.contains(person) { roles.insert(role) }
      for holding in directory[person]?.holdings ?? [] where holding.covers(day) {
        // A role on projects is held on a project, whatever the directory says.
        if project.people[holding.role] == nil { roles.insert(holding.role) }
      }
    }
    self.roles = roles
  }

  public func mayRead(_ sealed: Sealed) -> Bool { !roles.isDisjoint(with: sealed.readers) }
}
