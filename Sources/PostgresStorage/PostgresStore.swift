import Engine
import Synchronization

/// A workspace in a database of a PostgreSQL server, shared by any number of programs on any number of machines.
///
/// Each decision is one transaction that the server has made durable when `append` returns. One value serves all threads
/// of a process, each with a connection of its own.
public final class PostgresStore: Store {
  let pool: Pool
  let sha256: DigestFunction
  let cache = Mutex(RecordCache())

  init(pool: Pool, sha256: @escaping DigestFunction) {
    self.pool = pool
    self.sha256 = sha256
  }

  /// Whether this build has libpq.
  public static var isAvailable: Bool { Connection.libraryVersion != nil }

  /// Where the workspace is, without anything secret.
  public var address: String { pool.address.description }

  /// Reads; errors come out as `StoreFailure`.
  ///
  /// A connection that died while nobody used it is replaced once: reading twice does no harm.
  func read<T>(_ work: (Connection) throws -> T) throws -> T {
    do {
      var wasUsed = false
      do {
        return try pool.lend { connection in
          wasUsed = connection.isUsed
          return try work(connection)
        }
      } catch let error as ServerError where error.endsTheConnection && wasUsed {
        pool.forget()
        return try pool.lend(afresh: true, work)
      }
    } catch {
      throw failure(error)
    }
  }

  func failure(_ error: any Error) -> StoreFailure {
    switch error {
    case let error as ServerError: error.failure(address)
    case let failure as StoreFailure: failure
    case let error as JSONError: .corrupt("a record cannot be read: \(error)")
    case let error as DecodingError: .corrupt("a record cannot be read: \(error)")
    default: .failed("\(error)")
    }
  }
}
