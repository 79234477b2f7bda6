import CEL
import Engine

extension PostgresStore {
  public func alarms(through day: CivilDate, limit: Int) throws -> [Alarm] {
    try rows(.alarms, [.integer(Int(day.daysSinceEpoch)), .integer(max(0, limit))]).map { row in
      let request = try row.integer(2)
      guard let day = CivilDate(daysSinceEpoch: try row.integer(0)) else {
        throw StoreFailure.corrupt("an alarm is on no day")
      }
      return Alarm(
        stream: try row.stream(1), request: request > 0 ? RequestID(number: request) : nil,
        day: day)
    }
  }

  public func takeNotifications(at now: Timestamp, heldUntil end: Timestamp, limit: Int) throws
    -> [OutboxEntry]
  {
    let rows = try write { connection in
      try connection.run(
        .takeNotifications,
        [now.parameter, end.parameter, .integer(max(0, limit))]
      ).rows.map(AnswerRow.init)
    }
    // An update answers in no particular order; the last column is the time that was waited for.
    return try rows.map { (entry: try $0.outboxEntry(), due: try $0.integer(8)) }
      .sorted { ($0.due, $0.entry.position) < ($1.due, $1.entry.position) }.map(\.entry)
  }

  public func settle(_ settlements: [Settlement]) throws {
    try change(
      settlements.map { settlement in
        let standing = settlement.standing
        return (
          .settleNotification,
          [
            .text(standing.state.rawValue), standing.time.parameter,
            .text(JSON.array(settlement.takenBy.map(JSON.string)).canonicalText),
            .text(standing.problem), .integer(settlement.position),
          ]
        )
      })
  }

  public func retryNotifications(_ positions: [Int], at time: Timestamp) throws {
    try change(positions.map { (.retryNotification, [time.parameter, .integer($0)]) })
  }

  public func outbox(_ state: OutboxEntry.State, limit: Int) throws -> [OutboxEntry] {
    let statement: StoreStatement =
      switch state {
      case .pending: .pendingNotifications
      case .delivered: .deliveredNotifications
      case .dead: .deadNotifications
      }
    return try rows(statement, [.integer(max(0, limit))]).map { try $0.outboxEntry() }
  }

  public func pruneOutbox(before time: Timestamp, limit: Int) throws -> Int {
    try write { connection in
      try [StoreStatement.pruneDelivered, .pruneDead].reduce(0) { count, statement in
        let parameters = [time.parameter, .integer(max(0, limit - count))]
        return count + (try connection.run(statement, parameters).affected)
      }
    }
  }

  /// Runs statements in one transaction.
  private func change(_ statements: [(StoreStatement, [Parameter])]) throws {
    guard !statements.isEmpty else { return }
    try write { connection in
      do {
        _ = try connection.run(together: [(.begin, [])] + statements)
        _ = try connection.run(.commit)
      } catch {
        _ = try? connection.run(script: "ROLLBACK")
        throw error
      }
    }
  }

  /// What is done here may be done twice, so a connection that died is no reason to give up.
  private func write<T>(_ work: (Connection) throws -> T) throws -> T { try read(work) }
}

extension Timestamp {
  fileprivate var parameter: Parameter { .integer(Int(milliseconds)) }
}

extension AnswerRow {
  fileprivate func outboxEntry() throws -> OutboxEntry {
    let position = try integer(0)
    guard let state = OutboxEntry.State(rawValue: try text(2)),
      let time = Timestamp(milliseconds: Int64(try integer(3))),
      let since = Timestamp(milliseconds: Int64(try integer(4))),
      case .array(let sinks) = try JSON(parsing: Array(try text(6).utf8))
    else { throw StoreFailure.corrupt("entry \(position) of the outbox is damaged") }
    return OutboxEntry(
      position: position, notification: try json(1), state: state, time: time, since: since,
      attempts: try integer(5),
      takenBy: sinks.compactMap { if case .string(let name) = $0 { name } else { nil } },
      problem: try text(7))
  }
}
