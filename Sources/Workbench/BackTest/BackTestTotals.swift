import Diagnostics

/// How many cases of a log came to which verdict, and what went wrong most often.
package struct BackTestTotals: Sendable {
  package private(set) var cases = 0
  package private(set) var events = 0
  /// A case with several deviations counts under each of them.
  package private(set) var verdicts: [Verdict: Int] = [:]
  /// Paid although a draft, rejected or undecided; not part of `paid anyway`, which needs a decision.
  package private(set) var paidUndecided = 0
  package private(set) var deviations: [Deviation: Int] = [:]
  /// Why cases could not be judged, with how many there are of each reason.
  package private(set) var reasons: [Bilingual: Int] = [:]

  package subscript(verdict: Verdict) -> Int { verdicts[verdict] ?? 0 }

  mutating func add(_ finding: CaseFinding) {
    cases += 1
    events += finding.events
    for verdict in finding.verdicts { verdicts[verdict, default: 0] += 1 }
    for deviation in finding.deviations { deviations[deviation, default: 0] += 1 }
    if finding.isPaidUndecided { paidUndecided += 1 }
    if case .unjudged(let reason) = finding.outcome, reasons[reason] != nil || reasons.count < 100 {
      // Each case could have a reason of its own; a hundred of them tell enough.
      reasons[reason, default: 0] += 1
    }
  }

  /// The deviations that most cases have, the commonest first; equals in the order of kind and steps.
  package func commonest(_ count: Int = 10) -> [(deviation: Deviation, cases: Int)] {
    let order: [Verdict] = [.missing, .extra, .outOfOrder]
    func key(_ deviation: Deviation) -> (Int, String) {
      (
        order.firstIndex(of: deviation.verdict) ?? 0,
        deviation.steps.map(\.text).joined(separator: " ")
      )
    }
    return deviations.sorted { left, right in
      left.value != right.value ? left.value > right.value : key(left.key) < key(right.key)
    }.prefix(count).map { ($0.key, $0.value) }
  }
}
