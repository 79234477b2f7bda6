import CEL

/// What a project has written down for those who come later: its searchable fields, as they stand.
public struct Lesson: Sendable, Hashable {
  /// One field.
  public struct Passage: Sendable, Hashable, Codable {
    public let form: FormName
    public let field: FieldName
    public let text: String

    public init(form: FormName, field: FieldName, text: String) {
      self.form = form
      self.field = field
      self.text = text
    }
  }

  public let project: ProjectID
  /// When the last of the passages was written, as exact as a second.
  public let at: Timestamp
  /// Never empty.
  public let passages: [Passage]
  /// What its index holds: see `SearchTerms`.
  public let terms: [String]

  public init(
    project: ProjectID, at: Timestamp, passages: [Passage], filters: [LessonQuery.Filter]
  ) {
    self.project = project
    self.at = Timestamp(seconds: at.seconds) ?? at
    self.passages = passages
    terms = SearchTerms.indexed(
      passages.map(\.text), [LessonQuery.everything] + filters.map(\.term))
  }

  /// As a store keeps it.
  package init(project: ProjectID, at: Timestamp, passages: [Passage], terms: [String]) {
    self.project = project
    self.at = at
    self.passages = passages
    self.terms = terms
  }
}

extension Lesson {
  /// nil: nothing searchable is filled in.
  init?(_ project: Project, _ workflow: Workflow) {
    var passages: [Passage] = []
    var at: Timestamp?
    for form in workflow.forms {
      guard let record = project.forms[form.name] else { continue }
      for field in form.fields where field.isSearchable {
        guard case .text(let text)? = record.values[field.name], !text.isEmpty else { continue }
        passages.append(Passage(form: form.name, field: field.name, text: text))
        at = at.map { max($0, record.at) } ?? record.at
      }
    }
    guard let at else { return nil }
    var filters: [LessonQuery.Filter] = [.workflow(project.workflow), .stage(project.stage)]
    if workflow[stage: project.stage]?.isLast == true { filters.append(.result(project.stage)) }
    self.init(
      project: project.id, at: at, passages: passages,
      filters: filters + project.levels.map { .level($0) })
  }
}
