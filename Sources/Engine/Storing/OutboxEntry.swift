import CEL

/// A notification on its way to the person it is for.
///
/// Unlike the log, its state is no evidence: it changes with each try, and is removed when it is old.
public struct OutboxEntry: Sendable, Hashable {
  /// The place in the outbox of the whole store, in the order of writing.
  public let position: Int
  public let notification: Notification
  public let state: State
  /// Pending: when it is to be tried next. Else: when it was delivered or given up.
  public let time: Timestamp
  /// Since when it has been tried: when it happened, or when somebody told it to be tried again.
  public let since: Timestamp
  /// How often somebody has taken it to deliver it.
  public let attempts: Int
  /// The sinks that have it already, where others do not.
  public let takenBy: [String]
  /// What went wrong at the last try; empty: nothing.
  public let problem: String

  public enum State: String, Sendable, CaseIterable, Codable {
    case pending, delivered
    /// Given up; somebody has to look, and may let it be tried again.
    case dead
  }

  public init(
    position: Int, notification: Notification, state: State, time: Timestamp, since: Timestamp,
    attempts: Int, takenBy: [String], problem: String
  ) {
    self.position = position
    self.notification = notification
    self.state = state
    self.time = time
    self.since = since
    self.attempts = attempts
    self.takenBy = takenBy
    self.problem = problem
  }
}

/// What became of a try to deliver.
public struct Settlement: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    case delivered(at: Timestamp)
    /// To be tried again, not before a time.
    case failed(next: Timestamp, problem: String)
    case givenUp(at: Timestamp, problem: String)
  }

  public let position: Int
  /// Every sink that has it by now.
  public let takenBy: [String]
  public let outcome: Outcome

  public init(position: Int, takenBy: [String], outcome: Outcome) {
    self.position = position
    self.takenBy = takenBy
    self.outcome = outcome
  }
}

extension Settlement {
  /// How the entry stands after it: its state, its time and its problem.
  public var standing: (state: OutboxEntry.State, time: Timestamp, problem: String) {
    switch outcome {
    case .delivered(let time): (.delivered, time, "")
    case .failed(let next, let problem): (.pending, next, problem)
    case .givenUp(let time, let problem): (.dead, time, problem)
    }
  }
}

extension Timestamp {
  /// Since 1970, rounded down: as exact as the outbox tells time.
  package var milliseconds: Int64 { seconds * 1000 + Int64(nanos / 1_000_000) }

  /// nil outside the years 1–9999.
  package init?(milliseconds: Int64) {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    self.init(
      seconds: rest < 0 ? seconds - 1 : seconds,
      nanos: Int32(rest < 0 ? rest + 1000 : rest) * 1_000_000)
  }
}
