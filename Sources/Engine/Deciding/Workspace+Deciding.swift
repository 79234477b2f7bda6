import CEL
import Diagnostics

extension Workspace {
  /// What a command about the company's own record leads to. `workspace` is nil for `found` alone.
  ///
  /// Publishing needs another administrator's signature, or those of the policy's own chain, as soon as there is a
  /// second administrator: nobody writes and approves a policy alone.
  public static func decide(_ command: Command, on workspace: Workspace?, _ facts: Facts)
    throws(Refusal) -> Decision<Workspace>
  {
    let envelope = command.envelope
    if case .found(let name, let administrator, let allowsActingAs) = command.order {
      return try found(name, administrator, allowsActingAs, envelope)
    }
    guard let workspace else {
      throw Refusal(
        .alreadyExists, Bilingual("the workspace has not been founded", zh: "工作区尚未建立"))
    }
    if case .tick = command.order { return try workspace.tick(envelope, facts) }
    var deciding = try WorkspaceDeciding(WorkspaceDraft(workspace, envelope), facts)
    if command.order.concernsPeople { deciding.endStandInsThatAreOver() }
    switch command.order {
    case .found: break
    case .importPeople(let people): try deciding.importPeople(people)
    case .appoint(let person, let holding): try deciding.appoint(person, holding)
    case .relieve(let person, let role, let day): try deciding.relieve(person, role, on: day)
    case .leave(let person, let day): try deciding.leave(person, on: day)
    case .handOver(let person, let successor, let day, let withRoles):
      try deciding.handOver(person, to: successor, on: day, withRoles: withRoles)
    case .takeBack(let person): try deciding.takeBack(person)
    case .delegate(let delegation): try deciding.delegate(delegation)
    case .endStandIn(let id): try deciding.endStandIn(id)
    case .absent(let person, let absence): try deciding.absent(person, absence)
    case .comeBack(let person, let from, let day):
      try deciding.comeBack(person, from: from, on: day)
    case .addKey(let person, let key, let label):
      try deciding.addKey(person, key, label: label)
    case .revokeKey(let person, let key, let reason):
      try deciding.revokeKey(person, key, because: reason)
    case .publish(let policy, let workflow, let rulebook):
      try deciding.publish(policy, workflow, rulebook)
    case .answer(let id, let answer): try deciding.answer(id, answer)
    case .resubmit(let id, _, _, let reason): try deciding.resubmit(id, reason)
    case .open, .fill, .submit, .appointToProject, .accept, .draft, .condition, .review, .migrate,
      .tick:
      preconditionFailure("an order about a project is decided by the project")
    }
    var decision = deciding.draft.decision
    decision.dueDays = decision.record.dueDays(of: decision.touched, facts, envelope)
    return decision
  }

  private static func found(
    _ name: String, _ administrator: Person, _ allowsActingAs: Bool, _ envelope: Envelope
  ) throws(Refusal) -> Decision<Workspace> {
    let event = Event.workspace(
      .founded(name: name, administrator: administrator, allowsActingAs: allowsActingAs))
    guard !name.allSatisfy(\.isWhitespace), name.unicodeScalars.count <= 200 else {
      throw Refusal(
        .invalidValue,
        Bilingual("a workspace needs a name of 1 to 200 characters", zh: "工作区需有 1 至 200 字的名称"))
    }
    guard let draft = WorkspaceDraft(founding: event, envelope) else {
      preconditionFailure("`founded` founds a workspace")
    }
    return draft.decision
  }
}

/// One decision about the workspace.
struct WorkspaceDeciding {
  var draft: WorkspaceDraft
  let facts: Facts
  let today: CivilDate
  let actor: Person

  init(_ draft: WorkspaceDraft, _ facts: Facts) throws(Refusal) {
    self.draft = draft
    self.facts = facts
    let calendar = facts.pinned?.policy.calendar ?? facts.current?.policy.calendar ?? .everyDay
    today = facts.today(calendar, draft.envelope)
    actor = try facts.requireActor(draft.envelope, on: today)
  }

  var workspace: Workspace { draft.workspace }

  mutating func publish(_ policy: PolicyName, _ workflow: WorkflowName, _ rulebook: Digest)
    throws(Refusal)
  {
    try facts.requireAdministrator(actor, on: today)
    if workspace.policies[policy]?.rulebook == rulebook {
      throw Refusal(
        .nothingChanged,
        Bilingual("exactly this version of `\(policy)` is in force", zh: "`\(policy)` 的这一版本已在执行"))
    }
    let subject = Request.Subject.publish(policy, workflow: workflow, rulebook: rulebook)
    for request in workspace.requests.values where request.status.isOpen {
      guard case .publish(policy, _, _) = request.subject else { continue }
      throw Refusal(
        .alreadyOpen,
        Bilingual(
          "`\(request.id)` to publish `\(policy)` is open already",
          zh: "发布 `\(policy)` 的申请 `\(request.id)` 尚未结束"),
        help: Bilingual(
          "wait for it, or withdraw it: tollgate withdraw \(request.id)",
          zh: "请等待其结束，或撤回：tollgate withdraw \(request.id)"))
    }
    if let published = workspace.policies[policy], published.workflow != workflow {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(policy)` governs `\(published.workflow)`; it cannot change to `\(workflow)`",
          zh: "`\(policy)` 适用于 `\(published.workflow)`，不能改为 `\(workflow)`"),
        help: Bilingual("publish it under another name", zh: "请以其他名称发布"))
    }
    guard facts.hasOtherAdministrator(than: actor.id, on: today) else {
      try requirePaths(policy)
      // Whoever is alone can always publish anew.
      draft.record(
        .published(policy: policy, workflow: workflow, rulebook: rulebook, reviewed: false))
      oblige(policy)
      return
    }
    if let proposed = facts.proposed { try requireRepairable(proposed) }
    try requirePaths(policy)
    let id = facts.nextRequest
    // The chain of the version in force decides; a first version is signed by another administrator.
    draft.record(
      .submitted(
        request: id, subject: subject, content: [:], reason: "",
        contentDigest: subject.contentDigest([:], "", facts.sha256),
        rulebook: facts.current?.digest ?? rulebook,
        route: try route(to: facts.current, by: actor.id)))
    advance(id)
  }

  mutating func resubmit(_ id: RequestID, _ reason: String) throws(Refusal) {
    let request = try request(id)
    try signOff(request).requireSubmitter()
    guard request.status == .returned else {
      throw Refusal(
        .notReturned, Bilingual("`\(id)` was not returned to you", zh: "`\(id)` 未被退回"))
    }
    try signOff(request).requireInTime()
    draft.record(
      .resubmitted(
        request: id, content: [:], reason: reason,
        contentDigest: request.subject.contentDigest([:], reason, facts.sha256),
        route: request.route))
    advance(id)
  }

  mutating func answer(_ id: RequestID, _ answer: Answer) throws(Refusal) {
    let request = try request(id)
    for event in try signOff(request).answer(answer) { draft.record(event) }
    try conclude(id)
  }

  /// The last signature, or an override, puts the policy in force.
  private mutating func conclude(_ id: RequestID) throws(Refusal) {
    guard let request = draft.workspace.requests[id],
      case .publish(let policy, let workflow, let rulebook) = request.subject
    else { return }
    switch request.status {
    case .pending where request.isComplete && request.hasHumanApproval:
      try signOff(request).requireFresh(request)
      draft.record(.approved(request: id))
    case .overridden: break
    case .pending, .returned, .approved, .rejected, .withdrawn, .lapsed: return
    }
    try requirePaths(policy)
    draft.record(
      .published(policy: policy, workflow: workflow, rulebook: rulebook, reviewed: true))
    oblige(policy)
  }

  /// Writes down from when on projects owe what the policy put in force asks: nobody is behind with what was not asked.
  private mutating func oblige(_ policy: PolicyName) {
    guard let proposed = facts.proposed, proposed.policy.name == policy else { return }
    let duties = proposed.workflow.duties.map(\.name)
    let known = workspace.policies[policy].map { Set($0.duties.keys) } ?? []
    guard Set(duties) != known else { return }
    draft.record(.obliged(policy: policy, duties: duties))
  }

  private mutating func advance(_ id: RequestID) {
    guard let request = workspace.requests[id] else { return }
    var asking = RequestDraft(request, draft.envelope)
    signOff(request).advance(&asking)
    for event in asking.events { draft.record(event) }
  }

  private func request(_ id: RequestID) throws(Refusal) -> Request {
    guard let request = workspace.requests[id] else { throw .unknownRequest(id) }
    return request
  }

  private func signOff(_ request: Request) -> SignOff {
    workspace.signOff(request, facts, draft.envelope)
  }
}

extension Workspace {
  /// What has passed its day among the requests to publish, and the stand-ins that are over.
  func tick(_ envelope: Envelope, _ facts: Facts) throws(Refusal) -> Decision<Workspace> {
    guard case .timer = envelope.actor else {
      throw Refusal(
        .notAllowed, Bilingual("only the clock may do that", zh: "只有系统计时可以这样做"))
    }
    var draft = WorkspaceDraft(self, envelope)
    for request in requests.values.sorted(by: { $0.id < $1.id }) {
      for event in signOff(request, facts, envelope).tick() { draft.record(event) }
    }
    let today = facts.today(facts.current?.policy.calendar ?? .everyDay, envelope)
    for event in standInsThatAreOver(on: today) { draft.record(event) }
    guard !draft.events.isEmpty else {
      throw Refusal(.nothingChanged, Bilingual("nothing is due", zh: "没有到期事项"))
    }
    var decision = draft.decision
    decision.dueDays = decision.record.dueDays(of: decision.touched, facts, envelope)
    return decision
  }

  fileprivate func dueDays(of touched: [Request], _ facts: Facts, _ envelope: Envelope) -> [DueDay]
  {
    touched.map { DueDay(request: $0.id, day: signOff($0, facts, envelope).dueDay) }
  }

  fileprivate func signOff(_ request: Request, _ facts: Facts, _ envelope: Envelope) -> SignOff {
    let pinned = facts.rulebook(request.rulebook)
    let calendar = pinned?.policy.calendar ?? .everyDay
    var terms = SignOff.Terms(day: { facts.timeZones.day(of: $0, in: calendar) })
    terms.calendar = calendar
    terms.lapses = pinned?.policy.lapses ?? Lapses()
    terms.chain = pinned?.policy.publishing?.steps ?? []
    terms.workflow = pinned?.workflow
    terms.sealing = facts.sealing
    return SignOff(
      request: request,
      population: Population(
        directory: directory, projectRoles: [:], today: facts.today(calendar, envelope)),
      terms: terms, envelope: envelope)
  }
}

extension WorkingCalendar {
  /// Before any policy brings a calendar: every day is a working day, in UTC.
  public static let everyDay = WorkingCalendar(zone: "UTC", weekend: [], holidays: [], working: [])
}
