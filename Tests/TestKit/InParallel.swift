import Dispatch
import Synchronization

extension Range<Int> {
  /// Does the same on one thread for each index, all at once, and returns what they return, in order.
  public func inParallel<T: Sendable>(_ work: @Sendable (Int) throws -> T) throws -> [T] {
    let results = Mutex<[Int: Result<T, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = Result { try work(index) }
      results.withLock { $0[index] = result }
    }
    return try results.withLock { results in try indices.map { try results[$0]!.get() } }
  }
}
