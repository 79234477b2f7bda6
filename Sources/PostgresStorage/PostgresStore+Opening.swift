import Engine

extension PostgresStore {
  /// Connections to a server at most, unless the caller says otherwise: a decision needs one, a page of a browser a few.
  public static let defaultConnections = 8

  /// Makes a new workspace in a database and opens it.
  ///
  /// One that was begun and never founded, because the process died, is taken over. Throws `StoreFailure.exists` when there
  /// is one already.
  public static func create(
    at address: Address, connections: Int = defaultConnections, sha256: @escaping DigestFunction
  ) throws(StoreFailure) -> PostgresStore {
    let store = PostgresStore(
      pool: Pool(address, settings: settings, connections: connections), sha256: sha256)
    try store.prepare { connection, applied in
      guard !applied.isEmpty else { return }
      guard try connection.run(script: "SELECT 1 FROM events LIMIT 1").isEmpty else {
        throw StoreFailure.exists(store.address)
      }
    }
    return store
  }

  /// Opens the workspace in a database, and brings an older one up to date.
  ///
  /// Throws `StoreFailure.notAWorkspace` when there is none, and `.tooNew` for one that a newer version has brought up to its
  /// own date.
  public static func open(
    at address: Address, connections: Int = defaultConnections, sha256: @escaping DigestFunction
  ) throws(StoreFailure) -> PostgresStore {
    let store = PostgresStore(
      pool: Pool(address, settings: settings, connections: connections), sha256: sha256)
    do {
      let applied = try store.pool.lend { connection in
        try store.requireFit(connection)
        return try connection.appliedMigrations()
      }
      guard !applied.isEmpty else { throw StoreFailure.notAWorkspace(store.address) }
      try requireKnown(applied)
      if applied.count < Schema.migrations.count { try store.prepare { _, _ in } }
    } catch {
      throw store.failure(error)
    }
    return store
  }

  /// Runs the migrations that are missing, in one transaction, one program at a time; `check` is asked first.
  private func prepare(_ check: (Connection, _ applied: [String]) throws -> Void)
    throws(StoreFailure)
  {
    do {
      try pool.lend { connection in
        try requireFit(connection)
        do {
          try connection.run(script: "BEGIN; SELECT pg_advisory_xact_lock(\(Schema.migrationLock))")
          let applied = try connection.appliedMigrations()
          try Self.requireKnown(applied)
          try check(connection, applied)
          if applied.isEmpty {
            try connection.run(
              script: """
                CREATE SCHEMA IF NOT EXISTS \(Schema.name);
                CREATE TABLE migrations (name text COLLATE "C" PRIMARY KEY)
                """)
          }
          for migration in Schema.migrations where !applied.contains(migration.name) {
            try connection.run(script: migration.script)
            try connection.run(
              script: "INSERT INTO migrations (name) VALUES ('\(migration.name)')")
          }
          try connection.run(script: "COMMIT")
        } catch {
          _ = try? connection.run(script: "ROLLBACK")
          throw error
        }
      }
    } catch {
      throw failure(error)
    }
  }

  private static func requireKnown(_ applied: [String]) throws {
    let known = Set(Schema.migrations.map(\.name))
    if let newer = applied.first(where: { !known.contains($0) }) {
      throw StoreFailure.tooNew(found: newer)
    }
  }

  /// Refuses a server on which the promises of the store would not hold.
  private func requireFit(_ connection: Connection) throws {
    guard connection.serverVersion >= Self.oldestServer else {
      throw StoreFailure.failed("\(address): the server is older than PostgreSQL 14")
    }
    let encoding = connection.serverEncoding
    guard encoding == "UTF8" else {
      throw StoreFailure.failed(
        "\(address): the database's encoding is \(encoding ?? "unknown"), not UTF8")
    }
  }

  /// PostgreSQL 14, the oldest that its makers still mend.
  private static let oldestServer = 140_000

  /// What a connection insists on, whatever the database, the role or the address have set.
  ///
  /// No name is looked up but in our schema and the system's; nobody waits for ever; a commit is answered when it is
  /// durable (an operator may ask for more, such as a second server's word, but not for less).
  private static let settings = """
    SET search_path = \(Schema.name), pg_temp;
    SET statement_timeout = '15s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET standard_conforming_strings = on;
    SET client_min_messages = error;
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off';
    """
}

extension Connection {
  /// The names of the migrations that ran, in order; empty: there is no workspace.
  fileprivate func appliedMigrations() throws -> [String] {
    guard try !run(script: "SELECT to_regclass('\(Schema.name).migrations')").isEmpty else {
      return []
    }
    return try run(script: "SELECT name FROM migrations ORDER BY name")
  }
}
