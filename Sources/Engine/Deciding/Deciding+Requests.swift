import CEL
import Diagnostics

extension Deciding {
  /// Files a request, or carries the action out at once when nobody has to agree.
  func submit(
    _ name: ActionName, _ typed: [FieldName: String], _ attachments: [FieldName: Attachment],
    _ reason: String
  ) throws(Refusal) -> Decision<Project> {
    let workflow = rulebook.workflow
    guard let action = workflow[action: name] else {
      throw Refusal(
        .unknownAction, Bilingual("there is no action `\(name)`", zh: "没有动作 `\(name)`"),
        help: didYouMean(name.text, among: workflow.actions.map(\.name.text)))
    }
    try requireStage(action, rulebook)
    try requireRole(
      action.by, rulebook, to: Bilingual("submitting `\(name)`", zh: "提交 `\(name)` "))
    if !action.allowsMany, let open = openRequest(of: name) {
      throw Refusal(
        .alreadyOpen,
        Bilingual("`\(open.id)` of this kind is open already", zh: "已有同类申请 `\(open.id)` 未结束"),
        help: Bilingual(
          "wait for it, or withdraw it: tollgate withdraw \(open.id)",
          zh: "请等待其结束，或撤回：tollgate withdraw \(open.id)"))
    }
    try requireNotStopped(action, rulebook, submitter: actor)
    let content = try content(action, typed, attachments, reason, rulebook, before: [:])
    let draft = try admit(action, content, rulebook, submitter: actor)
    guard action.needsSignatures else {
      var draft = draft
      draft.record(
        .performed(action: name, content: content, reason: reason, rulebook: rulebook.digest))
      try apply(action, content, rulebook, submitter: actor, to: &draft)
      return draft.decision
    }
    let id = facts.nextRequest
    let subject = Request.Subject.action(name, on: project.id)
    let route = try route(action, content, rulebook, submitter: actor)
    return ask(draft, id) { draft in
      draft.record(
        .submitted(
          request: id, subject: subject, content: content, reason: reason,
          contentDigest: subject.contentDigest(content, reason, facts.sha256),
          rulebook: rulebook.digest, route: route))
    }
  }

  /// The same request again, after a return: decided under the rulebook that it was pinned to.
  func resubmit(
    _ id: RequestID, _ typed: [FieldName: String], _ attachments: [FieldName: Attachment],
    _ reason: String
  ) throws(Refusal) -> Decision<Project> {
    let (request, pinned) = try request(id)
    try signOff(request, pinned).requireSubmitter()
    guard request.status == .returned else {
      throw Refusal(
        .notReturned,
        Bilingual(
          "`\(id)` was not returned to you; only a returned request is resubmitted",
          zh: "`\(id)` 未被退回；只有退回的申请可以重新提交"))
    }
    guard case .action(let name, _) = request.subject, let action = pinned.workflow[action: name]
    else { preconditionFailure("a project's request is about an action of its pinned workflow") }
    try requireStage(action, pinned)
    try requireNotStopped(action, pinned, submitter: request.submitter)
    let reason = reason.isEmpty ? request.reason : reason
    let content = try content(action, typed, attachments, reason, pinned, before: request.content)
    let draft = try admit(action, content, pinned, submitter: request.submitter, own: id)
    let route = try route(action, content, pinned, submitter: request.submitter)
    return ask(draft, id) { draft in
      draft.record(
        .resubmitted(
          request: id, content: content, reason: reason,
          contentDigest: request.subject.contentDigest(content, reason, facts.sha256),
          route: route))
    }
  }

  /// A signature; the last one lets the effects follow, if gates and route still stand.
  func approve(_ id: RequestID, _ binding: Request.Binding, _ comment: String) throws(Refusal)
    -> Decision<Project>
  {
    let (request, pinned) = try request(id)
    let events = try signOff(request, pinned).approve(binding, comment: comment)
    var draft = draft
    for event in events { draft.record(event) }
    guard draft.project.requests[id]?.isComplete == true else { return draft.decision }
    guard case .action(let name, _) = request.subject, let action = pinned.workflow[action: name]
    else { preconditionFailure("a project's request is about an action of its pinned workflow") }
    try requireStage(action, pinned)
    try requireNotStopped(action, pinned, submitter: request.submitter)
    _ = try admit(action, request.content, pinned, submitter: request.submitter, own: id)
    try requireNotOutgrown(request, action, pinned)
    draft.record(.approved(request: id))
    try apply(action, request.content, pinned, submitter: request.submitter, to: &draft)
    return draft.decision
  }

  /// Any other answer to a request.
  func answer(_ id: RequestID, _ decide: (SignOff) throws(Refusal) -> [RequestEvent])
    throws(Refusal) -> Decision<Project>
  {
    let (request, pinned) = try request(id)
    var draft = draft
    for event in try decide(signOff(request, pinned)) { draft.record(event) }
    return draft.decision
  }

  private func request(_ id: RequestID) throws(Refusal) -> (Request, Rulebook) {
    guard let request = project.requests[id] else { throw .unknownRequest(id) }
    guard let pinned = facts.pinned, pinned.digest == request.rulebook else {
      preconditionFailure("the rulebook of `\(id)` was not given")
    }
    return (request, pinned)
  }

  private func signOff(_ request: Request, _ rulebook: Rulebook) -> SignOff {
    SignOff(
      request: request, population: population(rulebook), repeats: rulebook.policy.repeats,
      calendar: rulebook.policy.calendar, envelope: envelope)
  }

  func openRequest(of name: ActionName) -> Request? {
    project.requests.values.first { request in
      guard case .action(name, _) = request.subject else { return false }
      return request.status.isOpen
    }
  }

  private func requireStage(_ action: Action, _ rulebook: Rulebook) throws(Refusal) {
    guard action.from.contains(project.stage) else {
      let stages = action.from.map(\.text)
      throw Refusal(
        .wrongStage,
        Bilingual(
          "`\(action.name)` is possible in \(stages.joined(separator: ", ")); the project is in `\(project.stage)`",
          zh: "`\(action.name)` 只能在 \(stages.joined(separator: "、")) 阶段进行；项目现处 `\(project.stage)`"))
    }
  }

  /// Refuses while a hold or a vacancy stops the action.
  private func requireNotStopped(_ action: Action, _ rulebook: Rulebook, submitter: PersonID)
    throws(Refusal)
  {
    try requireNoVacancy(action, rulebook)
    try gatekeeping(rulebook, submitter: submitter).requireNotHeld(action.name)
  }

  /// What the action's form holds: what was typed over what was there, with defaults, complete.
  func content(
    _ action: Action, _ typed: [FieldName: String], _ attachments: [FieldName: Attachment],
    _ reason: String, _ rulebook: Rulebook, before: [FieldName: FieldValue]
  ) throws(Refusal) -> [FieldName: FieldValue] {
    guard let form = action.form.flatMap({ rulebook.workflow[form: $0] }) else {
      guard typed.isEmpty, attachments.isEmpty else {
        throw Refusal(
          .unknownField,
          Bilingual("`\(action.name)` has no form to fill in", zh: "`\(action.name)` 没有表单可填"))
      }
      return [:]
    }
    var typed = typed
    // A form that asks for the reason is told it once, not twice.
    if !reason.isEmpty, form["reason"] != nil, typed["reason"] == nil { typed["reason"] = reason }
    let parsed = try form.parse(
      typed, attachments: attachments, workflow: rulebook.workflow, facts: facts,
      today: today(rulebook))
    let content = form.completed(before.merging(parsed) { $1 }, baseline: project.baseline)
    try form.requireComplete(content)
    return content
  }

  /// Holds an action with its content against the gates, and against the holds that it is to lift.
  func admit(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID, own: RequestID? = nil
  ) throws(Refusal) -> ProjectDraft {
    let gatekeeping = gatekeeping(rulebook, submitter: submitter)
    let evaluation = Evaluation(
      rulebook.rules(of: action.name).scope, project, content: content,
      circumstances(rulebook, submitter: submitter))
    try gatekeeping.requireOpen(action, evaluation, content: content, own: own)
    var after = draft
    try apply(action, content, rulebook, submitter: submitter, to: &after)
    try gatekeeping.requireLifts(action.name, after.project)
    return draft
  }

  private func route(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID
  ) throws(Refusal) -> Route {
    let rules = rulebook.rules(of: action.name)
    let evaluation = Evaluation(
      rules.scope, project, content: content, circumstances(rulebook, submitter: submitter))
    return try rules.route(
      evaluation, content: content, action: action, workflow: rulebook.workflow)
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

  /// Records the submission and asks the first steps.
  private func ask(
    _ draft: ProjectDraft, _ id: RequestID, _ submit: (inout ProjectDraft) -> Void
  ) -> Decision<Project> {
    var draft = draft
    submit(&draft)
    guard let request = draft.project.requests[id], let rulebook = rulebook(of: request) else {
      preconditionFailure("a submitted request is on the record")
    }
    for event in signOff(request, rulebook).advance(request) { draft.record(event) }
    return draft.decision
  }

  private func rulebook(of request: Request) -> Rulebook? {
    [rulebook, facts.pinned].compactMap { $0 }.first { $0.digest == request.rulebook }
  }
}

extension Action {
  /// Whether somebody else has to agree before it takes effect.
  var needsSignatures: Bool {
    signOff != nil
      || effects.contains { effect in if case .reach = effect { true } else { false } }
  }
}

extension Refusal {
  public static func unknownRequest(_ id: RequestID) -> Refusal {
    Refusal(
      .unknownRequest, Bilingual("there is no open request `\(id)`", zh: "没有未结束的申请 `\(id)`"))
  }
}
