import CEL
import Diagnostics

/// Places that change hands: taking back, handing on, claiming, adding and removing signers.
extension SignOff {
  /// 拿回: only while nobody after has acted.
  func takeBack() throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let human = try human()
    guard let own = request.signatures.last(where: { $0.signature.human == human }) else {
      throw Refusal(
        .notASigner,
        Bilingual("you have signed nothing in this round", zh: "你在本轮没有签署"))
    }
    let steps = request.route.steps
    let later = request.signatures.first { other in
      let position = steps[other.step].position
      return position > steps[own.step].position
        || other.step == own.step
          && steps[own.step].turn(of: other.slot).order > steps[own.step].turn(of: own.slot).order
    }
    if let later {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(later.signature.person)` has signed step `\(steps[later.step].name)` since; a signature is taken back only while nobody after has acted",
          zh: "`\(later.signature.person)` 已在其后签署步骤 `\(steps[later.step].name)`；后续无人处理时方可拿回"))
    }
    var draft = RequestDraft(request, envelope)
    draft.record(.takenBack(request: request.id, step: own.step, slot: own.slot))
    advance(&draft)
    return draft.events
  }

  /// 转办: somebody else decides instead. They need the authority themselves, or to stand above the one who hands on.
  func transfer(to person: PersonID, comment: String) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let place = try placeToSign()
    let actor = try actor()
    if case .standIn(let principal) = place.elector.basis {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "you stand in for `\(principal)`; a stand-in does not hand on",
          zh: "你是 `\(principal)` 的代理人；代理人不得再转交"))
    }
    try requireFree(person, than: actor)
    let electorate = population.electorate(
      of: request, step: place.step, slot: place.slot, heedingHolder: false)
    let isAbove = directory.superiors(of: actor, on: population.today).contains(person)
    guard electorate[person] != nil || isAbove else {
      throw Refusal(
        .notASigner,
        Bilingual(
          "`\(person)` has no authority for step `\(request.route.steps[place.step].name)`",
          zh: "`\(person)` 无权签署步骤 `\(request.route.steps[place.step].name)`"),
        help: Bilingual(
          "hand on to another holder of the role or to your superior; for advice: tollgate consult",
          zh: "可转给同角色人员或自己的上级；如需征求意见：tollgate consult"),
        whoCould: electorate.electors.map(\.person).filter { $0 != actor })
    }
    try requireCovers(person, place.step)
    return [
      .transferred(
        request: request.id, step: place.step, slot: place.slot,
        holder: Holder(person: person, from: actor), comment: comment)
    ]
  }

  /// 认领: a place that several could fill becomes one's own.
  func claim() throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let place = try placeToSign()
    let electors = population.electorate(of: request, step: place.step, slot: place.slot).electors
    guard electors.count > 1, request.progress[place.step].holders[place.slot] == nil else {
      throw Refusal(
        .nothingChanged,
        Bilingual("the place is yours alone already", zh: "此处本就只由你签署"))
    }
    return [
      .claimed(
        request: request.id, step: place.step, slot: place.slot,
        holder: Holder(person: try actor(), from: nil))
    ]
  }

  func release() throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let actor = try actor()
    for step in request.activeSteps {
      for (slot, holder) in request.progress[step].holders.sorted(by: { $0.key < $1.key })
      where holder.person == actor && holder.from == nil {
        return [.released(request: request.id, step: step, slot: slot)]
      }
    }
    throw Refusal(
      .nothingChanged, Bilingual("you have claimed nothing here", zh: "你没有认领此申请"))
  }

  /// 加签: one more signer, before, together with or after those of the policy.
  func addSigner(_ person: PersonID, _ turn: RoutedStep.Turn, comment: String) throws(Refusal)
    -> [RequestEvent]
  {
    try requirePending()
    let place = try placeToSign()
    let actor = try actor()
    try requireFree(person, than: actor)
    let step = request.route.steps[place.step]
    guard step.slots.count < Self.maximumSlots else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "a step has at most \(Self.maximumSlots) signers", zh: "每步最多 \(Self.maximumSlots) 人签署"))
    }
    let isAsked = request.openSlots(place.step).contains { slot in
      population.electorate(of: request, step: place.step, slot: slot)[person] != nil
    }
    if isAsked {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "`\(person)` is a signer of `\(step.name)` already",
          zh: "`\(person)` 已是 `\(step.name)` 的审批人"))
    }
    try requireCovers(person, place.step)
    return [
      .signerAdded(
        request: request.id, step: place.step,
        place: .init(
          authorities: [.person(person)], added: .init(by: actor, turn: turn)),
        comment: comment)
    ]
  }

  /// No step of people grows beyond this.
  private static let maximumSlots = 100

  /// 减签: only who was added, only by who added them, only before they acted.
  func removeSigner(_ person: PersonID) throws(Refusal) -> [RequestEvent] {
    try requirePending()
    let actor = try actor()
    for step in request.activeSteps {
      for (slot, place) in request.route.steps[step].slots.enumerated()
      where place.authorities == [.person(person)] && !place.isRemoved {
        guard let added = place.added else { continue }
        guard added.by == actor else {
          throw Refusal(
            .notAllowed,
            Bilingual(
              "only `\(added.by)`, who added `\(person)`, can take that back",
              zh: "只有加签人 `\(added.by)` 可以减去 `\(person)`"), whoCould: [added.by])
        }
        guard request.progress[step].outcomes[slot] == nil else {
          throw Refusal(
            .alreadySigned,
            Bilingual("`\(person)` has signed already", zh: "`\(person)` 已签署"))
        }
        var draft = RequestDraft(request, envelope)
        draft.record(.signerRemoved(request: request.id, step: step, slot: slot))
        advance(&draft)
        return draft.events
      }
    }
    throw Refusal(
      .notAllowed,
      Bilingual(
        "`\(person)` was not added to what is being asked now; signers of the policy cannot be removed",
        zh: "`\(person)` 不是当前步骤的加签人；制度规定的审批人不能减去"))
  }

  /// Somebody who is to have a say: there, not the actor, not the submitter, and not heard yet in this round.
  func requireFree(_ person: PersonID, than actor: PersonID) throws(Refusal) {
    guard let entry = directory[person] else { throw .unknownPerson(person, directory) }
    guard entry.isActive(on: population.today) else {
      throw Refusal(
        .inactivePerson, Bilingual("`\(person)` has left the company", zh: "`\(person)` 已离职"))
    }
    let human = directory.human(person)
    guard human != directory.human(actor) else {
      throw Refusal(
        .notAllowed, Bilingual("that would be yourself", zh: "不能指定自己"))
    }
    guard human != directory.human(request.submitter) else {
      throw Refusal(
        .selfApproval,
        Bilingual(
          "`\(person)` submitted this; whoever submits never signs",
          zh: "`\(person)` 是提交人；提交人不得签署"))
    }
    guard population.bar(person, in: request) == nil else {
      throw Refusal(
        .alreadySigned,
        Bilingual(
          "`\(person)` has signed in this round already", zh: "`\(person)` 已在本轮签署"))
    }
  }

  private func requireCovers(_ person: PersonID, _ step: Int) throws(Refusal) {
    guard let amount = request.route.steps[step].amount else { return }
    guard directory[person]?.ceiling?.covers(amount) == true else {
      throw Refusal(
        .notASigner,
        Bilingual(
          "the step is about \(amount), which is above the authority of `\(person)`",
          zh: "该步骤涉及 \(amount)，超出 `\(person)` 的审批权限"))
    }
  }
}

extension RoutedStep.Turn {
  /// The turns come in the order of their cases.
  var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
