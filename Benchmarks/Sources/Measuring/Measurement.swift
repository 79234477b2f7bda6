import Glibc

/// Runs a piece of work often and prints how long one run of it takes.
///
/// What is printed is one line of JSON each, which `Scripts/bench` reads:
/// `{"name": "evaluate", "nanoseconds": 81.5, "allocations": 0}`.
public enum Measurement {
  /// Runs the work in rounds of `count` and prints the fastest round: what disturbs only slows down.
  ///
  /// - `work`: does one run; given its number, counted from 0.
  public static func time(
    _ name: String, rounds: Int = 7, count: Int, _ work: (Int) throws -> Void
  ) rethrows {
    var best = Double.infinity
    // The first round warms up.
    for round in 0...rounds {
      let start = processorSeconds()
      for run in 0..<count { try work(run) }
      let taken = processorSeconds() - start
      if round > 0 { best = min(best, taken * 1e9 / Double(count)) }
    }
    print(#"{"name": "\#(name)", "nanoseconds": \#(best)}"#)
  }

  /// The time that the processor has spent on this process: what others do meanwhile does not count.
  public static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Counts the allocations of so many runs; prints null when nothing counts them.
  public static func allocations(
    _ name: String, count: Int, _ work: (Int) throws -> Void
  ) rethrows {
    try work(0)
    let before = allocationCount()
    for run in 0..<count { try work(run) }
    let after = allocationCount()
    let each = zip(before, after).map { Double($1 - $0) / Double(count) }
    print(#"{"name": "\#(name)", "allocations": \#(each.map { "\($0)" } ?? "null")}"#)
  }

  /// The allocations of this process so far; nil unless the counting library was loaded before it.
  private static func allocationCount() -> UInt64? {
    guard let symbol = dlsym(nil, "tollgate_allocation_count") else { return nil }
    typealias Count = @convention(c) () -> UInt64
    return unsafeBitCast(symbol, to: Count.self)()
  }

  private static func zip(_ left: UInt64?, _ right: UInt64?) -> (UInt64, UInt64)? {
    if let left, let right { (left, right) } else { nil }
  }
}
