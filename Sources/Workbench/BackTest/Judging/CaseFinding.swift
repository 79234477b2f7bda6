import CEL
import Diagnostics
import Engine

/// What the policy demanded of one recorded case, what happened, and how the two compare.
package struct CaseFinding: Sendable {
  package enum Outcome: Sendable {
    case draft, rejected, undecided
    /// Decided; empty: as the policy demands.
    case decided([Deviation])
    /// Decided, but why what the policy demands cannot be told.
    case unjudged(Bilingual)
  }

  package let name: String
  /// What was asked for in the last round; nil: nothing was submitted.
  package let action: ActionName?
  /// When the last round began; nil: nothing was submitted.
  package let submitted: Timestamp?
  package let content: [FieldName: FieldValue]
  /// The steps of the route; nil: nothing was submitted, or the route cannot be told.
  package let required: [StepName]?
  /// The steps that approved in the last round, in the order of time.
  package let actual: [StepName]
  /// Whether it ever took effect.
  package let isPaid: Bool
  package let events: Int
  package let outcome: Outcome

  /// Never empty.
  package var verdicts: [Verdict] {
    switch outcome {
    case .draft: return [.draft]
    case .rejected: return [.rejected]
    case .undecided: return [.undecided]
    case .unjudged: return [.unjudged]
    case .decided(let deviations):
      let kinds = deviations.map(\.verdict)
      var verdicts = [Verdict.missing, .extra, .outOfOrder].filter(kinds.contains)
      if isPaid, kinds.contains(.missing) { verdicts.append(.paidAnyway) }
      return verdicts.isEmpty ? [.conforming] : verdicts
    }
  }

  package var deviations: [Deviation] {
    switch outcome {
    case .decided(let deviations): deviations
    case .draft, .rejected, .undecided, .unjudged: []
    }
  }

  /// Whether it was paid although it was a draft, rejected or undecided.
  package var isPaidUndecided: Bool {
    switch outcome {
    case .draft, .rejected, .undecided: isPaid
    case .decided, .unjudged: false
    }
  }
}
