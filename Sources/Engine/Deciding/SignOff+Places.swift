import CEL
import Diagnostics

/// Who is acting, and where they may.
extension SignOff {
  /// A place that the actor may fill now.
  struct Place {
    let step: Int
    let slot: Int
    let elector: Electorate.Elector
  }

  /// INVARIANT (people-decide): only a person answers a request; the clock has its own verbs.
  func actor() throws(Refusal) -> PersonID {
    guard let person = envelope.actor.person else {
      throw Refusal(
        .notAllowed, Bilingual("a machine does not decide", zh: "机器不作决定"))
    }
    return person
  }

  func human() throws(Refusal) -> PersonID { directory.human(try actor()) }

  func requirePending() throws(Refusal) {
    guard request.status == .pending else { throw .notPending(request) }
    try requireInTime()
  }

  /// INVARIANT (you-approve-what-you-saw): content, rulebook and revision are those that the signer was shown.
  func requireCurrent(_ binding: Request.Binding) throws(Refusal) {
    try requirePending()
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
  func placeToSign() throws(Refusal) -> Place {
    let actor = try actor()
    var electors: [PersonID] = []
    for step in request.activeSteps {
      for slot in request.openSlots(step) {
        let electorate = population.electorate(of: request, step: step, slot: slot)
        if let elector = electorate[actor] {
          return Place(step: step, slot: slot, elector: elector)
        }
        electors += electorate.electors.map(\.person)
      }
    }
    throw reasonNotToSign(actor, electors)
  }

  private func reasonNotToSign(_ actor: PersonID, _ electors: [PersonID]) -> Refusal {
    let human = directory.human(actor)
    if human == directory.human(request.submitter) {
      return .selfApproval(request, whoCould: electors)
    }
    if case .alreadySigned(let step)? = population.bar(actor, in: request) {
      let isOwn =
        request.approvals.contains { $0.signature.human == human }
        || request.signatures.contains { $0.signature.human == human }
      return Refusal(
        .alreadySigned,
        isOwn
          ? Bilingual(
            "you have signed step `\(step)` of this round; one person counts once",
            zh: "你已在本轮签署步骤 `\(step)`；一人只计一次")
          : Bilingual(
            "somebody has signed step `\(step)` of this round for you; one person counts once",
            zh: "本轮步骤 `\(step)` 已有人代你签署；一人只计一次"),
        whoCould: electors)
    }
    let active = request.activeSteps.map { request.route.steps[$0].name.text }
    for step in request.activeSteps {
      for slot in request.openSlots(step) {
        let electorate = population.electorate(of: request, step: step, slot: slot)
        guard
          case .amount(let amount)? = electorate.barred.first(where: { $0.person == actor })?.bar
        else { continue }
        return Refusal(
          .notASigner,
          Bilingual(
            "step `\(request.route.steps[step].name)` is about \(amount), which is above your authority",
            zh: "步骤 `\(request.route.steps[step].name)` 涉及 \(amount)，超出你的审批权限"),
          whoCould: electors)
      }
    }
    let later = request.route.steps.indices.first { step in
      !request.isComplete(step)
        && request.route.steps[step].slots.indices.contains { slot in
          request.progress[step].outcomes[slot] == nil
            && (!request.activeSteps.contains(step) || !request.openSlots(step).contains(slot))
            && population.electorate(of: request, step: step, slot: slot)[actor] != nil
        }
    }
    if let later, request.activeSteps.contains(later) {
      return Refusal(
        .notYourTurn,
        Bilingual(
          "within step `\(request.route.steps[later].name)` it is not your turn yet",
          zh: "步骤 `\(request.route.steps[later].name)` 内尚未轮到你"), whoCould: electors)
    }
    if let later {
      return Refusal(
        .notYourTurn,
        Bilingual(
          "step `\(request.route.steps[later].name)` is not asked yet; `\(active.joined(separator: "`, `"))` comes first",
          zh:
            "尚未轮到步骤 `\(request.route.steps[later].name)`；须先完成 `\(active.joined(separator: "`、`"))`"),
        whoCould: electors)
    }
    return Refusal(
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
    case .overridden: state = Bilingual("let pass by override", zh: "已特批放行")
    case .lapsed: state = Bilingual("lapsed", zh: "已失效")
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
