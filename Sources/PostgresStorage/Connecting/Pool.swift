import Dispatch
import Engine
import Synchronization

/// Connections that are lent to one thread at a time and kept for the next.
final class Pool: Sendable {
  let address: Address
  private let settings: String
  private let idle = Mutex<[Connection]>([])
  /// Counts those that may still be borrowed.
  private let free: DispatchSemaphore

  init(_ address: Address, settings: String, connections: Int) {
    self.address = address
    self.settings = settings
    free = DispatchSemaphore(value: max(1, connections))
  }

  /// Lends a connection for the time of the body; one that is not fit to be lent again is let go.
  ///
  /// With `afresh` it is a new one. Throws `StoreFailure.busy` when none is given back for long.
  func lend<T>(afresh: Bool = false, _ body: (Connection) throws -> T) throws -> T {
    guard free.wait(timeout: .now() + Self.patience) == .success else { throw StoreFailure.busy }
    defer { free.signal() }
    let kept = afresh ? nil : idle.withLock { $0.popLast() }
    let connection = try kept ?? connect()
    defer {
      connection.isUsed = true
      if connection.isReady { idle.withLock { $0.append(connection) } }
    }
    return try body(connection)
  }

  /// Forgets the connections that nobody has borrowed: the server that they were to is gone.
  func forget() { idle.withLock { $0.removeAll() } }

  func connect() throws(StoreFailure) -> Connection {
    // libpq would put a whole address that it cannot read, password and all, into its message.
    guard Connection.understands(address.secret) else { throw .failed(address.unreadable) }
    do {
      return try Connection(to: address.secret, settings: settings)
    } catch {
      throw error.failure(address.description)
    }
  }

  /// As long as a statement may take, and a little more.
  private static let patience = DispatchTimeInterval.seconds(20)
}
