import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Takes notifications from an outbox to their sinks: each at least once, and mostly once.
///
/// A notification is settled only after its sinks have it. Whoever dies between sending and settling leaves it to be
/// sent again, with the same id.
package struct Deliverer: Sendable {
  private let store: any Store
  private let plan: DeliveryPlan
  private let couriers: [(sink: DeliveryPlan.Sink, courier: Courier)]
  private let language: Language
  private let now: @Sendable () -> Timestamp
  private let chance: @Sendable () -> Double

  /// `language` is for those whose language the plan does not say.
  package init(
    _ store: any Store, _ plan: DeliveryPlan, secrets: SecretReading, language: Language,
    now: @escaping @Sendable () -> Timestamp, chance: @escaping @Sendable () -> Double
  ) throws(DeliveryProblem) {
    self.store = store
    self.plan = plan
    self.language = plan.language ?? language
    self.now = now
    self.chance = chance
    var couriers: [(sink: DeliveryPlan.Sink, courier: Courier)] = []
    for sink in plan.sinks {
      couriers.append((sink, try Courier(sink.medium, secrets, hidden: plan.secretVariables)))
    }
    self.couriers = couriers
  }

  /// What became of one notification.
  package struct Result: Sendable, Hashable {
    package let entry: OutboxEntry
    package let outcome: Settlement.Outcome
  }

  /// Delivers one notification whose time has come; nil: there is none.
  ///
  /// One at a time, so that a deliverer which dies holds up no other notification than the one it had.
  package func deliverNext() throws -> Result? {
    let start = now()
    // Enough for every sink to take as long as it may, and for the disk.
    let hold = Int64(couriers.map(\.courier.timeout).reduce(30, +)) * 1000
    guard let end = start.adding(milliseconds: hold),
      let entry = try store.takeNotifications(at: start, heldUntil: end, limit: 1).first
    else { return nil }
    let settlement = settlement(of: entry, try store.workspace()?.directory ?? Directory())
    try store.settle([settlement])
    return Result(entry: entry, outcome: settlement.outcome)
  }

  /// Removes old entries: one bounded piece, so that nobody waits long for it.
  package func prune() throws -> Int {
    guard let time = now().adding(milliseconds: Int64(-plan.keep) * 1000) else { return 0 }
    return try store.pruneOutbox(before: time, limit: 500)
  }

  private func settlement(of entry: OutboxEntry, _ directory: Directory) -> Settlement {
    let lastMoment = entry.since.adding(milliseconds: Int64(plan.giveUpAfter) * 1000)
    func settled(_ taken: [String], _ outcome: Settlement.Outcome) -> Settlement {
      Settlement(position: entry.position, takenBy: taken, outcome: outcome)
    }
    // Also at the first try: an outbox that nobody emptied for months is not poured out over people.
    if let lastMoment, now() > lastMoment {
      let problem = entry.problem.isEmpty ? "nobody delivered it in time" : entry.problem
      return settled(entry.takenBy, .givenUp(at: now(), problem: problem))
    }
    let letter = letter(entry.notification, directory)
    var (taken, problems) = (entry.takenBy, [String]())
    for (sink, courier) in couriers
    where sink.kinds.contains(entry.notification.kind) && !taken.contains(sink.name) {
      do throws(DeliveryProblem) {
        try courier.send(letter, at: now())
        taken.append(sink.name)
      } catch {
        problems.append("\(sink.name): \(error.reason[language])")
      }
    }
    guard !problems.isEmpty else { return settled(taken, .delivered(at: now())) }
    let problem = problems.joined(separator: "; ")
    let delay = Backoff.delay(after: entry.attempts, chance: chance())
    guard let next = now().adding(milliseconds: delay), lastMoment.map({ next <= $0 }) ?? true
    else { return settled(taken, .givenUp(at: now(), problem: problem)) }
    return settled(taken, .failed(next: next, problem: problem))
  }

  private func letter(_ notification: Notification, _ directory: Directory) -> Letter {
    let person = notification.to
    return Letter(
      notification, name: directory[person]?.name ?? Bilingual(verbatim: person.text),
      language: plan.languages[person] ?? language, workspace: plan.name.text,
      address: plan.addresses[person])
  }
}

extension DeliveryPlan {
  /// Variables of the environment that no other program is to see.
  fileprivate var secretVariables: Set<String> {
    Set(
      sinks.compactMap { sink in
        if case .webhook(_, .environment(let name), _) = sink.medium { name } else { nil }
      })
  }
}

extension Timestamp {
  /// nil outside the years 1–9999.
  fileprivate func adding(milliseconds: Int64) -> Timestamp? {
    let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
    return overflow ? nil : Timestamp(milliseconds: sum)
  }
}
