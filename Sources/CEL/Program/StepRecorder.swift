/// Keeps what a machine does, for an ``Explanation``.
struct StepRecorder: Watcher {
  static var seesAll: Bool { true }

  private let plan: Plan
  private(set) var steps: [Explanation.Step] = []
  private(set) var isTruncated = false
  /// For each chain that is being evaluated, the innermost last, where its errors were recorded.
  private var postponed: [[Int]] = []

  init(_ plan: Plan) {
    self.plan = plan
  }

  mutating func record(_ node: Int, _ result: Result<Value, EvaluationError>) {
    guard steps.count < plan.limits.explanationSteps else {
      isTruncated = true
      return
    }
    steps.append(Explanation.Step(range: plan.ranges[node], result: result, isAbsorbed: false))
  }

  mutating func openChain() { postponed.append([]) }

  mutating func postpone() {
    guard !isTruncated, !postponed.isEmpty else { return }
    postponed[postponed.count - 1].append(steps.count - 1)
  }

  mutating func closeChain(isDecided: Bool) {
    guard let errors = postponed.popLast(), isDecided else { return }
    for index in errors where steps.indices.contains(index) { steps[index].isAbsorbed = true }
  }
}
