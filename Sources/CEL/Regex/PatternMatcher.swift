/// Runs a pattern over a text once: all its threads in step, none twice at one place.
///
/// Time is bounded by the text's length times the program's size, memory by the program's size.
struct PatternMatcher {
  private let program: PatternProgram
  /// The threads that wait for the next scalar, each once.
  private var current: [Int32] = []
  private var upcoming: [Int32] = []
  /// For each instruction the place at which it was last reached, counted from 1.
  private var visited: [Int]
  private var place = 1
  private var pending: [Int32] = []

  init(_ program: PatternProgram) {
    self.program = program
    visited = Array(repeating: 0, count: program.instructions.count)
  }

  /// Whether there is a match anywhere. To be asked once.
  mutating func matches(_ text: String) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    var previous: UInt32?
    var following = scalars.next()?.value
    while true {
      if previous == nil || !program.isAnchored {
        if follow(program.start, between: previous, and: following) { return true }
      } else if upcoming.isEmpty {
        return false
      }
      guard let scalar = following else { return false }
      following = scalars.next()?.value
      previous = scalar
      swap(&current, &upcoming)
      upcoming.removeAll(keepingCapacity: true)
      place += 1
      for thread in current {
        guard let next = step(thread, over: scalar) else { continue }
        if follow(next, between: scalar, and: following) { return true }
      }
    }
  }

  /// Where the thread goes on when it accepts the scalar; nil when it dies.
  private func step(_ thread: Int32, over scalar: UInt32) -> Int32? {
    switch program.instructions[Int(thread)] {
    case .scalar(let expected, let next): expected == scalar ? next : nil
    case .set(let index, let next): program.sets[Int(index)].contains(scalar) ? next : nil
    case .any(let next): next
    case .anyExceptNewline(let next): scalar != 10 ? next : nil
    case .assertion, .either, .match: nil
    }
  }

  /// Adds all threads reached without reading; true when one of them has matched.
  private mutating func follow(
    _ thread: Int32, between previous: UInt32?, and following: UInt32?
  ) -> Bool {
    pending.append(thread)
    while let thread = pending.popLast() {
      if visited[Int(thread)] == place { continue }
      visited[Int(thread)] = place
      switch program.instructions[Int(thread)] {
      case .match:
        return true
      case .either(let first, let second):
        pending.append(second)
        pending.append(first)
      case .assertion(let assertion, let next):
        if assertion.holds(between: previous, and: following) { pending.append(next) }
      case .scalar, .set, .any, .anyExceptNewline:
        upcoming.append(thread)
      }
    }
    return false
  }
}

extension PatternAssertion {
  /// Whether it holds between two scalars; nil stands for the beginning or end of the text.
  func holds(between previous: UInt32?, and following: UInt32?) -> Bool {
    switch self {
    case .textStart: previous == nil
    case .textEnd: following == nil
    case .lineStart: previous == nil || previous == 10
    case .lineEnd: following == nil || following == 10
    case .wordBoundary: Self.isWord(previous) != Self.isWord(following)
    case .noWordBoundary: Self.isWord(previous) == Self.isWord(following)
    }
  }

  private static func isWord(_ scalar: UInt32?) -> Bool {
    scalar.map(NamedClasses.isWord) ?? false
  }
}
