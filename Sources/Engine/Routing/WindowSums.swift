import CEL
import Diagnostics

extension Evaluation {
  /// What each rolling window of the scope comes to, to be written down with the route.
  ///
  /// A window whose sum is not known refuses the request, whether a rule reads it or not: a request without its weight
  /// would be missing from every later sum.
  func windowSums(_ others: [OtherWeights]) throws(Refusal) -> [WindowSum] {
    var sums: [WindowSum] = []
    for (position, (window, expression)) in scope.windows.enumerated() {
      guard let others = others.first(where: { $0.window == window.name }) else {
        throw .unknownWindow(window)
      }
      do throws(EvaluationError) {
        // The sum stands in the route, for everybody to read.
        guard !isConfidential(expression) else { throw .confidential }
        let sum = WindowSum(
          title: window.title, weight: try weight(position), others: others)
        guard sum.total != nil else { throw .sumTooLarge }
        sums.append(sum)
      } catch {
        throw .windowError(window, expression, error)
      }
    }
    return sums
  }

  /// The sum of a window as expressions read it.
  func sum(_ position: Int, _ others: [OtherWeights]) -> Input {
    let window = scope.windows[position].window.name
    guard let others = others.first(where: { $0.window == window }) else { return .unset }
    do throws(EvaluationError) {
      let weight = try weight(position)
      return (try? weight.adding(others.sum)).map { .value(.decimal($0)) } ?? .error(.sumTooLarge)
    } catch {
      return .error(error)
    }
  }
}

extension EvaluationError {
  fileprivate static var sumTooLarge: EvaluationError {
    EvaluationError(.overflow, Bilingual("the sum is too large", zh: "合计过大"))
  }
}

extension Refusal {
  fileprivate static func unknownWindow(_ window: Window) -> Refusal {
    guard case .field(let form, let field) = window.bearer else {
      return Refusal(
        .ruleError,
        Bilingual(
          "what window `\(window.name)` adds up is not known", zh: "窗口 `\(window.name)` 的累计额未知"),
        details: [Bilingual(verbatim: "\(window.place)")])
    }
    return Refusal(
      .ruleError,
      Bilingual(
        "window `\(window.name)` adds up by `\(form).\(field)`, which is empty",
        zh: "窗口 `\(window.name)` 按 `\(form).\(field)` 累计，但该项为空"),
      details: [Bilingual(verbatim: "\(window.place)")],
      help: Bilingual("fill it in first", zh: "请先填写该项"))
  }

  fileprivate static func windowError(
    _ window: Window, _ weight: Expression, _ error: EvaluationError
  ) -> Refusal {
    Refusal(
      .ruleError,
      Bilingual(
        "what this adds to window `\(window.name)` cannot be computed: \(error.message.en)",
        zh: "本申请计入窗口 `\(window.name)` 的数额无法计算：\(error.message.zh)"),
      details: [Bilingual(verbatim: "\(weight.place)")])
  }
}
