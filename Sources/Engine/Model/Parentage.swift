import Diagnostics

/// Under which projects of another workflow a project is opened, and what it takes over from them.
public struct Parentage: Sendable {
  /// Of the parent.
  public let workflow: WorkflowName
  /// The stages of the parent in which one may be opened.
  public let stages: [StageName]
  /// The roles on the parent of which whoever opens it must hold one.
  public let by: [RoleName]
  /// What is written down when it is opened, as the parent's forms say it then.
  public let copies: [Copy]

  /// One value that is taken over, read as `parent.NAME`.
  public struct Copy: Sendable {
    public let name: FieldName
    public let title: Bilingual
    public let type: FieldType
    public let form: FormName
    public let field: FieldName
    /// Whether none can be opened while the parent has no such value.
    public let isRequired: Bool

    public init(
      name: FieldName, title: Bilingual, type: FieldType, form: FormName, field: FieldName,
      isRequired: Bool
    ) {
      self.name = name
      self.title = title
      self.type = type
      self.form = form
      self.field = field
      self.isRequired = isRequired
    }
  }

  public init(
    workflow: WorkflowName, stages: [StageName], by: [RoleName], copies: [Copy]
  ) {
    self.workflow = workflow
    self.stages = stages
    self.by = by
    self.copies = copies
  }
}

extension FieldType {
  /// Whether a value is of the type, wherever it comes from. Bounds are the field's matter.
  func admits(_ value: FieldValue) -> Bool {
    switch (self, value) {
    case (.text, .text), (.integer, .integer), (.boolean, .boolean), (.date, .date),
      (.person, .person), (.file, .file), (.milestones, .milestones), (.milestone, .milestone),
      (.percent, .decimal):
      true
    case (.choice(let choices), .choice(let name)): choices.contains { $0.name == name }
    case (.money(let scale), .decimal(let number)), (.number(let scale), .decimal(let number)):
      number.normalized.scale <= scale
    default: false
    }
  }
}
