import Engine
import PostgresStorage
import SQLiteStorage

extension WorkspaceStore: MovableStore {
  /// What lies in the one or the other at one moment.
  enum View: MovableView {
    case file(SQLiteStore.View)
    case server(PostgresStore.View)

    private var either: any MovableView {
      switch self {
      case .file(let view): view
      case .server(let view): view
      }
    }

    func log(after sequence: Int, limit: Int) throws -> [LogRow] {
      try either.log(after: sequence, limit: limit)
    }
    func rows(of table: StateTable, _ body: ([StateCell]) throws -> Void) throws {
      try either.rows(of: table, body)
    }
    func rows(of table: DutyTable, _ body: ([StateCell]) throws -> Void) throws {
      try either.rows(of: table, body)
    }
    func rows(of table: OverviewTable, _ body: ([StateCell]) throws -> Void) throws {
      try either.rows(of: table, body)
    }
  }

  func inspect<T>(_ body: (View) throws -> T) throws -> T {
    switch self {
    case .file(let store): try store.inspect { try body(.file($0)) }
    case .server(let store): try store.inspect { try body(.server($0)) }
    }
  }

  func fill(from view: some MovableView, check: (View) throws -> Void) throws {
    switch self {
    case .file(let store): try store.fill(from: view) { try check(.file($0)) }
    case .server(let store): try store.fill(from: view) { try check(.server($0)) }
    }
  }
}
