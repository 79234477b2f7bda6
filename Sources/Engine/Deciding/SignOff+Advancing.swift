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
        guard let verdict = verdict(draft.request, step: step, slot: slot) else { continue }
        draft.record(
          .concluded(request: request.id, step: step, slot: slot, verdict: verdict))
      }
    }
  }

  private func verdict(_ request: Request, step: Int, slot: Int) -> MachineVerdict? {
    if let signature = standingApproval(request, step: step, slot: slot) {
      return .covered(by: signature)
    }
    guard terms.repeats == .merge else { return nil }
    return repeatVerdict(request, step: step, slot: slot)
  }

  /// A human who signed an earlier place of this round and content, and may sign this one too.
  private func repeatVerdict(_ request: Request, step: Int, slot: Int) -> MachineVerdict? {
    let electorate = population.electorate(of: request, step: step, slot: slot)
    return electorate.barred.lazy.compactMap { person, bar -> MachineVerdict? in
      guard case .alreadySigned(let earlier) = bar else { return nil }
      let human = directory.human(person)
      // A vote against is no yes, and a yes for somebody else is not one's own.
      let agreed = request.signatures.contains {
        $0.signature.human == human
          && request.progress[$0.step].outcomes[$0.slot]?.agrees == true
      }
      return agreed ? .repeats(step: earlier, human: human) : nil
    }.first
  }

  /// 智能复批: the yes of an earlier round to this place that still covers what is asked for.
  private func standingApproval(_ request: Request, step: Int, slot: Int) -> Signature? {
    let name = request.route.steps[step].name
    guard
      let approval = request.earlier.first(where: { $0.step == name && $0.slot == slot }),
      !approval.isReopened, !isPast(terms.lapses.approvals, from: approval.signature.at),
      covers(approval, request), !isTaken(approval.signature, in: request)
    else { return nil }
    // Whoever agreed to less than the amount now asks for does not cover it by a rule about fields.
    if let amount = request.route.steps[step].amount,
      directory[approval.signature.person]?.ceiling?.covers(amount) != true
    {
      return nil
    }
    return approval.signature
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

  /// Whether the human has spoken in this round already.
  private func isTaken(_ signature: Signature, in request: Request) -> Bool {
    request.progress.contains { step in
      step.outcomes.contains { outcome in
        switch outcome {
        case .signed(let other)?, .opposed(let other)?, .concluded(.covered(let other))?:
          other.human == signature.human
        case .concluded(.repeats)?, .concluded(.timedOut)?, nil: false
        }
      }
    }
  }
}
