import Diagnostics
import Engine
import Workbench

extension PolicyDiff {
  /// More boxes than this are no overview; JSON has them all.
  private static let shownRegions = 6

  var json: JSON {
    func route(_ steps: [StepName]?) -> JSON { steps.map(JSON.names) ?? .null }
    return [
      "limits": .array(
        limits.map {
          ["limit": .name($0.name), "before": .text($0.before), "after": .text($0.after)]
        }),
      "changes": .array(
        changes.map {
          [
            "action": .name($0.action), "before": route($0.before), "after": route($0.after),
            "regions": .array($0.regions.map(\.json)), "example": $0.example.json,
          ]
        }),
      "gates": .array(
        gates.map {
          [
            "action": .name($0.action), "before": .bool(!$0.opens), "after": .bool($0.opens),
            "regions": .array($0.regions.map(\.json)), "example": $0.example.json,
          ]
        }),
      "holds": .array(
        holds.map {
          [
            "hold": .name($0.hold), "before": .bool(!$0.isInForce), "after": .bool($0.isInForce),
            "regions": .array($0.regions.map(\.json)), "example": $0.example.json,
          ]
        }),
      "rules": .array(
        rules.map {
          ["text": .string($0.text.spoken), "place": .string($0.place.description)]
        }),
      "not_compared": .array(
        notCompared.map { ["what": .string($0.what.spoken), "reason": .string($0.reason.spoken)] }),
      "cases": .count(caseCount),
    ]
  }

  func screen(_ rulebook: Rulebook) -> Screen {
    var screen = Screen()
    if !limits.isEmpty {
      screen.heading(say("Limits", "限额"))
      var table = Table([.left, .left])
      for limit in limits {
        table.row(["\(limit.name)", "\(limit.before ?? "–") → \(limit.after ?? "–")"])
      }
      screen.table(table)
    }
    if !rules.isEmpty {
      screen.heading(say("Rules", "规则"))
      for rule in rules {
        screen.paragraph(
          "\(rule.text.spoken)\(Mark.aside(rule.place.short))", indent: 2, hanging: 2)
      }
    }
    func title(_ action: ActionName) -> String {
      "\(rulebook.workflow[action: action]?.title.spoken ?? action.text) (\(action))"
    }
    for change in changes {
      screen.heading(title(change.action))
      screen.paragraph(
        "\(Self.route(change.before)) → \(Self.route(change.after))", indent: 2, hanging: 2)
      Self.tell(change.regions, change.example, on: &screen)
    }
    for change in gates {
      screen.heading(say("Gate: ", "关口：") + title(change.action))
      screen.line(
        "  "
          + (change.opens
            ? say("refused → admitted", "拒绝 → 受理") : say("admitted → refused", "受理 → 拒绝")))
      Self.tell(change.regions, change.example, on: &screen)
    }
    for change in holds {
      let hold = rulebook.policy.holds.first { $0.name == change.hold }
      screen.heading(
        say("Hold: ", "限制：") + "\(hold?.title.spoken ?? change.hold.text) (\(change.hold))")
      screen.line(
        "  "
          + (change.isInForce
            ? say("not in force → in force", "不生效 → 生效")
            : say("in force → not in force", "生效 → 不生效")))
      Self.tell(change.regions, change.example, on: &screen)
    }
    if changes.isEmpty {
      screen.heading(say("No request changes its route.", "没有申请的审批链发生变化。"))
    }
    for (what, reason) in notCompared {
      screen.line(
        say("not compared: \(what.en): \(reason.en)", "未比较：\(what.zh)：\(reason.zh)"))
    }
    return screen
  }

  private static func tell(_ regions: [Region], _ example: Witness, on screen: inout Screen) {
    for region in regions.prefix(shownRegions) {
      let bounds = region.bounds.joined(separator: say(", ", "，"))
      let text =
        switch (region.isPartial, region.bounds.isEmpty) {
        case (false, true): say("always", "任何情况")
        case (true, true): say("sometimes", "部分情况")
        case (false, false): say("where \(bounds)", "条件：\(bounds)")
        case (true, false): say("sometimes where \(bounds)", "部分情况下：\(bounds)")
        }
      screen.paragraph(text, indent: 4, hanging: 2)
    }
    let hidden = regions.count - shownRegions
    if hidden > 0 {
      screen.line("    " + say("and \(hidden) more (--json)", "另有 \(hidden) 个区域（--json）"))
    }
    screen.paragraph(say("for example ", "例如 ") + example.text, indent: 4, hanging: 2)
  }

  private static func route(_ steps: [StepName]?) -> String {
    guard let steps else { return say("refused", "拒绝") }
    return "[\(steps.map(\.text).joined(separator: ", "))]"
  }
}

extension PolicyDiff.Region {
  fileprivate var json: JSON {
    ["bounds": .array(bounds.map(JSON.string)), "partial": .bool(isPartial)]
  }
}

extension Witness {
  fileprivate var json: JSON {
    func object(_ facts: [Witness.Fact]) -> JSON {
      .object(Dictionary(facts.map { ($0.name, JSON.string($0.value)) }) { first, _ in first })
    }
    return ["facts": object(facts), "results": object(results)]
  }
}
