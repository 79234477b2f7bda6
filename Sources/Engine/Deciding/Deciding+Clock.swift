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
    for id in project.requests.keys.sorted() {
      // What another request brought about just now may have ended this one.
      guard let request = draft.project.requests[id], request.status.isOpen else { continue }
      // A request is judged by the rulebook that it was routed under; those of others wait for their own turn.
      guard let pinned = facts.rulebook(request.rulebook) else { continue }
      for event in signOff(request, pinned).tick() { draft.record(event) }
      conclude(request.id, pinned, ifPossible: &draft)
    }
    for condition in project.conditions where condition.state == .open && condition.due < today {
      draft.record(.conditionOverdue(condition.id))
    }
    for (id, review) in project.reviews.sorted(by: { $0.key < $1.key })
    where review.on < today && !review.isOverdue {
      draft.record(.reviewOverdue(id))
    }
    announceDuties(in: &draft)
    guard !draft.events.isEmpty else {
      throw Refusal(.nothingChanged, Bilingual("nothing is due", zh: "没有到期事项"))
    }
    return draft.decision
  }

  /// Lets a request that the machine completed take effect; against a closed gate it waits, and holds up nothing else.
  private func conclude(
    _ id: RequestID, _ pinned: Rulebook, ifPossible draft: inout ProjectDraft
  ) {
    guard draft.project.requests[id]?.isComplete == true else { return }
    var concluded = draft
    // Gates look at what the clock has done to the project so far.
    if (try? Deciding(draft, facts, rulebook).conclude(id, pinned, &concluded)) != nil {
      draft = concluded
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
    if before.map({ $0.isKept(as: project) }) == true { return requests }
    let day = dueDay(of: project)
    // Rules published since may have brought duties: their day is written whenever the project itself changes.
    guard !rulebook.workflow.duties.isEmpty || day != before.flatMap(dueDay) else {
      return requests
    }
    return requests + [DueDay(request: nil, day: day)]
  }

  private func dueDay(of project: Project) -> CivilDate? {
    let ledger = ledger.of(project)
    return
      (rulebook.workflow.duties.compactMap(ledger.nextDueDay)
      + [project.dueDay].compactMap(\.self)).min()
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
