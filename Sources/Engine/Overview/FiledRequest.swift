import CEL

/// A request in one line, as reports read it: what it was about, and from when to when. Times are as exact as a millisecond.
public struct FiledRequest: Sendable, Hashable {
  public let request: RequestID
  /// nil: the request is the workspace's own.
  public let project: ProjectID?
  public let workflow: WorkflowName
  public let matter: Matter
  public let submitter: PersonID
  public let submitted: Timestamp
  /// When it ended, in whatever way; nil: it is open.
  public let ended: Timestamp?
  public let status: Request.Status

  public enum Matter: Sendable, Hashable {
    case action(ActionName)
    case publishing
  }

  public init(
    request: RequestID, project: ProjectID?, workflow: WorkflowName, matter: Matter,
    submitter: PersonID, submitted: Timestamp, ended: Timestamp?, status: Request.Status
  ) {
    self.request = request
    self.project = project
    self.workflow = workflow
    self.matter = matter
    self.submitter = submitter
    self.submitted = submitted.wholeMilliseconds
    self.ended = ended?.wholeMilliseconds
    self.status = status
  }
}

extension FiledRequest {
  /// A request as it stands after something was decided about it at a time. `workflow` is its project's.
  init(_ request: Request, workflow: WorkflowName?, at now: Timestamp) {
    let ended = request.status.isOpen ? nil : now
    switch request.subject {
    case .action(let action, let project):
      self.init(
        request: request.id, project: project, workflow: workflow ?? "", matter: .action(action),
        submitter: request.submitter, submitted: request.submittedAt, ended: ended,
        status: request.status)
    case .publish(_, let workflow, _):
      self.init(
        request: request.id, project: nil, workflow: workflow, matter: .publishing,
        submitter: request.submitter, submitted: request.submittedAt, ended: ended,
        status: request.status)
    }
  }
}
