/// How long to wait before a delivery is tried again: longer each time, and never for as long as everybody else.
package enum Backoff {
  /// Half a minute after the first try, for what a moment mends.
  static let first: Int64 = 30_000
  /// Six hours at most, so that a receiver which is back is noticed the same day.
  static let longest: Int64 = 6 * 3_600_000

  /// Milliseconds after the `attempt`-th try, from 1. `chance` is uniform in 0..<1: half of the time is left to it.
  package static func delay(after attempt: Int, chance: Double) -> Int64 {
    let doublings = min(max(0, attempt - 1), 20)
    let whole = min(longest, first << Int64(doublings))
    return whole / 2 + Int64(Double(whole / 2) * chance)
  }
}
