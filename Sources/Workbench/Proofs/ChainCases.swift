import CEL
import Diagnostics
import Engine

/// What a sign-off chain asks for in every case that its conditions can tell apart.
struct ChainCases {
  enum Truth: Hashable {
    case yes, no
    /// The condition cannot be evaluated there: the request is refused.
    case fails
    /// The condition is of a form that proofs cannot follow.
    case unknown
  }

  let chain: Chain
  let landscape: Landscape
  /// By step: whether its condition was understood.
  let isKnown: [Bool]
  /// By combination of the landscape, by step.
  let truths: [[Truth]]

  var scope: Scope { landscape.space.scope }

  init(
    _ chain: Chain, _ scope: Scope, _ workflow: Workflow, _ action: Action?
  ) throws(Arrangement.Failure) {
    var space = Space(scope, workflow, action)
    isKnown = chain.steps.map { $0.condition.map { space.add($0) } ?? true }
    self.chain = chain
    landscape = try Landscape(space)
    var truths: [[Truth]] = []
    truths.reserveCapacity(landscape.count)
    for index in 0..<landscape.count {
      let evaluation = landscape.point(index).evaluation(scope)
      truths.append(
        zip(chain.steps, isKnown).map { step, isKnown in
          Self.truth(step, isKnown, evaluation)
        })
    }
    self.truths = truths
  }

  private static func truth(_ step: Step, _ isKnown: Bool, _ evaluation: Evaluation) -> Truth {
    guard let condition = step.condition else { return .yes }
    guard isKnown else { return .unknown }
    do {
      return try evaluation.holds(condition) ? .yes : .no
    } catch {
      return .fails
    }
  }

  /// A case as an example: its facts, the measures, and who signs.
  func witness(_ point: Point) -> Witness {
    let evaluation = point.evaluation(scope)
    var results: [(String, String)] = []
    for measure in scope.measures where isRead(measure) {
      if let slot = scope.environment.slot(measure.name.text),
        case .value(let value) = evaluation[slot]
      {
        results.append((measure.name.text, value.text))
      }
    }
    let route = zip(chain.steps, isKnown).filter {
      Self.truth($0, $1, evaluation) == .yes
    }.map(\.0.name.text)
    results.append(("route", "[\(route.joined(separator: ", "))]"))
    return Witness(point, results: results)
  }

  /// Whether a condition of the chain reads a measure itself.
  private func isRead(_ measure: Measure) -> Bool {
    guard let slot = scope.environment.slot(measure.name.text) else { return false }
    return chain.steps.contains { $0.condition?.program.slots.contains(slot) ?? false }
  }

  /// The first real case that meets a demand, by step.
  func first(_ demand: ([Truth]) -> Bool) -> Point? {
    for (index, truths) in truths.enumerated() where demand(truths) {
      let point = landscape.point(index)
      if point.isReal { return point }
    }
    return nil
  }
}
