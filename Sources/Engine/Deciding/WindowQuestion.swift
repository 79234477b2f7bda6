import CEL

/// What has to be looked up about a rolling window before a request is routed: what others weigh in it.
public struct WindowQuestion: Sendable {
  public let window: Window
  /// Whose weights: those of every entry that the same human has in the directory; the first is the request's own.
  public let bearers: [WeightBearer]
  /// The request that is filed again, or goes on under other rules; nil: a new one.
  public let own: RequestID?
  /// The first day that counts.
  public let since: CivilDate
  /// The moment at which that day begins: nothing that took effect before it counts.
  public let from: Timestamp

  /// nil: the field that says whose requests add up is empty.
  init?(
    _ window: Window, _ policy: Policy, submitter: PersonID, of project: Project, own: RequestID?,
    _ directory: Directory, _ timeZones: TimeZoneRules, at now: Timestamp
  ) {
    self.window = window
    self.own = own
    let calendar = policy.calendar
    // Within the years that there are: a window is bounded, and so is what is left of it at their beginning.
    since =
      timeZones.day(of: now, in: calendar).adding(days: 1 - window.days)
      ?? CivilDate(daysSinceEpoch: 0)!
    from = timeZones.start(of: since, in: calendar)
    switch window.bearer {
    case .submitter:
      let entries = [submitter] + directory.entries(of: submitter).filter { $0 != submitter }
      bearers = entries.map { WeightBearer(policy.name, window.name, "submitter", $0.text) }
    case .project:
      bearers = [WeightBearer(policy.name, window.name, "project", project.id.text)]
    case .field(let form, let field):
      guard let value = project.forms[form]?.values[field], !value.isBlank else { return nil }
      bearers = [WeightBearer(policy.name, window.name, "\(form).\(field)", value.celValue.text)]
    }
  }

  /// What others weigh, of everything that was found under these names from that time on. nil: more than any number.
  func others(_ found: FoundWeights) -> OtherWeights? {
    // The request itself is open, if it was filed before.
    let open = found.open.filter { $0.request != own }
    let past = WeightTotal(amount: found.sum, count: found.count)
    let total = WeightTotal.of([past] + open.map(WeightTotal.init))
    guard let sum = total.amount?.normalized else { return nil }
    return OtherWeights(
      window: window.name, bearer: bearers[0], since: since, sum: sum, count: total.count,
      latest: Array((open + found.latest).prefix(FoundWeights.named)))
  }
}

extension Facts {
  /// What must be looked up about windows for a command that routes a request; empty: it routes none.
  static func questions(
    for command: Command, _ directory: Directory, _ project: Project?, current: Rulebook?,
    pinned: Rulebook?, _ timeZones: TimeZoneRules
  ) -> [WindowQuestion] {
    guard let project else { return [] }
    let rulebook: Rulebook?
    let own: RequestID?
    switch command.order {
    case .submit: (rulebook, own) = (current, nil)
    case .resubmit(let id, _, _, _): (rulebook, own) = (pinned, id)
    case .migrate(let id, _): (rulebook, own) = (current, id)
    default: return []
    }
    let request = own.flatMap { project.requests[$0] }
    let name: ActionName
    switch (command.order, request?.subject) {
    case (.submit(let action, _, _, _), _): name = action
    case (_, .action(let action, _)?): name = action
    case (_, .publish?), (_, nil): return []
    }
    guard let rulebook, rulebook.workflow[action: name] != nil,
      let submitter = request?.submitter ?? command.actor.person
    else { return [] }
    return rulebook.rules(of: name).scope.windows.compactMap {
      WindowQuestion(
        $0.window, rulebook.policy, submitter: submitter, of: project, own: own, directory,
        timeZones, at: command.envelope.at)
    }
  }
}
