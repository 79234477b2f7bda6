import CEL
import Diagnostics

/// The rules of signing one request, the same for requests of projects and of the workspace.
///
/// Answers with the request's own events; what an approval then brings about is its owner's matter.
struct SignOff {
  let request: Request
  let population: Population
  let terms: Terms
  let envelope: Envelope

  /// What the policy says about signing, beside the route.
  struct Terms {
    var repeats = Policy.Repeats.separate
    var calendar = WorkingCalendar.everyDay
    var override: OverrideRule?
    var lapses = Lapses()
    var reapproval: [FieldName: Worsening] = [:]
    /// The steps of the whole chain, in the route or not: whom a late one may go up to.
    var chain: [Step] = []
    var workflow: Workflow?
    var sealing = Sealing.none
    /// The day of a time in the calendar's zone.
    let day: (Timestamp) -> CivilDate
  }

  var directory: Directory { population.directory }

  func answer(_ answer: Answer) throws(Refusal) -> [RequestEvent] {
    let events = try events(answer)
    // Last: whoever may not decide at all is told that.
    try requireSeal(answer)
    return events
  }

  private func events(_ answer: Answer) throws(Refusal) -> [RequestEvent] {
    switch answer {
    case .approve(let binding, let comment, let conditions):
      return try approve(binding, comment: comment, conditions: conditions)
    case .reject(let binding, let comment): return try reject(binding, comment: comment)
    case .returnBack(let binding, let target, let resume, let comment):
      return try returnBack(binding, to: target, resume, comment: comment)
    case .withdraw(let comment): return try withdraw(comment: comment)
    case .takeBack: return try takeBack()
    case .transfer(let person, let comment): return try transfer(to: person, comment: comment)
    case .claim: return try claim()
    case .release: return try release()
    case .addSigner(let person, let turn, let comment):
      return try addSigner(person, turn, comment: comment)
    case .removeSigner(let person): return try removeSigner(person)
    case .ask(let text): return try ask(text)
    case .consult(let person, let text): return try consult(person, text)
    case .reply(let text): return try reply(text)
    case .remind(let comment): return try remind(comment: comment)
    case .see: return try see()
    case .copy(let people): return try copy(to: people)
    case .override(let binding, let reason): return try override(binding, reason: reason)
    }
  }

  /// The signature of the actor, what the machine concludes from it, and who is asked next.
  private func approve(
    _ binding: Request.Binding, comment: String, conditions: [Reservation]
  ) throws(Refusal) -> [RequestEvent] {
    try requireCurrent(binding)
    let place = try placeToSign()
    if request.route.steps[place.step].needsComment, comment.isEmpty { throw .commentRequired }
    for condition in conditions { try require(condition) }
    var draft = RequestDraft(request, envelope)
    draft.record(
      .signed(
        request: request.id, step: place.step, slot: place.slot,
        signature: try signature(place, comment, conditions)))
    advance(&draft)
    return draft.events
  }

  /// A no. In a vote it is one voice; elsewhere it does what the step says.
  private func reject(_ binding: Request.Binding, comment: String) throws(Refusal)
    -> [RequestEvent]
  {
    try requireCurrent(binding)
    let place = try placeToSign()
    guard !comment.isEmpty else { throw .commentRequired }
    let step = request.route.steps[place.step]
    var draft = RequestDraft(request, envelope)
    if request.isVote(place.step, place.slot) {
      draft.record(
        .opposed(
          request: request.id, step: place.step, slot: place.slot,
          signature: try signature(place, comment, [])))
      guard !draft.request.canCarry(place.step) else { return draft.events }
      draft.record(.outvoted(request: request.id, step: step.name))
    } else {
      draft.record(
        .rejected(request: request.id, step: step.name, comment: comment, binding: binding))
    }
    switch step.rejection {
    case .ends: break
    case .returns: giveBack(&draft, from: step, to: nil, comment: comment)
    case .back:
      let before = request.route.steps.indices.filter {
        request.route.steps[$0].position < step.position
      }.max { request.route.steps[$0].position < request.route.steps[$1].position }
      giveBack(&draft, from: step, to: before, comment: comment)
    }
    return draft.events
  }

  private func returnBack(
    _ binding: Request.Binding, to target: StepName?, _ resume: RequestEvent.Resume,
    comment: String
  ) throws(Refusal) -> [RequestEvent] {
    try requireCurrent(binding)
    let place = try placeToSign()
    guard !comment.isEmpty else { throw .commentRequired }
    let here = request.route.steps[place.step]
    let step = try target.map { name throws(Refusal) in try earlier(name, than: here) }
    var draft = RequestDraft(request, envelope)
    giveBack(&draft, from: here, to: step, resume, comment: comment)
    return draft.events
  }

  private func giveBack(
    _ draft: inout RequestDraft, from step: RoutedStep, to target: Int?,
    _ resume: RequestEvent.Resume = .forward, comment: String
  ) {
    draft.record(
      .returned(
        request: request.id, from: step.name, to: target, resume: resume, comment: comment,
        binding: request.binding))
    if target != nil { advance(&draft) }
  }

  private func earlier(_ target: StepName, than here: RoutedStep) throws(Refusal) -> Int {
    let steps = request.route.steps
    if let step = steps.firstIndex(where: { $0.name == target && $0.position < here.position }) {
      return step
    }
    let earlier = steps.filter { $0.position < here.position }.map(\.name.text)
    throw Refusal(
      .unknownStep,
      Bilingual(
        "no step `\(target)` comes before `\(here.name)`",
        zh: "`\(here.name)` 之前没有步骤 `\(target)`"),
      help: earlier.isEmpty
        ? Bilingual("return it to the submitter", zh: "请退回给提交人")
        : Bilingual(
          "earlier steps: \(earlier.joined(separator: ", "))",
          zh: "之前的步骤：\(earlier.joined(separator: "、"))"))
  }

  private func withdraw(comment: String) throws(Refusal) -> [RequestEvent] {
    guard request.status.isOpen else { throw .notPending(request) }
    try requireSubmitter()
    return [.withdrawn(request: request.id, comment: comment)]
  }

  func requireSubmitter() throws(Refusal) {
    guard try human() == directory.human(request.submitter) else {
      throw Refusal(
        .notAllowed,
        Bilingual("only the submitter may do that", zh: "只有提交人可以这样做"),
        whoCould: [request.submitter])
    }
  }

  private func signature(
    _ place: Place, _ comment: String, _ conditions: [Reservation]
  ) throws(Refusal) -> Signature {
    Signature(
      person: try actor(), human: try human(), basis: place.elector.basis, comment: comment,
      at: envelope.at, binding: request.binding, conditions: conditions)
  }

  private func require(_ condition: Reservation) throws(Refusal) {
    guard !condition.criterion.allSatisfy(\.isWhitespace) else {
      throw Refusal(
        .invalidValue, Bilingual("a condition says what must be met", zh: "条件须写明应满足的内容"))
    }
    guard directory[condition.owner]?.isActive(on: population.today) == true else {
      throw .unknownPerson(condition.owner, directory)
    }
    guard condition.due >= population.today else {
      throw Refusal(
        .invalidValue,
        Bilingual("the day of the condition has passed", zh: "条件的期限已过"))
    }
    if let workflow = terms.workflow, workflow[action: condition.blocks] == nil {
      throw Refusal(
        .unknownAction,
        Bilingual("there is no action `\(condition.blocks)`", zh: "没有动作 `\(condition.blocks)`"),
        help: didYouMean(condition.blocks.text, among: workflow.actions.map(\.name.text)))
    }
    guard case .action = request.subject else {
      throw Refusal(
        .notAllowed,
        Bilingual("only approvals of projects take conditions", zh: "只有项目的审批可以附条件"))
    }
  }
}

/// A request as the events so far would leave it.
struct RequestDraft {
  private(set) var request: Request
  private(set) var events: [RequestEvent] = []
  let envelope: Envelope

  init(_ request: Request, _ envelope: Envelope) {
    self.request = request
    self.envelope = envelope
  }

  mutating func record(_ event: RequestEvent) {
    events.append(event)
    request.evolve(event, envelope)
  }
}
