import CEL
import Diagnostics

extension Deciding {
  /// What has passed its day in the project. Refused when a person gives the order, or when nothing has.
  func tick() throws(Refusal) -> Decision<Project> {
    guard case .timer = envelope.actor else {
      throw Refusal(
        .notAllowed, Bilingual("only the clock may do that", zh: "只有系统计时可以这样做"))
    }
    var draft = draft
    let today = today(rulebook)
    for request in project.requests.values.sorted(by: { $0.id < $1.id }) {
      // A request is judged by the rulebook that it was routed under; those of others wait for their own turn.
      guard let pinned = facts.rulebook(request.rulebook) else { continue }
      for event in signOff(request, pinned).tick() { draft.record(event) }
      concludeIfPossible(request.id, pinned, &draft)
    }
    for condition in project.conditions where condition.state == .open && condition.due < today {
      draft.record(.conditionOverdue(condition.id))
    }
    for (id, review) in project.reviews.sorted(by: { $0.key < $1.key })
    where review.on < today && !review.isOverdue {
      draft.record(.reviewOverdue(id))
    }
    guard !draft.events.isEmpty else {
      throw Refusal(.nothingChanged, Bilingual("nothing is due", zh: "没有到期事项"))
    }
    return draft.decision
  }

  /// A request that the machine completed takes effect as far as the gates let it; else it waits for a person.
  private func concludeIfPossible(
    _ id: RequestID, _ pinned: Rulebook, _ draft: inout ProjectDraft
  ) {
    guard draft.project.requests[id]?.isComplete == true else { return }
    var concluded = draft
    do throws(Refusal) {
      try conclude(id, pinned, &concluded)
      draft = concluded
    } catch {
      // The gate is closed today. The other requests of the project do not wait for it.
    }
  }

  /// When the clock finds something next in requests that were touched, and in the project itself.
  /// Days that stay as they were are left out: most signatures move none.
  func dueDays(of touched: [Request], before: Project?) -> [DueDay] {
    let requests = touched.compactMap { request -> DueDay? in
      let day = dueDay(of: request)
      return day == before?.requests[request.id].flatMap(dueDay)
        ? nil : DueDay(request: request.id, day: day)
    }
    guard project.dueDay != before?.dueDay else { return requests }
    return requests + [DueDay(request: nil, day: project.dueDay)]
  }

  private func dueDay(of request: Request) -> CivilDate? {
    facts.rulebook(request.rulebook).flatMap { signOff(request, $0).dueDay }
  }
}

extension Project {
  /// The day after which a condition or a review is overdue; nil: none waits for its day.
  fileprivate var dueDay: CivilDate? {
    var days = conditions.filter { $0.state == .open }.map(\.due)
    days += reviews.values.filter { !$0.isOverdue }.map(\.on)
    return days.min()?.adding(days: 1)
  }
}
