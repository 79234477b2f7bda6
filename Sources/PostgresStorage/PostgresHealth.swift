import Engine

/// What a server says about a workspace's database and about itself.
public struct PostgresHealth: Sendable {
  /// libpq's version, such as 150018 for 15.18.
  public let libraryVersion: Int
  public let serverVersion: String
  /// Whether the server waits for the disk at all, and keeps pages whole: without, a loss of power loses decisions.
  public let syncs: Bool
  public let keepsPagesWhole: Bool
  public let synchronousCommit: String
  /// Whether the way to the server is encrypted, or does not leave this machine.
  public let isPrivate: Bool
  /// Whether we may do anything at all on the server, which is more than a workspace needs.
  public let isSuperuser: Bool
  /// The server's clock, in seconds since 1970.
  public let time: Int
  public let events: Int
  /// Events that have no position in the log yet; some are normal while others decide.
  public let unplaced: Int
  /// What is wrong with the log; empty: nothing.
  public let problems: [String]
}

extension PostgresStore {
  /// Counts the log.
  public func health() throws -> PostgresHealth {
    try read { connection in
      try connection.run(script: "SET statement_timeout = 0")
      defer { _ = try? connection.run(script: "SET statement_timeout = '15s'") }
      let answers = try connection.run(
        script: """
          SELECT unnest(ARRAY[
            current_setting('server_version'), current_setting('fsync'),
            current_setting('full_page_writes'), current_setting('synchronous_commit'),
            (inet_client_addr() IS NULL OR coalesce(
              (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false))::text,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)::text,
            floor(extract(epoch FROM clock_timestamp()))::bigint::text,
            (SELECT count(*) FROM events)::text, (SELECT count(*) FROM unplaced)::text,
            (SELECT count(*) FROM log)::text, (SELECT coalesce(max(position), 0) FROM log)::text,
            (SELECT count(*) FROM log LEFT JOIN events ON events.id = log.event
              WHERE events.id IS NULL)::text])
          """)
      guard answers.count == 12 else { throw StoreFailure.failed("\(address): no answer") }
      let numbers = answers[6...].map { Int($0) ?? 0 }
      var problems: [String] = []
      if numbers[3] != numbers[4] {
        problems.append("the log has \(numbers[3]) positions up to \(numbers[4])")
      }
      if numbers[1] != numbers[2] + numbers[3] {
        problems.append("of \(numbers[1]) events \(numbers[3]) stand in the log")
      }
      if numbers[5] > 0 { problems.append("\(numbers[5]) positions of the log lead to no event") }
      return PostgresHealth(
        libraryVersion: Connection.libraryVersion ?? 0, serverVersion: answers[0],
        syncs: answers[1] == "on", keepsPagesWhole: answers[2] == "on",
        synchronousCommit: answers[3], isPrivate: answers[4] == "true",
        isSuperuser: answers[5] == "true", time: numbers[0], events: numbers[1],
        unplaced: numbers[2], problems: problems)
    }
  }
}
