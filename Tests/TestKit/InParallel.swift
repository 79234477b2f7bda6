import Dispatch
import Foundation
import Synchronization

extension Range<Int> {
  /// Does the same on one thread for each index, all at once, and returns what they return, in order.
  @discardableResult
  public func inParallel<T: Sendable>(
    _ work: @escaping @Sendable (Int) throws -> T
  ) throws -> [T] {
    let results = Results<T>()
    let group = DispatchGroup()
    for index in self {
      group.enter()
      // Not a queue's: it would run no more of them at once than there are processors, and some wait for each other.
      let thread = Thread {
        let result = Result { try work(index) }
        results.byIndex.withLock { $0[index] = result }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return try results.byIndex.withLock { results in try map { try results[$0]!.get() } }
  }
}

private final class Results<T: Sendable>: Sendable {
  let byIndex = Mutex<[Int: Result<T, any Error>]>([:])
}
