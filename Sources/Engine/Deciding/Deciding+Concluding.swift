import CEL
import Diagnostics

extension Deciding {
  /// Lets the effects of a request follow that has all it needs.
  func conclude(_ id: RequestID, _ pinned: Rulebook, _ draft: inout ProjectDraft) throws(Refusal) {
    guard let request = draft.project.requests[id] else { return }
    var routed = self
    // What was filed later looked at this request's weight, and does not stand in its way.
    routed.others = request.route.windows.map(\.others)
    try routed.takeEffect(request, pinned, &draft)
  }

  private func takeEffect(
    _ request: Request, _ pinned: Rulebook, _ draft: inout ProjectDraft
  ) throws(Refusal) {
    let id = request.id
    switch request.status {
    case .pending where request.isComplete:
      guard request.hasHumanApproval else {
        throw Refusal(
          .emptyRoute,
          Bilingual(
            "nobody would have agreed to `\(id)`; that is an error, not an approval",
            zh: "`\(id)` 无人同意；这是错误，不是通过"))
      }
      try signOff(request, pinned).requireFresh(request)
    case .overridden: break
    case .pending, .returned, .approved, .rejected, .withdrawn, .lapsed: return
    }
    guard case .action(let name, _) = request.subject, let action = pinned.workflow[action: name]
    else { preconditionFailure("a project's request is about an action of its pinned workflow") }
    try requireStage(action, pinned)
    try requireNotStopped(action, pinned, submitter: request.submitter)
    _ = try admit(action, request.content, pinned, submitter: request.submitter, own: id)
    if request.status == .pending {
      try requireNotOutgrown(request, action, pinned)
      draft.record(.approved(request: id))
    } else if let override = request.override {
      draft.record(
        .reviewDue(
          id, on: override.reviewOn,
          letPassBy: [override.human, facts.directory.human(actor)]))
    }
    let conditions = request.approvals.flatMap { place in
      place.signature.conditions.map { (place.signature.person, $0) }
    }
    if !conditions.isEmpty {
      draft.record(
        .conditioned(
          conditions.enumerated().map { index, condition in
            Condition(
              id: ConditionID("\(id)/\(index + 1)"), request: id, by: condition.0,
              terms: condition.1)
          }))
    }
    try apply(action, request.content, pinned, submitter: request.submitter, to: &draft)
  }

  /// Refuses the last signature when the world has moved so that the request would need more signers now.
  private func requireNotOutgrown(_ request: Request, _ action: Action, _ rulebook: Rulebook)
    throws(Refusal)
  {
    let now = try route(action, request.content, rulebook, submitter: request.submitter)
    let signed = Set(request.route.steps.map(\.name))
    let added = now.steps.map(\.name).filter { !signed.contains($0) }
    guard added.isEmpty else {
      throw Refusal(
        .outgrown,
        Bilingual(
          "since `\(request.id)` was routed the project has changed; it now also needs \(added.map(\.text).joined(separator: ", "))",
          zh: "`\(request.id)` 送审后项目已变化，现在还需要 \(added.map(\.text).joined(separator: "、"))"),
        help: Bilingual(
          "return it, so that it is routed anew: tollgate return \(request.id) -m …",
          zh: "请退回以重新计算审批链：tollgate return \(request.id) -m …"))
    }
  }
}
