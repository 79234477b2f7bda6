import Diagnostics

/// A compiled expression, ready to run any number of times, on any thread.
public struct Program: Sendable {
  public let source: SourceFile
  public let resultType: ValueType
  public let tree: CheckedExpression
  /// The variables that the expression reads, each once, in the order of their first mention.
  public let slots: [Slot]
  /// The compiler's estimate of the most that one evaluation costs, in units of ``Limits/budget``.
  public let worstCaseCost: Int

  public func evaluate(_ inputs: Inputs) throws(EvaluationError) -> Value {
    throw EvaluationError(.unknownName, Bilingual("not yet", zh: "尚未"))
  }

  public func explain(_ inputs: Inputs) -> Explanation {
    Explanation(
      result: .failure(EvaluationError(.unknownName, Bilingual("not yet", zh: "尚未"))), steps: [],
      isTruncated: false)
  }
}
