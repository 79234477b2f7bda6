import Engine

extension PostgresStore: MovableStore {
  /// Nobody decides meanwhile; they would find the workspace empty and then full.
  public func fill(from view: some MovableView, check: (View) throws -> Void) throws {
    do {
      try pool.lend { connection in
        defer { _ = try? connection.run(script: "ROLLBACK") }
        try connection.run(
          script: """
            BEGIN ISOLATION LEVEL READ COMMITTED;
            SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
            SELECT pg_advisory_xact_lock(\(Schema.workspaceLock));
            SELECT pg_advisory_xact_lock(\(Schema.logLock))
            """)
        guard try connection.run(script: "SELECT 1 FROM events LIMIT 1").isEmpty else {
          throw StoreFailure.exists(address)
        }
        try Filling(connection).fill(from: view)
        try check(View(connection: connection, store: self))
        guard try connection.run(.commit).tag == "COMMIT" else {
          throw StoreFailure.failed("\(address): the server did not keep the copy")
        }
      }
    } catch let error as ServerError {
      throw failure(error)
    }
  }
}

/// Rows on their way into a new workspace, some hundred at a time.
private final class Filling {
  private let connection: Connection
  private var waiting: [(StoreStatement, [Parameter])] = []
  private var size = 0

  /// Large enough that the way to the server does not matter, small enough that its answers fit where nobody reads yet.
  private static let portion = 200
  /// In bytes: files are large.
  private static let portionSize = 4 << 20

  init(_ connection: Connection) { self.connection = connection }

  func fill(from view: some MovableView) throws {
    func insert(_ table: StateTable) throws {
      try view.rows(of: table) { try add(table.insertion, $0.map(Parameter.init)) }
    }
    // Others refer to commands, records and requests: those come first, in the order of the cases.
    try insert(.commands)
    var last = 0
    while true {
      let page = try view.log(after: last, limit: 1_000)
      guard let end = page.last else { break }
      for row in page {
        try add(
          .fillEvents,
          [
            .integer(row.sequence), .text(row.stream), .integer(row.version), .text(row.command),
            .bytes(row.body), .bytes(row.leaf),
          ])
      }
      last = end.sequence
    }
    for table in StateTable.allCases where table != .commands { try insert(table) }
    for table in DutyTable.allCases {
      try view.rows(of: table) { try add(table.insertion, $0.map(Parameter.init)) }
    }
    for table in OverviewTable.allCases {
      try view.rows(of: table) { try add(table.insertion, $0.map(Parameter.init)) }
    }
    try send()
    // The next event and the next notification come after those that were copied.
    try connection.run(
      script: """
        SELECT setval(pg_get_serial_sequence('events', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL)
        FROM events;
        SELECT setval(pg_get_serial_sequence('outbox', 'position'), coalesce(max(position), 1),
          max(position) IS NOT NULL) FROM outbox
        """)
  }

  private func add(_ statement: StoreStatement, _ parameters: [Parameter]) throws {
    waiting.append((statement, parameters))
    size += parameters.reduce(0) { $0 + $1.size }
    if waiting.count >= Self.portion || size >= Self.portionSize { try send() }
  }

  private func send() throws {
    guard !waiting.isEmpty else { return }
    _ = try connection.run(together: waiting)
    waiting.removeAll(keepingCapacity: true)
    size = 0
  }
}

extension PostgresStore.View: MovableView {
  public func rows(of table: DutyTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, table.kinds, body)
  }

  public func rows(of table: OverviewTable, _ body: ([StateCell]) throws -> Void) throws {
    try rows(table.query, table.columns.map(\.kind), body)
  }
}

extension Parameter {
  /// Roughly, in bytes.
  fileprivate var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .text(let text): text.utf8.count
    case .null, .integer, .texts: 8
    }
  }

  init(_ cell: StateCell) {
    self =
      switch cell {
      case .null: .null
      case .integer(let number): .integer(number)
      case .text(let text): .text(text)
      case .bytes(let bytes): .bytes(bytes)
      }
  }
}

extension StateTable {
  fileprivate var insertion: StoreStatement {
    switch self {
    case .commands: .insertCommand
    case .records: .insertRecord
    case .projects: .insertProject
    case .requests: .insertRequest
    case .places: .insertOpenPlace
    case .decisions: .insertDecision
    case .rulebooks: .insertRulebook
    case .numbers: .insertNumber
    case .children: .fillChildren
    case .contents: .insertContent
    case .sealed: .insertSealed
    case .weights: .insertWeight
    case .weightTotals: .addToWeightTotal
    }
  }
}

extension DutyTable {
  fileprivate var query: String {
    switch self {
    case .outbox:
      "SELECT position, body, state, time, since, attempts, taken_by, problem FROM outbox"
    case .alarms: "SELECT stream, request, day FROM alarms"
    case .concerns: "SELECT concern, project FROM concerns"
    }
  }

  fileprivate var kinds: [OverviewTable.Column.Kind] {
    switch self {
    case .outbox: [.number, .bytes, .text, .number, .number, .number, .text, .text]
    case .alarms: [.text, .number, .number]
    case .concerns: [.text, .number]
    }
  }

  fileprivate var insertion: StoreStatement {
    switch self {
    case .outbox: .fillOutbox
    case .alarms: .setAlarm
    case .concerns: .insertConcern
    }
  }
}
