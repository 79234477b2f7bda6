import CEL
import Engine

extension Screen {
  /// What each rolling window came to when the request was routed, and of which requests.
  mutating func windows(_ request: Request, _ glossary: Glossary) {
    let windows = request.route.windows
    guard !windows.isEmpty else { return }
    heading(say("Rolling windows", "滚动窗口"))
    for window in windows {
      let others = window.others
      paragraph(
        window.title.spoken + Mark.colon
          + say(
            "\(window.totalText) since \(others.since): \(window.weight.grouped(scale: 2)) here, \(others.sum.grouped(scale: 2)) in \(others.count) other request(s)",
            "自 \(others.since) 起共 \(window.totalText)：本申请 \(window.weight.grouped(scale: 2))，其他 \(others.count) 项申请 \(others.sum.grouped(scale: 2))"
          ), indent: 2, hanging: 2)
      for weight in others.latest {
        let standing =
          weight.tookEffect.map {
            say("took effect \(glossary.time($0))", "\(glossary.time($0)) 生效")
          } ?? say("open", "未结束")
        line("    \(weight.request)  \(weight.amount.grouped(scale: 2))  \(standing)")
      }
      let unnamed = others.count - others.latest.count
      if unnamed > 0 { line(say("    and \(unnamed) earlier", "    及更早的 \(unnamed) 项")) }
    }
  }
}

extension WindowSum {
  /// A route has none whose sum is larger than any number.
  fileprivate var totalText: String { total?.grouped(scale: 2) ?? "–" }

  /// The stable shape, for `--json`.
  var json: JSON {
    [
      "window": .name(others.window), "since": .date(others.since),
      "sum": .text(total?.description), "here": .string(weight.description),
      "others": .string(others.sum.description), "count": .count(others.count),
      "latest": .array(
        others.latest.map {
          [
            "request": .name($0.request), "amount": .string($0.amount.description),
            "took_effect": $0.tookEffect.map(JSON.time) ?? .null,
          ]
        }),
    ]
  }
}
