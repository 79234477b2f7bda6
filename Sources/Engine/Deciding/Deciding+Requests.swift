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
    let content = try content(
      action, typed, attachments, reason, rulebook, before: [:], submitter: actor)
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
    return try ask(draft, id) { draft in
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
    try signOff(request, pinned).requireInTime()
    guard case .action(let name, _) = request.subject, let action = pinned.workflow[action: name]
    else { preconditionFailure("a project's request is about an action of its pinned workflow") }
    try requireStage(action, pinned)
    try requireNotStopped(action, pinned, submitter: request.submitter)
    let reason = reason.isEmpty ? request.reason : reason
    let content = try content(
      action, typed, attachments, reason, pinned, before: request.content,
      submitter: request.submitter)
    let draft = try admit(action, content, pinned, submitter: request.submitter, own: id)
    let route = try route(action, content, pinned, submitter: request.submitter)
    return try ask(draft, id) { draft in
      draft.record(
        .resubmitted(
          request: id, content: content, reason: reason,
          contentDigest: request.subject.contentDigest(content, reason, facts.sha256),
          route: route))
    }
  }

  /// An answer; the last signature, or an override, lets the effects follow, if gates and route still stand.
  func answer(_ id: RequestID, _ answer: Answer) throws(Refusal) -> Decision<Project> {
    let (request, pinned) = try request(id)
    var draft = draft
    for event in try signOff(request, pinned).answer(answer) { draft.record(event) }
    try conclude(id, pinned, &draft)
    return draft.decision
  }

  func request(_ id: RequestID) throws(Refusal) -> (Request, Rulebook) {
    guard let request = project.requests[id] else { throw .unknownRequest(id) }
    guard let pinned = facts.pinned, pinned.digest == request.rulebook else {
      preconditionFailure("the rulebook of `\(id)` was not given")
    }
    return (request, pinned)
  }

  func signOff(_ request: Request, _ rulebook: Rulebook) -> SignOff {
    let calendar = rulebook.policy.calendar
    var terms = SignOff.Terms(day: { [facts] in facts.timeZones.day(of: $0, in: calendar) })
    terms.repeats = rulebook.policy.repeats
    terms.calendar = calendar
    terms.override = rulebook.policy.override
    terms.lapses = rulebook.policy.lapses
    terms.workflow = rulebook.workflow
    terms.sealing = facts.sealing
    if case .action(let action, _) = request.subject, rulebook.workflow[action: action] != nil {
      let rules = rulebook.rules(of: action)
      terms.reapproval = rules.reapproval
      terms.chain = rules.chain?.steps ?? []
    }
    return SignOff(
      request: request, population: population(rulebook), terms: terms, envelope: envelope)
  }

  func openRequest(of name: ActionName) -> Request? {
    project.requests.values.first { request in
      guard case .action(name, _) = request.subject else { return false }
      return request.status.isOpen
    }
  }

  func requireStage(_ action: Action, _ rulebook: Rulebook) throws(Refusal) {
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
  func requireNotStopped(_ action: Action, _ rulebook: Rulebook, submitter: PersonID)
    throws(Refusal)
  {
    try requireNoVacancy(action, rulebook)
    try requireNoOpenCondition(action)
    try requireDutiesDone(action)
    try gatekeeping(rulebook, submitter: submitter).requireNotHeld(action.name)
  }

  /// What the action's form holds: what was typed over what was there, with defaults, complete and computed.
  func content(
    _ action: Action, _ typed: [FieldName: String], _ attachments: [FieldName: Attachment],
    _ reason: String, _ rulebook: Rulebook, before: [FieldName: FieldValue], submitter: PersonID
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
    let content = numbered(
      form, form.completed(before.merging(parsed) { $1 }, baseline: project.baseline), rulebook)
    try form.requireComplete(content)
    return try form.sealed(
      try computed(action, content, rulebook, submitter: submitter), before: before, salt: salt,
      facts.sha256)
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

  func route(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID
  ) throws(Refusal) -> Route {
    let rules = rulebook.rules(of: action.name)
    let evaluation = Evaluation(
      rules.scope, project, content: content, circumstances(rulebook, submitter: submitter))
    // First: what cannot be summed up is told as that, and not as the error of whoever reads it.
    let windows = try evaluation.windowSums(others)
    var route = try rules.route(
      Routing(
        evaluation: evaluation, content: content, workflow: rulebook.workflow,
        submitter: submitter, population: population(rulebook)), action: action)
    route.windows = windows
    return route
  }

  /// Records the submission and asks the first steps.
  func ask(
    _ draft: ProjectDraft, _ id: RequestID, _ submit: (inout ProjectDraft) -> Void
  ) throws(Refusal) -> Decision<Project> {
    var draft = draft
    submit(&draft)
    guard let request = draft.project.requests[id], let rulebook = facts.rulebook(request.rulebook)
    else {
      preconditionFailure("a submitted request is on the record")
    }
    var asking = RequestDraft(request, envelope)
    signOff(request, rulebook).advance(&asking)
    for event in asking.events { draft.record(event) }
    try conclude(id, rulebook, &draft)
    return draft.decision
  }
}

extension Action {
  /// Whether somebody else has to agree before it takes effect.
  package var needsSignatures: Bool {
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
