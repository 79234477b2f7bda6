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

  /// `before` nil: the project was opened. What the rulebook calls last stages, the plan, duties and searchable is taken as
  /// it is now.
  public init(
    _ before: Project?, _ after: Project, touched: [Request], _ rulebook: Rulebook, _ facts: Facts,
    at now: Timestamp
  ) {
    let workflow = rulebook.workflow
    let ledger = DutyLedger(
      workflow: workflow, calendar: rulebook.policy.calendar, project: after,
      inForce: facts.duties, timeZones: facts.timeZones, now: now)
    addFilings(before?.requests ?? [:], touched, after.workflow, at: now)
    // Most decisions are about a request and leave the project, and what it owes, as it was.
    if let before, before.isKept(as: after), !touched.contains(where: workflow.isOwed) {
      func dues(_ requests: [Request?]) -> Set<Due> {
        Set(requests.flatMap { $0?.dues(of: after.id, projectRoles: after.people) ?? [] })
      }
      addDues(dues(touched.map { before.requests[$0.id] }), dues(touched))
      return
    }
    let line = ProjectSummary(after, workflow)
    if before.map({ ProjectSummary($0, workflow) }) != line { summary = line }
    addDues(before?.dues(ledger) ?? [], after.dues(ledger))
    let old = before.flatMap { Lesson.Material($0, workflow) }
    let new = Lesson.Material(after, workflow)
    if old != new { lesson = new.map { .written($0.lesson) } ?? .gone(after.id) }
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

extension Workflow {
  /// Whether a request would fulfil a duty.
  fileprivate func isOwed(_ request: Request) -> Bool {
    guard case .action(let action, _) = request.subject else { return false }
    return duties.contains { $0.action == action }
  }
}
