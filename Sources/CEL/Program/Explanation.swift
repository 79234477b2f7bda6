/// How an evaluation came to its result: each sub-expression that was evaluated, with its value or error.
public struct Explanation: Sendable {
  /// One evaluation of one sub-expression. In a comprehension the same place occurs once for each element.
  public struct Step: Sendable {
    /// UTF-8 bytes of the expression's text.
    public let range: Range<Int>
    public let result: Result<Value, EvaluationError>
    /// An error that `&&`, `||`, `all` or `exists` absorbed because another operand decided.
    public internal(set) var isAbsorbed: Bool
  }

  public let result: Result<Value, EvaluationError>
  /// In the order in which they were finished: operands before what is made of them, the whole last.
  public let steps: [Step]
  /// Whether there were more steps than ``Limits/explanationSteps`` allows to keep.
  public let isTruncated: Bool

  /// The errors that did not come through.
  public var absorbedErrors: [EvaluationError] {
    steps.compactMap { step in
      if step.isAbsorbed, case .failure(let error) = step.result { error } else { nil }
    }
  }
}
