import Diagnostics

/// A compiled expression, ready to run any number of times, on any thread.
public struct Program: Sendable {
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
    try run(inputs, NoWatcher()).result.get()
  }

  /// Evaluates and keeps each step: slower, for showing why.
  public func explain(_ inputs: Inputs) -> Explanation {
    let (result, recorder) = run(inputs, StepRecorder(plan))
    return Explanation(
      result: result, steps: recorder.steps, isTruncated: recorder.isTruncated)
  }

  private func run<Watching: Watcher>(
    _ inputs: Inputs, _ watcher: Watching
  ) -> (result: Result<Value, EvaluationError>, watcher: Watching) {
    // Inputs made before later declarations are shorter than the plan expects.
    guard inputs.storage.count >= plan.slotCount else {
      var padded = inputs
      padded[Slot(index: plan.slotCount - 1)] = .unset
      return run(padded, watcher)
    }
    return inputs.storage.withUnsafeBufferPointer { slots in
      plan.code.withUnsafeBufferPointer { code in
        plan.constants.withUnsafeBufferPointer { constants in
          var machine = Machine(plan, code, constants, slots, watcher)
          do throws(EvaluationError) {
            let value = try machine.run()
            return (.success(value), machine.watcher)
          } catch {
            return (.failure(error), machine.watcher)
          }
        }
      }
    }
  }
}
