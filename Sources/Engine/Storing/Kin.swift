/// Other projects that a decision looked at, as it saw them: it is appended only while they still are so.
public struct Kin: Sendable, Hashable {
  /// The version of the project that the new one is opened under; nil: it is opened under none.
  public let parentVersion: Int?
  /// Which projects were opened under this one, and which of them are over; nil: nobody looked.
  public let children: [ProjectID: Bool]?

  public init(parentVersion: Int? = nil, children: [ProjectID: Bool]? = nil) {
    self.parentVersion = parentVersion
    self.children = children
  }

  public static let none = Kin()
}

extension Batch {
  /// The project that the batch opens, and the one that it is opened under; nil: it opens none under another.
  package var birth: (child: ProjectID, parent: ProjectID)? {
    guard expectedVersion == 0, case .project(let project) = after, let parent = project.parent
    else { return nil }
    return (project.id, parent.id)
  }

  /// The project that comes to its end with the batch, and the one that it was opened under; nil: none does.
  package var end: (child: ProjectID, parent: ProjectID)? {
    guard events.contains(.project(.ended)), case .project(let project) = after,
      let parent = project.parent
    else { return nil }
    return (project.id, parent.id)
  }
}

extension Kin {
  /// What a decision by these facts looked at.
  init(_ facts: Facts) {
    if let parent = facts.parent {
      self.init(parentVersion: parent.version)
    } else {
      self.init(
        children: facts.children.map { children in
          Dictionary(children.map { ($0.id, $0.isOver) }) { first, _ in first }
        })
    }
  }
}
