import Diagnostics
import Engine
import Workbench

/// What a recorded history came to under a policy: how many cases of each verdict, and what departs most often.
struct BackTestScreen {
  let log: String
  let totals: BackTestTotals
  let rulebook: Rulebook

  var text: String {
    var screen = Screen()
    screen.paragraph(
      say(
        "\(log) under \(rulebook.policy.name): \(totals.cases) cases, \(totals.events) events",
        "\(log)，制度 \(rulebook.policy.name)：案例 \(totals.cases) 个，事件 \(totals.events) 个"))
    screen.heading(
      say("Verdicts (a case may have several deviations)", "判定（同一案例可有多项偏差）"))
    var verdicts = Table([.left, .right, .right])
    for verdict in Verdict.allCases where verdict != .unjudged || totals[.unjudged] > 0 {
      verdicts.row([verdict.title.spoken, "\(totals[verdict])", share(totals[verdict])])
    }
    screen.table(verdicts)
    if totals.paidUndecided > 0 {
      screen.paragraph(
        say(
          "and \(totals.paidUndecided) paid although a draft, rejected or undecided",
          "另有 \(totals.paidUndecided) 个案例为草稿、被拒绝或未决却已付款"), indent: 2, hanging: 2)
    }
    let commonest = totals.commonest()
    if !commonest.isEmpty {
      screen.heading(say("Commonest deviations", "最常见的偏差"))
      var deviations = Table([.right, .left, .left])
      for (deviation, cases) in commonest {
        deviations.row([
          "\(cases)", deviation.verdict.title.spoken,
          Self.steps(deviation.steps),
        ])
      }
      screen.table(deviations)
    }
    reasons(into: &screen)
    return screen.text
  }

  /// One case: its verdicts, then what was demanded and what happened where they differ.
  static func text(of finding: CaseFinding) -> String {
    var screen = Screen()
    screen.line("\(finding.name)  \(list(finding.verdicts.map(\.title.spoken)))")
    switch finding.outcome {
    case .decided(let deviations) where deviations.isEmpty: break
    case .decided, .rejected, .undecided:
      if let required = finding.required {
        screen.entry(say("demanded", "应签"), steps(required), labelWidth: 8)
      }
      screen.entry(say("actual", "实签"), steps(finding.actual), labelWidth: 8)
    case .unjudged(let reason):
      screen.entry(say("reason", "原因"), reason.spoken, labelWidth: 8)
    case .draft: break
    }
    return screen.text
  }

  private static func steps(_ steps: [StepName]) -> String {
    steps.isEmpty ? "–" : steps.map(\.text).joined(separator: " → ")
  }

  /// Why cases could not be judged, the commonest three reasons.
  private func reasons(into screen: inout Screen) {
    let reasons = totals.reasons.sorted { ($1.value, $0.key.en) < ($0.value, $1.key.en) }.prefix(3)
    guard !reasons.isEmpty else { return }
    screen.heading(say("Why cases could not be judged", "无法判定的原因"))
    for (reason, cases) in reasons {
      screen.paragraph("\(cases)  \(reason.spoken)", indent: 2, hanging: 2)
    }
  }

  /// Of all cases, in percent to one decimal, halves up: `63.0 %`.
  private func share(_ count: Int) -> String {
    guard totals.cases > 0 else { return "" }
    let thousandths = (count * 2000 + totals.cases) / (2 * totals.cases)
    return "\(thousandths / 10).\(thousandths % 10) %"
  }
}
