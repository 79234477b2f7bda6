import TestKit

extension SeededGenerator {
  /// Once in so many times.
  mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: items.indices, using: &self)] }

  mutating func some<T>(_ items: [T], _ count: ClosedRange<Int>) -> [T] {
    let wanted = min(items.count, number(count))
    return Array(items.shuffled(using: &self).prefix(wanted))
  }
}
