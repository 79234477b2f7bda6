import CEL

/// What a decision changes of the lines that reports read. All of them follow from the log; none is evidence.
public struct Overview: Sendable, Hashable {
  /// nil: the project's line is as it was.
  public var summary: ProjectSummary?
  /// Those that are new or different.
  public var filings: [FiledRequest] = []
  public var noLongerDue: Set<Due> = []
  public var newlyDue: Set<Due> = []
  public var lesson = LessonChange.unchanged

  public enum LessonChange: Sendable, Hashable {
    case unchanged
    case gone(ProjectID)
    case written(Lesson)
  }

  /// Nothing changes.
  public init() {}

  /// `before` nil: the project was opened. What the workflow calls its last stages, its plan and its searchable fields is
  /// taken as it is now.
  public init(
    _ before: Project?, _ after: Project, touched: [Request], _ workflow: Workflow,
    at now: Timestamp
  ) {
    let line = ProjectSummary(after, workflow)
    if before.map({ ProjectSummary($0, workflow) }) != line { summary = line }
    addFilings(before?.requests ?? [:], touched, after.workflow, at: now)
    addDues(before?.dues(workflow) ?? [], after.dues(workflow))
    // Most decisions touch no form.
    guard before?.forms != after.forms || summary != nil else { return }
    let (old, new) = (before.flatMap { Lesson($0, workflow) }, Lesson(after, workflow))
    if let new, new != old { lesson = .written(new) }
    if new == nil, old != nil { lesson = .gone(after.id) }
  }

  public init(_ before: Workspace?, _ after: Workspace, touched: [Request], at now: Timestamp) {
    func dues(_ workspace: Workspace?) -> Set<Due> {
      Set(workspace?.requests.values.flatMap { $0.dues(of: nil, projectRoles: [:]) } ?? [])
    }
    addFilings(before?.requests ?? [:], touched, nil, at: now)
    addDues(dues(before), dues(after))
  }

  private mutating func addFilings(
    _ before: [RequestID: Request], _ touched: [Request], _ workflow: WorkflowName?,
    at now: Timestamp
  ) {
    for request in touched where before[request.id]?.status != request.status {
      filings.append(FiledRequest(request, workflow: workflow, at: now))
    }
  }

  private mutating func addDues(_ before: Set<Due>, _ after: Set<Due>) {
    noLongerDue = before.subtracting(after)
    newlyDue = after.subtracting(before)
  }
}
