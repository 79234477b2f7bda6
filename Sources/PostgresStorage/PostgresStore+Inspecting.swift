import Engine

extension PostgresStore: InspectableStore {
  /// What lay in the database at one moment, whatever is written meanwhile.
  public struct View: Inspection {
    let connection: Connection
    let store: PostgresStore
  }

  /// For a moment nobody decides, so that every event of the view has its place in the log; then all go on.
  public func inspect<T>(_ body: (View) throws -> T) throws -> T {
    do {
      return try pool.lend { connection in
        defer {
          // Whatever went wrong, the connection must not go back to others inside of the transaction.
          _ = try? connection.run(script: "ROLLBACK")
          _ = try? connection.run(script: "SELECT pg_advisory_unlock_all()")
        }
        try connection.run(script: "SELECT pg_advisory_lock(\(Schema.workspaceLock))")
        _ = try connection.run(.placeAll)
        // The transaction sees what was there at its first question.
        try connection.run(
          script: """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
            SELECT pg_advisory_unlock(\(Schema.workspaceLock));
            -- Whoever looks through everything takes the time it takes.
            SET LOCAL statement_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0
            """)
        return try body(View(connection: connection, store: self))
      }
    } catch let error as ServerError {
      throw failure(error)
    }
  }
}

extension PostgresStore.View {
  public func log(after sequence: Int, limit: Int) throws -> [LogRow] {
    try rows(.logAfter, [.integer(sequence), .integer(max(0, limit))]).map { row in
      LogRow(
        sequence: try row.integer(0), stream: try row.text(1), version: try row.integer(2),
        command: try row.text(3), body: try row.bytes(4), leaf: try row.bytes(5))
    }
  }

  public func rows(of table: StateTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, table.kinds, body)
  }

  /// Row by row as they come, so that a large table takes no memory.
  func rows(
    _ sql: String, _ kinds: [OverviewTable.Column.Kind], _ body: ([StateCell]) throws -> Void
  ) throws {
    do {
      try connection.forEachRow(of: sql) { try body($0.cells(kinds)) }
    } catch let error as ServerError {
      throw store.failure(error)
    }
  }

  private func rows(_ statement: StoreStatement, _ parameters: [Parameter]) throws -> [AnswerRow] {
    do {
      return try connection.run(statement, parameters).rows.map(AnswerRow.init)
    } catch {
      throw store.failure(error)
    }
  }
}

extension StateTable {
  fileprivate var query: String {
    switch self {
    case .commands: "SELECT id, fingerprint, stream, first_version, last_version FROM commands"
    case .records: "SELECT stream, version, state FROM records"
    case .projects: "SELECT number, title, stage, workflow, policy FROM projects"
    case .requests: "SELECT number, stream, status, state FROM requests"
    case .places: "SELECT addressee, request FROM open_places"
    case .decisions: "SELECT request, round, step, slot, human FROM decisions"
    case .rulebooks: "SELECT digest, body FROM rulebooks"
    case .numbers: "SELECT series, number, text, stream, request FROM numbers"
    case .children: "SELECT parent, number, is_over FROM children"
    case .contents: "SELECT digest, body FROM contents"
    case .sealed: "SELECT digest, salt, body FROM sealed"
    case .weights: "SELECT request, bearer, took_effect, amount FROM weights"
    case .weightTotals: "SELECT bearer, day, trim_scale(amount)::text, count FROM weight_totals"
    }
  }

  /// What each column of the query holds.
  fileprivate var kinds: [OverviewTable.Column.Kind] {
    switch self {
    case .commands: [.text, .bytes, .text, .number, .number]
    case .records: [.text, .number, .bytes]
    case .projects: [.number, .text, .text, .text, .text]
    case .requests: [.number, .text, .text, .bytes]
    case .places: [.text, .number]
    case .decisions: [.number, .number, .number, .number, .text]
    case .rulebooks: [.bytes, .bytes]
    case .numbers: [.text, .number, .text, .text, .number]
    case .children: [.number, .number, .number]
    case .contents: [.bytes, .bytes]
    case .sealed: [.bytes, .bytes, .bytes]
    case .weights: [.number, .text, .number, .text]
    case .weightTotals: [.text, .number, .text, .number]
    }
  }
}

extension AnswerRow {
  fileprivate func cells(_ kinds: [OverviewTable.Column.Kind]) throws -> [StateCell] {
    try kinds.enumerated().map { index, kind in
      guard !isNull(index) else { return .null }
      return switch kind {
      case .number: .integer(try integer(index))
      case .text: .text(try text(index))
      case .bytes: .bytes(try bytes(index))
      }
    }
  }
}
