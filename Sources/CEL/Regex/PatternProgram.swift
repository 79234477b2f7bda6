import Diagnostics

/// A regular expression as instructions of a non-deterministic machine (Thompson, Pike).
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    case scalar(UInt32, next: Int32)
    case set(Int32, next: Int32)
    case any(next: Int32)
    case anyExceptNewline(next: Int32)
    case assertion(PatternAssertion, next: Int32)
    case either(Int32, Int32)
    case match
  }

  private(set) var instructions: [Instruction] = [.match]
  let sets: [ScalarSet]
  /// Where the machine starts.
  private(set) var start: Int32 = 0

  /// Throws when the pattern needs more than ``Pattern/maximumSize`` instructions.
  init(_ tree: PatternNode, sets: [ScalarSet]) throws(PatternError) {
    self.sets = sets
    start = try emit(tree, next: 0)
  }

  /// Whether a match can only begin where the text begins.
  var isAnchored: Bool {
    if case .assertion(.textStart, _) = instructions[Int(start)] { return true }
    return false
  }

  /// Writes the instructions of a node that go on to `next`; the first of them.
  ///
  /// Built from the end to the beginning, so that every address is known when it is written.
  private mutating func emit(_ node: PatternNode, next: Int32) throws(PatternError) -> Int32 {
    switch node {
    case .empty: return next
    case .scalar(let scalar): return try append(.scalar(scalar, next: next))
    case .set(let index): return try append(.set(Int32(index), next: next))
    case .any: return try append(.any(next: next))
    case .anyExceptNewline: return try append(.anyExceptNewline(next: next))
    case .assertion(let assertion): return try append(.assertion(assertion, next: next))
    case .sequence(let nodes):
      var target = next
      for node in nodes.reversed() { target = try emit(node, next: target) }
      return target
    case .choice(let branches):
      var target = try emit(branches[branches.count - 1], next: next)
      for branch in branches.dropLast().reversed() {
        target = try append(.either(try emit(branch, next: next), target))
      }
      return target
    case .repetition(let operand, let minimum, let maximum):
      return try emit(operand, minimum, maximum, next: next)
    }
  }

  private mutating func emit(
    _ operand: PatternNode, _ minimum: Int, _ maximum: Int?, next: Int32
  ) throws(PatternError) -> Int32 {
    var target = next
    var copies = minimum
    if let maximum {
      for _ in minimum..<maximum {
        target = try append(.either(try emit(operand, next: target), next))
      }
    } else {
      // The loop's branch is written first and learns its body's address after.
      let loop = try append(.match)
      let body = try emit(operand, next: loop)
      instructions[Int(loop)] = .either(body, next)
      // `x+` enters at the body, which saves a copy.
      target = minimum > 0 ? body : loop
      copies = max(0, minimum - 1)
    }
    for _ in 0..<copies { target = try emit(operand, next: target) }
    return target
  }

  private mutating func append(_ instruction: Instruction) throws(PatternError) -> Int32 {
    guard instructions.count < Pattern.maximumSize else {
      throw PatternError(
        Bilingual("pattern is too large once its repetitions are written out", zh: "正则表达式展开重复后过大"),
        at: 0)
    }
    instructions.append(instruction)
    return Int32(instructions.count - 1)
  }
}
