import Diagnostics
import Engine

/// What can be said of a case that was compared with a policy. Several may hold of one case.
package enum Verdict: String, Sendable, CaseIterable {
  /// Decided by exactly the steps that the policy demands, in their order.
  case conforming
  /// A step that the policy demands did not approve.
  case missing
  /// A step approved that the policy does not ask.
  case extra
  /// Steps that the policy demands approved in another order.
  case outOfOrder = "out of order"
  /// It took effect although a step was missing.
  case paidAnyway = "paid anyway"
  /// The last word was a no.
  case rejected
  /// Nobody said the final yes.
  case undecided
  /// It was never submitted.
  case draft
  /// What the policy demands of it cannot be told: a fact is missing or a rule cannot be evaluated.
  case unjudged

  package var title: Bilingual {
    switch self {
    case .conforming: Bilingual("conforming", zh: "符合")
    case .missing: Bilingual("missing", zh: "缺签")
    case .extra: Bilingual("extra", zh: "多签")
    case .outOfOrder: Bilingual("out of order", zh: "顺序不符")
    case .paidAnyway: Bilingual("paid anyway", zh: "缺签仍付款")
    case .rejected: Bilingual("rejected", zh: "被拒绝")
    case .undecided: Bilingual("undecided", zh: "未决")
    case .draft: Bilingual("draft", zh: "草稿")
    case .unjudged: Bilingual("unjudged", zh: "无法判定")
    }
  }
}

/// One way in which a case departs from the policy.
package enum Deviation: Sendable, Hashable {
  case missing(StepName)
  case extra(StepName)
  /// The steps that were both demanded and taken, in the order in which they were taken.
  case outOfOrder([StepName])

  package var verdict: Verdict {
    switch self {
    case .missing: .missing
    case .extra: .extra
    case .outOfOrder: .outOfOrder
    }
  }

  package var steps: [StepName] {
    switch self {
    case .missing(let step), .extra(let step): [step]
    case .outOfOrder(let steps): steps
    }
  }

  /// How the steps that approved depart from those that the policy demands; empty: not at all.
  ///
  /// A step that approved twice counts once, where it first did.
  static func between(required: [StepName], actual: [StepName]) -> [Deviation] {
    var seen: Set<StepName> = []
    let taken = actual.filter { seen.insert($0).inserted }
    var deviations = required.filter { !taken.contains($0) }.map(Deviation.missing)
    deviations += taken.filter { !required.contains($0) }.map(Deviation.extra)
    let common = taken.filter(required.contains)
    if common != required.filter(taken.contains) { deviations.append(.outOfOrder(common)) }
    return deviations
  }
}
