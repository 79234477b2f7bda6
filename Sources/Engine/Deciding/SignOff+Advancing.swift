import CEL
import Diagnostics

/// What the machine does by itself: asking who is next, and what the policy lets it conclude.
extension SignOff {
  /// Asks the steps that have become due to be asked, and fills what the policy lets the machine conclude.
  func advance(_ draft: inout RequestDraft) {
    // Every turn of the loop asks a step that was not asked, so it ends.
    while let step = draft.request.activeSteps.first(where: {
      draft.request.progress[$0].askedOn == nil
    }) {
      let due = draft.request.route.steps[step].within.flatMap {
        terms.calendar.end(of: $0, from: population.today)
      }
      draft.record(
        .asked(request: request.id, step: step, on: population.today, due: due))
      for slot in draft.request.openSlots(step) {
        guard let signature = standingApproval(draft.request, step: step, slot: slot) else {
          continue
        }
        draft.record(
          .concluded(
            request: request.id, step: step, slot: slot, verdict: .covered(by: signature)))
      }
      merge(&draft)
    }
    merge(&draft)
  }

  /// `repeats: merge`: fills what is open with the yeses of those who could sign there and have signed elsewhere.
  private func merge(_ draft: inout RequestDraft) {
    guard terms.repeats == .merge else { return }
    // Every turn of the loop fills a place, so it ends.
    while let next = repeated(draft.request) {
      draft.record(
        .concluded(request: request.id, step: next.step, slot: next.slot, verdict: next.verdict))
    }
  }

  private func repeated(_ request: Request) -> (step: Int, slot: Int, verdict: MachineVerdict)? {
    for step in request.activeSteps where request.progress[step].askedOn != nil {
      for slot in request.openSlots(step) {
        if let earlier = population.repeating(request, step: step, slot: slot) {
          return (step, slot, .repeats(step: earlier.step, human: earlier.human))
        }
      }
    }
    return nil
  }

  /// 智能复批: the yes of an earlier round to this place that still covers what is asked for.
  private func standingApproval(_ request: Request, step: Int, slot: Int) -> Signature? {
    let name = request.route.steps[step].name
    guard
      let approval = request.earlier.first(where: { $0.step == name && $0.slot == slot }),
      approval.authorities == request.route.steps[step].slots[slot].authorities,
      !approval.isReopened, covers(approval, request)
    else { return nil }
    let signature = approval.signature
    var people = [signature.person]
    if case .standIn(let principal) = signature.basis { people.append(principal) }
    guard !isPast(terms.lapses.approvals, from: signature.at),
      people.allSatisfy({ population.bar($0, in: request) == nil })
    else { return nil }
    // Whoever agreed to less than the amount now asks for does not cover it by a rule about fields.
    if let amount = request.route.steps[step].amount,
      !people.allSatisfy({ directory[$0]?.ceiling?.covers(amount) == true })
    {
      return nil
    }
    return signature
  }

  private func covers(_ approval: EarlierApproval, _ request: Request) -> Bool {
    let isSame = approval.content == request.content
    switch request.carries {
    case .everything where isSame: return true
    case .before(let returner) where isSame:
      let steps = request.route.steps
      let position = steps.first { $0.name == returner }?.position ?? .max
      if steps.contains(where: { $0.name == approval.step && $0.position < position }) {
        return true
      }
    case .nothing, .before, .everything: break
    }
    return !terms.reapproval.isEmpty
      && terms.reapproval.fieldsOutgrown(
        approval.content, request.content, for: approval.step
      ).isEmpty
  }
}
