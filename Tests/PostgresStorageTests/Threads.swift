import Foundation
import Synchronization

extension Range<Int> {
  /// Does the same on a thread of its own for each index, however few cores there are, and returns what they return.
  @discardableResult
  func inThreads<T: Sendable>(_ work: @escaping @Sendable (Int) throws -> T) throws -> [T] {
    let results = Shared<T>()
    let done = DispatchSemaphore(value: 0)
    for index in self {
      let thread = Thread {
        let result = Result { try work(index) }
        results.values.withLock { $0[index] = result }
        done.signal()
      }
      // Decoding a record goes deep.
      thread.stackSize = 4 << 20
      thread.start()
    }
    for _ in self { done.wait() }
    return try results.values.withLock { values in try map { try values[$0]!.get() } }
  }

  private final class Shared<T: Sendable>: Sendable {
    let values = Mutex<[Int: Result<T, any Error>]>([:])
  }
}
