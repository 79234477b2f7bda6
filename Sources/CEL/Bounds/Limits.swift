/// What an expression may cost before it is refused: every bound of reading, checking and running.
///
/// The defaults keep any expression, however hostile, within 100 ms and 64 MB. Exceeding a bound while compiling is a
/// diagnostic (`cel.limit`), while running an ``EvaluationError`` (`budget`, `too-large`).
public struct Limits: Sendable, Hashable {
  /// Bytes of source text. Longer than any rule a person writes.
  public var sourceBytes = 100_000
  /// Nested sub-expressions, parentheses included. Parser, checker and evaluator recurse no deeper.
  public var depth = 100
  /// Nodes of the expression tree, after macros.
  public var nodes = 10_000
  /// The most that evaluating may cost by the compiler's estimate, in units of `budget`; above it the expression is
  /// refused when it is compiled.
  public var worstCaseCost = 100_000_000
  /// How many elements the estimate assumes in a list or map, and how many units of 16 bytes in a string, that
  /// comes from an input.
  public var assumedInputSize = 100
  /// Units of work of one evaluation: about one node, one element or 16 bytes each, charged before the work.
  public var budget = 1_000_000
  /// The largest value, intermediate or final: elements of lists and maps at all levels, plus one for each 16 bytes of
  /// text.
  public var valueSize = 100_000
  /// Steps that an explanation keeps; what happens after them is not recorded.
  public var explanationSteps = 10_000

  public init() {}

  public static let standard = Limits()
}
