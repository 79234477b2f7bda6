import Diagnostics

/// A compiled expression, ready to run any number of times, on any thread.
public final class Program: Sendable {
  /// The variables that the expression reads, each once, in the order of their first mention.
  public let slots: [Slot]
  /// The compiler's estimate of the most that one evaluation costs, in units of ``Limits/budget``.
  public let worstCaseCost: Int
  private let checked: CheckedTree
  private let plan: Plan

  init(checked: CheckedTree, plan: Plan, slots: [Slot], worstCaseCost: Int) {
    self.checked = checked
    self.plan = plan
    self.slots = slots
    self.worstCaseCost = worstCaseCost
  }

  public var source: SourceFile { checked.tree.source }

  public var resultType: ValueType { checked.types[checked.tree.root] }

  /// The expression as a tree to walk; made anew each time.
  public var tree: CheckedExpression { CheckedExpression(checked) }

  /// The value of the expression.
  ///
  /// Allocates nothing itself unless the expression makes lists, maps or texts. Throws what no `&&` or `||`
  /// absorbed, with the place of the sub-expression that failed.
  public func evaluate(_ inputs: Inputs) throws(EvaluationError) -> Value {
    var watcher = NoWatcher()
    return try run(inputs, &watcher)
  }

  /// Evaluates and keeps each step: slower, for showing why.
  public func explain(_ inputs: Inputs) -> Explanation {
    var recorder = StepRecorder(plan)
    let result: Result<Value, EvaluationError>
    do throws(EvaluationError) {
      result = .success(try run(inputs, &recorder))
    } catch {
      result = .failure(error)
    }
    return Explanation(
      result: result, steps: recorder.steps, isTruncated: recorder.isTruncated)
  }

  @inline(__always)
  private func run<Watching: Watcher>(
    _ inputs: Inputs, _ watcher: inout Watching
  ) throws(EvaluationError) -> Value {
    // Inputs made before later declarations are shorter than the plan expects.
    guard inputs.storage.count >= plan.slotCount else {
      var padded = inputs
      padded[Slot(index: plan.slotCount - 1)] = .unset
      return try run(padded.storage, &watcher)
    }
    return try run(inputs.storage, &watcher)
  }

  @inline(__always)
  private func run<Watching: Watcher>(
    _ inputs: [Input], _ watcher: inout Watching
  ) throws(EvaluationError) -> Value {
    try inputs.withUnsafeBufferPointer { inputs throws(EvaluationError) in
      var machine = Machine(plan, inputs, watcher)
      defer { watcher = machine.watcher }
      return try machine.run()
    }
  }
}
