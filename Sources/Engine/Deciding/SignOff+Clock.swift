import CEL
import Diagnostics

/// What has passed its day, and what the policy has the machine do about it. Run by the clock, as nobody.
extension SignOff {
  /// The events that are due today; none: nothing is.
  func tick() -> [RequestEvent] {
    guard request.status.isOpen else { return [] }
    if isPast(terms.lapses.requests, from: request.submittedAt) {
      return [.lapsed(request: request.id, cause: .timePassed)]
    }
    guard request.status == .pending else { return [] }
    var draft = RequestDraft(request, envelope)
    expire(&draft)
    for step in draft.request.activeSteps { late(step, &draft) }
    if draft.request.status == .pending { advance(&draft) }
    return draft.events
  }

  /// The next day on which `tick` would find something, if nobody acts before; nil: none.
  var dueDay: CivilDate? {
    guard request.status.isOpen else { return nil }
    var days = [end(of: terms.lapses.requests, from: request.submittedAt)]
    if request.status == .pending {
      days += request.activeSteps.map { step in
        let progress = request.progress[step]
        return request.route.steps[step].late != nil && progress.lateness == nil
          ? progress.due : nil
      }
      days += request.approvals.map { end(of: terms.lapses.approvals, from: $0.signature.at) }
    }
    return days.compactMap { $0?.adding(days: 1) }.min()
  }

  /// Opens the places again whose approvals were given too long ago.
  private func expire(_ draft: inout RequestDraft) {
    for (step, slot, signature) in draft.request.approvals {
      // A place that an earlier one opened again is empty by now.
      guard draft.request.progress[step].outcomes[slot]?.approval == signature,
        isPast(terms.lapses.approvals, from: signature.at)
      else { continue }
      draft.record(.expired(request: request.id, step: step, slot: slot))
    }
  }

  private func late(_ step: Int, _ draft: inout RequestDraft) {
    let progress = draft.request.progress[step]
    let routed = draft.request.route.steps[step]
    guard draft.request.status == .pending, progress.lateness == nil, progress.paused == nil,
      let due = progress.due, due < population.today, let late = routed.late
    else { return }
    func record(_ lateness: Lateness) {
      draft.record(.late(request: request.id, step: step, lateness: lateness))
    }
    switch late {
    case .remind: record(.reminded)
    case .escalate(let role):
      record(escalation(of: step, to: role).map(Lateness.escalated) ?? .reminded)
    case .returnToSubmitter: record(.returned)
    case .reject: record(.lapsed)
    case .approve(let ceiling):
      // Without an amount that is below the ceiling the machine lets nothing pass; nor where no human agreed.
      guard let amount = routed.amount, amount < ceiling, draft.request.hasHumanApproval else {
        record(.reminded)
        return
      }
      record(.passed)
      while let slot = draft.request.openSlots(step).first {
        draft.record(
          .concluded(request: request.id, step: step, slot: slot, verdict: .timedOut))
      }
    }
  }

  /// The next authority of the chain that is not in the route, else the line above whoever was asked first.
  private func escalation(of step: Int, to role: RoleName?) -> RoutedAuthority? {
    if let role { return terms.workflow?.authority(role) ?? .companyRole(role) }
    let inRoute = Set(request.route.steps.flatMap(\.slots).flatMap(\.authorities))
    let name = request.route.steps[step].name
    let later = terms.chain.drop { $0.name != name }.dropFirst()
    for candidate in later {
      for case .role(let role) in candidate.signers.authorities {
        guard let authority = terms.workflow?.authority(role), !inRoute.contains(authority) else {
          continue
        }
        return authority
      }
    }
    let first = request.openSlots(step).lazy
      .flatMap { population.electorate(of: request, step: step, slot: $0).electors }.first
    return first.map { .line(above: $0.person) }
  }

  private func end(of term: Term?, from time: Timestamp) -> CivilDate? {
    term.flatMap { terms.calendar.end(of: $0, from: terms.day(time)) }
  }

  func isPast(_ term: Term?, from time: Timestamp) -> Bool {
    end(of: term, from: time).map { $0 < population.today } ?? false
  }

  /// Refuses what is too late, whether or not the clock has acted on it.
  func requireInTime() throws(Refusal) {
    guard !isPast(terms.lapses.requests, from: request.submittedAt) else {
      throw Refusal(
        .lapsed,
        Bilingual(
          "the time for deciding `\(request.id)` has passed", zh: "`\(request.id)` 的审批时限已过"),
        help: Bilingual("file it anew", zh: "请重新提交"))
    }
  }

  /// Refuses to complete a request on approvals that were given too long ago to count.
  func requireFresh(_ complete: Request) throws(Refusal) {
    guard
      let old = complete.approvals.first(where: {
        isPast(terms.lapses.approvals, from: $0.signature.at)
      })
    else { return }
    throw Refusal(
      .lapsed,
      Bilingual(
        "the approval of `\(old.signature.person)` was given too long ago to count",
        zh: "`\(old.signature.person)` 的同意已超过有效期，不再有效"),
      help: Bilingual(
        "`tollgate tick` asks them again", zh: "`tollgate tick` 会重新征求其意见"))
  }
}
