import Foundation

/// Whose turn on the connection it is; who has it may take it again.
///
/// Taken before GRDB's queue, which would hand the connection on in the order of asking: a switch of threads for each
/// statement, while whoever has the processor could go on.
struct Turn: Sendable {
  private let lock = NSRecursiveLock()
  /// How often is asked before the thread goes to sleep: about as long as a transaction takes that waits for no disk.
  private static let patience = 10_000

  func take<T>(_ work: () throws -> T) rethrows -> T {
    if !isTakenAtOnce { lock.lock() }
    defer { lock.unlock() }
    return try work()
  }

  private var isTakenAtOnce: Bool {
    for _ in 0..<Self.patience where lock.try() { return true }
    return false
  }
}
