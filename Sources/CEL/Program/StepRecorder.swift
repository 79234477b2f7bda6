/// Keeps what a machine does, for an ``Explanation``.
struct StepRecorder: Watcher {
  static var seesAll: Bool { true }

  private let plan: Plan
  private(set) var steps: [Explanation.Step] = []
  private(set) var isTruncated = false

  init(_ plan: Plan) {
    self.plan = plan
  }

  var position: Int { steps.count }

  mutating func record(_ node: Int, _ result: Result<Value, EvaluationError>) {
    guard steps.count < plan.limits.explanationSteps else {
      isTruncated = true
      return
    }
    steps.append(Explanation.Step(range: plan.ranges[node], result: result, isAbsorbed: false))
  }

  mutating func absorb(before position: Int) {
    guard steps.indices.contains(position - 1) else { return }
    steps[position - 1].isAbsorbed = true
  }
}
