import CEL
import Diagnostics

// What rules read of confidential values stays out of everything that they say about themselves: routes with their reasons,
// refusals and explanations are read by more people than the values are.
extension Evaluation {
  /// An error as it may be told: of what reads something confidential only that there was one.
  func told(_ error: EvaluationError, of expression: Expression) -> EvaluationError {
    isConfidential(expression) ? .confidential : error
  }
}

extension EvaluationError {
  /// A rule cannot be looked at by whoever may not read what it reads, or went wrong over it.
  static let confidential = EvaluationError(
    .notSet,
    Bilingual("it reads something confidential", zh: "其中含有保密内容"))
}
