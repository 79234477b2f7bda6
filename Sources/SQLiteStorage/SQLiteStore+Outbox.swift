import CEL
import Engine
import GRDB

extension SQLiteStore {
  public func alarms(through day: CivilDate, limit: Int) throws -> [Alarm] {
    try perform { db in
      try db.rows(.alarms, [day.daysSinceEpoch, max(0, limit)]).map { row in
        let request: Int = try row.value(2)
        guard let day = CivilDate(daysSinceEpoch: try row.value(0)) else {
          throw StoreFailure.corrupt("an alarm is on no day")
        }
        return Alarm(
          stream: try row.stream(1), request: request > 0 ? RequestID(number: request) : nil,
          day: day)
      }
    }
  }

  public func takeNotifications(at now: Timestamp, heldUntil end: Timestamp, limit: Int) throws
    -> [OutboxEntry]
  {
    // Asked first without a lock: mostly there is nothing, and whoever waits should not disturb who decides.
    guard try !dueNotifications(now, limit: 1).isEmpty else { return [] }
    var taken: [OutboxEntry] = []
    _ = try transact { db in
      taken = try db.dueNotifications(now, limit)
      for entry in taken { try db.run(.holdNotification, [end.milliseconds, entry.position]) }
      return true
    }
    return taken.map { $0.held(until: end) }
  }

  public func settle(_ settlements: [Settlement]) throws {
    _ = try transact { db in
      for settlement in settlements {
        let standing = settlement.standing
        try db.run(
          .settleNotification,
          [
            standing.state.rawValue, standing.time.milliseconds,
            JSON.array(settlement.takenBy.map(JSON.string)).canonicalText, standing.problem,
            settlement.position,
          ])
      }
      return true
    }
  }

  public func retryNotifications(_ positions: [Int], at time: Timestamp) throws {
    _ = try transact { db in
      for position in positions { try db.run(.retryNotification, [time.milliseconds, position]) }
      return true
    }
  }

  public func outbox(_ state: OutboxEntry.State, limit: Int) throws -> [OutboxEntry] {
    let statement: StoreStatement =
      switch state {
      case .pending: .pendingNotifications
      case .delivered: .deliveredNotifications
      case .dead: .deadNotifications
      }
    return try perform { db in
      try db.rows(statement, [Int64.min, max(0, limit)]).map { try $0.outboxEntry() }
    }
  }

  public func pruneOutbox(before time: Timestamp, limit: Int) throws -> Int {
    var count = 0
    _ = try transact { db in
      for statement in [StoreStatement.oldDelivered, .oldDead] {
        for row in try db.rows(statement, [time.milliseconds, max(0, limit - count)]) {
          try db.run(.deleteNotification, [try row.value(0) as Int])
          count += 1
        }
      }
      return count > 0
    }
    return count
  }

  private func dueNotifications(_ now: Timestamp, limit: Int) throws -> [OutboxEntry] {
    try perform { try $0.dueNotifications(now, limit) }
  }
}

extension Database {
  fileprivate func dueNotifications(_ now: Timestamp, _ limit: Int) throws -> [OutboxEntry] {
    try rows(.dueNotifications, [now.milliseconds, max(0, limit)]).map { try $0.outboxEntry() }
  }
}

extension OutboxEntry {
  fileprivate func held(until end: Timestamp) -> OutboxEntry {
    OutboxEntry(
      position: position, notification: notification, state: state, time: end, since: since,
      attempts: attempts + 1, takenBy: takenBy, problem: problem)
  }
}

extension StoredRow {
  fileprivate func outboxEntry() throws -> OutboxEntry {
    let position: Int = try value(0)
    guard let state = OutboxEntry.State(rawValue: try value(2)),
      let time = Timestamp(milliseconds: try value(3)),
      let since = Timestamp(milliseconds: try value(4)),
      case .array(let sinks) = try JSON(parsing: Array((try value(6) as String).utf8))
    else { throw StoreFailure.corrupt("entry \(position) of the outbox is damaged") }
    return OutboxEntry(
      position: position, notification: try json(1), state: state, time: time, since: since,
      attempts: try value(5),
      takenBy: sinks.compactMap { if case .string(let name) = $0 { name } else { nil } },
      problem: try value(7))
  }
}
