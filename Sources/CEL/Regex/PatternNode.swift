/// The tree of a regular expression. Groups leave no trace: only whether there is a match is asked.
indirect enum PatternNode: Sendable {
  case empty
  case scalar(UInt32)
  /// One scalar of the set with this index in the parser's list.
  case set(Int)
  case any
  case anyExceptNewline
  case assertion(PatternAssertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// `maximum` nil: without end. Greedy or not makes no difference to whether there is a match.
  case repetition(PatternNode, minimum: Int, maximum: Int?)
}

/// A condition on a place between two scalars.
enum PatternAssertion: Sendable {
  case textStart, textEnd
  /// `^` and `$` under `(?m)`.
  case lineStart, lineEnd
  /// ASCII word characters on exactly one side, or not.
  case wordBoundary, noWordBoundary
}
