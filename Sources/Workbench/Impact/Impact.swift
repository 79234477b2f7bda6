import CEL
import Diagnostics
import Dispatch
import Engine
import Synchronization

/// What another version of a policy would have made of every request that was ever filed under that policy; or a new
/// policy, of every request of its workflow.
///
/// Each filing is looked at with the project as it stood then, and with the people of today: what would happen from
/// now on to requests like those of the past.
package struct Impact: Sendable {
  /// A request whose route would be another one.
  package struct Change: Sendable {
    package let request: RequestID
    package let project: ProjectID
    package let action: ActionName
    /// Whether it still waits: it stays under the rulebook that it is pinned to.
    package let isOpen: Bool
    package let before: [StepName]
    /// The steps that it would take, or why it would be refused.
    package let after: Result<[StepName], Refusal>
    /// The first amount of money of its form; nil: the form has none.
    package let amount: Decimal?
    /// Whole days from the filing to the decision; nil: it has none yet.
    package let days: Int?
    /// Who signed steps that it would not have.
    package let saved: [PersonID]
    /// Who could be asked in steps that it did not have: each of them, where any one would do.
    package let asked: [PersonID]

    package var added: [StepName] { ((try? after.get()) ?? []).filter { !before.contains($0) } }
    package var removed: [StepName] {
      guard case .success(let after) = after else { return [] }
      return before.filter { !after.contains($0) }
    }
  }

  package let policy: PolicyName
  /// How many requests were looked at.
  package private(set) var examined = 0
  /// Decided ones and open ones, in the order of projects and their histories.
  package private(set) var changes: [Change] = []

  package init(policy: PolicyName) { self.policy = policy }

  package var decided: [Change] { changes.filter { !$0.isOpen } }
  package var inFlight: [Change] { changes.filter(\.isOpen) }

  /// Of decided requests: how many signatures each person would have been spared, or might have been asked for.
  package var signatures: [(person: PersonID, saved: Int, asked: Int)] {
    var counts: [PersonID: (saved: Int, asked: Int)] = [:]
    for change in decided {
      for person in change.saved { counts[person, default: (0, 0)].saved += 1 }
      for person in change.asked { counts[person, default: (0, 0)].asked += 1 }
    }
    return counts.map { ($0.key, $0.value.saved, $0.value.asked) }.sorted { $0.person < $1.person }
  }

  /// The amounts of the decided requests that change, together; nil: the sum has more digits than a number holds.
  package var money: Decimal? {
    try? decided.compactMap(\.amount).reduce(Decimal.zero) { try $0.adding($1) }
  }

  /// Of the decided requests that change, half were decided within so many days; nil: there are none.
  package var medianDays: Int? {
    let days = decided.compactMap(\.days).sorted()
    return days.isEmpty ? nil : days[(days.count - 1) / 2]
  }

}

extension Impact {
  /// More events than this in one read would be held at once.
  private static let page = 1_000

  /// Replays the whole store, a project on each processor. `progress` is told how many projects have been replayed, and of
  /// how many.
  package init(
    of rulebook: Rulebook, on store: some Store, timeZones: TimeZoneRules,
    sha256: @escaping DigestFunction,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws {
    self.init(policy: rulebook.policy.name)
    let workspace = try store.workspace()
    let facts = Facts(
      directory: workspace?.directory ?? Directory(),
      allowsActingAs: true, current: rulebook, pinned: nil, timeZones: timeZones, sha256: sha256,
      nextProject: "", nextRequest: "")
    let projects = try Self.projects(for: rulebook, in: store)
    progress(0, projects.count)
    let work = Mutex(Work(outcomes: Array(repeating: nil, count: projects.count)))
    DispatchQueue.concurrentPerform(iterations: projects.count) { index in
      guard work.withLock({ $0.failure == nil }) else { return }
      let outcome = Result {
        var replay = ProjectReplay(rulebook, facts)
        try store.replay(.project(projects[index])) { record in
          replay.take(record)
          return true
        }
        return Outcome(examined: replay.filings.count, changes: replay.changes)
      }
      work.withLock { work in
        switch outcome {
        case .success(let outcome): work.outcomes[index] = outcome
        case .failure(let error): work.failure = error
        }
        work.done += 1
        progress(work.done, projects.count)
      }
    }
    let (outcomes, failure) = work.withLock { ($0.outcomes, $0.failure) }
    if let failure { throw failure }
    for case let outcome? in outcomes {
      examined += outcome.examined
      changes += outcome.changes
    }
  }

  /// What one project came to.
  private struct Outcome {
    let examined: Int
    let changes: [Change]
  }

  /// What all threads have done together.
  private struct Work {
    /// In the order of the projects.
    var outcomes: [Outcome?]
    var failure: (any Error)?
    var done = 0
  }

  /// The projects that the policy governs; for one that governs none yet, those of its workflow. In order.
  private static func projects(for rulebook: Rulebook, in store: some Store) throws -> [ProjectID] {
    var own: [ProjectID] = []
    var others: [ProjectID] = []
    var last: ProjectID?
    while true {
      let lines = try store.projects(after: last, limit: page)
      for line in lines where line.workflow == rulebook.workflow.name {
        if line.policy == rulebook.policy.name {
          own.append(line.id)
        } else {
          others.append(line.id)
        }
      }
      last = lines.last?.id
      if lines.count < page { return own.isEmpty ? others : own }
    }
  }
}
