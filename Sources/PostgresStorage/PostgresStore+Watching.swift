import Engine

extension PostgresStore {
  /// Tells who waits for changes that there was one. Not a part of the decision: it is durable already, and a watcher who
  /// misses this looks again after a while anyway.
  ///
  /// Never within the deciding transaction: a server lets only one transaction at a time commit that notifies.
  func announce(_ stream: Stream, over connection: Connection) {
    _ = try? connection.run(.notify, [.text(stream.description)])
  }

  /// A place to wait for changes by whoever works on the workspace.
  public func watch() throws -> PostgresWatch {
    do {
      let connection = try pool.connect()
      try connection.run(script: "LISTEN tollgate")
      return PostgresWatch(connection: connection, store: self)
    } catch {
      throw failure(error)
    }
  }
}

/// Waits for changes over a connection of its own.
public struct PostgresWatch: Sendable {
  let connection: Connection
  let store: PostgresStore

  /// Waits until something was decided since the last call, at most so many milliseconds; false: nothing that we know of.
  public func wait(milliseconds: Int32) throws -> Bool {
    do {
      return try connection.waitForNotification(milliseconds: milliseconds)
    } catch {
      throw store.failure(error)
    }
  }
}
