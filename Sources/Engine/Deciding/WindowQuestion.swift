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
  private let day: @Sendable (Timestamp) -> CivilDate

  /// nil: the field that says whose requests add up is empty.
  init?(
    _ window: Window, _ policy: Policy, submitter: PersonID, of project: Project, own: RequestID?,
    _ directory: Directory, _ timeZones: TimeZoneRules, at now: Timestamp
  ) {
    self.window = window
    self.own = own
    let calendar = policy.calendar
    day = { timeZones.day(of: $0, in: calendar) }
    // Within the years that there are: a window is bounded, and so is what is left of it at their beginning.
    since =
      timeZones.day(of: now, in: calendar).adding(days: 1 - window.days)
      ?? CivilDate(daysSinceEpoch: 0)!
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

  /// Nothing that took effect before this time counts, whatever the zone: a store need not know about days.
  public var from: Timestamp {
    Timestamp(since.adding(days: -2) ?? since)
  }

  /// What others weigh, of everything that was found under these names from that time on. nil: more than any number.
  func others(_ found: [Weight]) -> OtherWeights? {
    let counted = found.filter { weight in
      weight.request != own && weight.tookEffect.map { day($0) >= since } ?? true
    }.sorted { $0.request.isNumbered(after: $1.request) }
    var sum = Decimal.zero
    for weight in counted {
      guard let next = try? sum.adding(weight.amount) else { return nil }
      sum = next
    }
    return OtherWeights(
      window: window.name, bearer: bearers[0], since: since, sum: sum, count: counted.count,
      latest: Array(counted.prefix(OtherWeights.named)))
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

extension RequestID {
  /// Identities are numbers without leading zeros after the same letters: a longer one is a later one.
  fileprivate func isNumbered(after other: RequestID) -> Bool {
    (text.utf8.count, text) > (other.text.utf8.count, other.text)
  }
}
