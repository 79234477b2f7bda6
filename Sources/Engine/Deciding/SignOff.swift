import CEL
import Diagnostics

/// The rules of signing one request, the same for requests of projects and of the workspace.
///
/// Answers with the request's own events; what an approval then brings about is its owner's matter.
struct SignOff {
  let request: Request
  let population: Population
  let repeats: Policy.Repeats
  let calendar: WorkingCalendar
  let envelope: Envelope

  private var actor: PersonID { envelope.actor.person }

  /// The signature of the actor, what the machine concludes from it, and who is asked next.
  func approve(_ binding: Request.Binding, comment: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    try requireCurrent(binding)
    let place = try placeToSign()
    if request.route.steps[place.step].needsComment, comment.isEmpty {
      throw .commentRequired
    }
    let signature = Signature(
      person: actor, human: population.directory.human(actor), basis: place.elector.basis,
      comment: comment, at: envelope.at, binding: request.binding)
    var after = request
    var events: [RequestEvent] = []
    Self.record(
      .signed(request: request.id, step: place.step, slot: place.slot, signature: signature),
      &after, &events)
    return events + advance(after)
  }

  func reject(_ binding: Request.Binding, comment: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    try requireCurrent(binding)
    let place = try placeToSign()
    guard !comment.isEmpty else { throw .commentRequired }
    return [
      .rejected(
        request: request.id, step: request.route.steps[place.step].name, comment: comment,
        binding: binding)
    ]
  }

  func returnBack(_ binding: Request.Binding, to target: StepName?, comment: String)
    throws(Refusal) -> [RequestEvent]
  {
    try requirePending()
    try requireCurrent(binding)
    let place = try placeToSign()
    guard !comment.isEmpty else { throw .commentRequired }
    let here = request.route.steps[place.step]
    var step: Int?
    if let target {
      step = request.route.steps.firstIndex { $0.name == target && $0.position < here.position }
      guard step != nil else {
        let earlier = request.route.steps.filter { $0.position < here.position }.map(\.name.text)
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
    }
    var after = request
    var events: [RequestEvent] = []
    Self.record(
      .returned(
        request: request.id, from: here.name, to: step, comment: comment, binding: binding),
      &after, &events)
    return events + (step == nil ? [] : advance(after))
  }

  func withdraw(comment: String) throws(Refusal) -> [RequestEvent] {
    guard request.status.isOpen else { throw .notPending(request) }
    try requireSubmitter()
    return [.withdrawn(request: request.id, comment: comment)]
  }

  func requireSubmitter() throws(Refusal) {
    guard population.directory.human(actor) == population.directory.human(request.submitter) else {
      throw Refusal(
        .notAllowed,
        Bilingual("only the submitter may do that", zh: "只有提交人可以这样做"),
        whoCould: [request.submitter])
    }
  }

  /// Asks the steps that have become due to be asked, and fills what the policy lets the machine conclude.
  ///
  /// `request` is the request after the event that moved it; it returns the events that follow.
  func advance(_ request: Request) -> [RequestEvent] {
    var request = request
    var events: [RequestEvent] = []
    // Every turn of the loop fills a slot, so it ends.
    while let step = request.activeSteps.first(where: { request.asked[$0] == false }) {
      let due = request.route.steps[step].within.flatMap {
        calendar.end(of: $0, from: population.today)
      }
      Self.record(.asked(request: request.id, step: step, due: due), &request, &events)
      guard repeats == .merge else { continue }
      for slot in request.outcomes[step].indices where request.outcomes[step][slot] == nil {
        guard let verdict = repeatVerdict(request, step: step, slot: slot) else { continue }
        Self.record(
          .concluded(request: request.id, step: step, slot: slot, verdict: verdict), &request,
          &events)
      }
    }
    return events
  }

  /// A human who signed an earlier place of this round and content, and may sign this one too.
  private func repeatVerdict(_ request: Request, step: Int, slot: Int) -> MachineVerdict? {
    let electorate = population.electorate(of: request, step: step, slot: slot)
    let repeaters = electorate.barred.compactMap { person, bar in
      if case .alreadySigned(let earlier) = bar { (person, earlier) } else { nil }
    }
    return repeaters.first.map {
      .repeats(step: $0.1, human: population.directory.human($0.0))
    }
  }

  private static func record(
    _ event: RequestEvent, _ request: inout Request, _ events: inout [RequestEvent]
  ) {
    request.evolve(event)
    events.append(event)
  }

  private func requirePending() throws(Refusal) {
    guard request.status == .pending else { throw .notPending(request) }
  }

  /// INVARIANT (you-approve-what-you-saw): content, rulebook and revision are those that the signer was shown.
  private func requireCurrent(_ binding: Request.Binding) throws(Refusal) {
    guard binding == request.binding else {
      throw Refusal(
        .staleView,
        Bilingual(
          "`\(request.id)` is no longer what you were shown", zh: "`\(request.id)` 已不是你所看到的内容"),
        details: [
          Bilingual(
            "you saw revision \(binding.revision) (\(binding.content.short)); it is now revision \(request.revision) (\(request.contentDigest.short))",
            zh:
              "你看到的是第 \(binding.revision) 版（\(binding.content.short)），现在是第 \(request.revision) 版（\(request.contentDigest.short)）"
          )
        ],
        help: Bilingual(
          "look again: `tollgate show \(request.id)`", zh: "请重新查看：`tollgate show \(request.id)`"))
    }
  }

  /// The first open place of the active steps where the actor may sign; else the refusal that tells why not.
  private func placeToSign() throws(Refusal) -> (step: Int, slot: Int, elector: Electorate.Elector)
  {
    let directory = population.directory
    var electors: [PersonID] = []
    for step in request.activeSteps {
      for slot in request.outcomes[step].indices where request.outcomes[step][slot] == nil {
        let electorate = population.electorate(of: request, step: step, slot: slot)
        if let elector = electorate[actor] { return (step, slot, elector) }
        electors += electorate.electors.map(\.person)
      }
    }
    if directory.human(actor) == directory.human(request.submitter) {
      throw .selfApproval(request, whoCould: electors)
    }
    if let signed = request.signatures.first(where: { $0.signature.human == directory.human(actor) }
    ) {
      throw Refusal(
        .alreadySigned,
        Bilingual(
          "you have signed step `\(request.route.steps[signed.step].name)` of this round; one person counts once",
          zh: "你已在本轮签署步骤 `\(request.route.steps[signed.step].name)`；一人只计一次"),
        whoCould: electors)
    }
    let active = request.activeSteps.map { request.route.steps[$0].name.text }
    let later = request.route.steps.indices.first { step in
      !request.isComplete(step) && !request.activeSteps.contains(step)
        && request.outcomes[step].indices.contains {
          population.electorate(of: request, step: step, slot: $0)[actor] != nil
        }
    }
    if let later {
      throw Refusal(
        .notYourTurn,
        Bilingual(
          "step `\(request.route.steps[later].name)` is not asked yet; `\(active.joined(separator: "`, `"))` comes first",
          zh:
            "尚未轮到步骤 `\(request.route.steps[later].name)`；须先完成 `\(active.joined(separator: "`、`"))`"),
        whoCould: electors)
    }
    throw Refusal(
      .notASigner,
      Bilingual(
        "you are not among the signers of `\(active.joined(separator: "`, `"))`",
        zh: "你不是 `\(active.joined(separator: "`、`"))` 的审批人"),
      help: electors.isEmpty
        ? Bilingual(
          "nobody can sign it now; the administrator must appoint somebody",
          zh: "目前无人可签；须由管理员任命") : nil,
      whoCould: electors)
  }
}

extension Refusal {
  static var commentRequired: Refusal {
    Refusal(
      .commentRequired, Bilingual("say why: a comment is required", zh: "请说明理由：必须填写意见"),
      help: Bilingual("add `-m \"…\"`", zh: "请加 `-m \"…\"`"))
  }

  static func notPending(_ request: Request) -> Refusal {
    let state: Bilingual
    switch request.status {
    case .pending: state = Bilingual("pending", zh: "审批中")
    case .returned: state = Bilingual("back with its submitter", zh: "已退回提交人")
    case .approved: state = Bilingual("approved", zh: "已通过")
    case .rejected: state = Bilingual("rejected", zh: "已拒绝")
    case .withdrawn: state = Bilingual("withdrawn", zh: "已撤回")
    case .lapsed: state = Bilingual("lapsed with the project", zh: "已随项目结束而失效")
    }
    return Refusal(
      .notPending,
      Bilingual(
        "`\(request.id)` is not waiting for signatures: it is \(state.en)",
        zh: "`\(request.id)` 不在等待签署：\(state.zh)"))
  }

  static func selfApproval(_ request: Request, whoCould: [PersonID]) -> Refusal {
    Refusal(
      .selfApproval,
      Bilingual(
        "you submitted `\(request.id)`; whoever submits never signs, whatever roles they hold",
        zh: "`\(request.id)` 由你提交；提交人无论担任何种角色都不得签署"),
      whoCould: whoCould)
  }
}
