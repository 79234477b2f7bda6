import Glibc
import Synchronization

/// A run that goes on until somebody ends it: what is under way is finished first.
enum Watch {
  private static let over = Atomic(false)

  static var isOver: Bool { over.load(ordering: .relaxed) }

  /// From now on an interrupt or a request to end is a wish, not an end.
  static func begin() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in Watch.over.store(true, ordering: .relaxed) }
    }
  }

  /// Ends early with the run.
  static func sleep(_ seconds: Int) {
    // In short pieces: a signal that comes between the question and the sleep must not wait for all of it.
    for _ in 0..<(seconds * 10) where !isOver { usleep(100_000) }
  }
}
