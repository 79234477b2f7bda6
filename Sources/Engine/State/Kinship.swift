/// What a project has from the one that it was opened under.
public struct ParentLink: Sendable, Hashable, Codable {
  public let id: ProjectID
  /// As the parent's forms said it when the project was opened.
  public let values: [FieldName: FieldValue]

  public init(id: ProjectID, values: [FieldName: FieldValue]) {
    self.id = id
    self.values = values
  }
}

/// A project that was opened under another, as it stands.
public struct Child: Sendable, Hashable {
  /// A parent's rules look at all of them in each decision.
  public static let maximum = 200

  public let id: ProjectID
  public let title: String
  public let workflow: WorkflowName
  public let stage: StageName
  /// Nothing happens to it any more.
  public let isOver: Bool

  public init(
    id: ProjectID, title: String, workflow: WorkflowName, stage: StageName, isOver: Bool
  ) {
    self.id = id
    self.title = title
    self.workflow = workflow
    self.stage = stage
    self.isOver = isOver
  }

  public init(_ project: Project) {
    self.init(
      id: project.id, title: project.title, workflow: project.workflow, stage: project.stage,
      isOver: project.isOver)
  }
}
