import ArgumentParser
import Diagnostics
import Engine
import Workbench

/// Compares two policies by what they mean.
struct PolicyDifference: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "diff",
      abstract: say(
        "Compare two policies by meaning: whose route changes, with an example of each.",
        "按含义比较两份制度：哪些申请的审批链会改变，并各举一例。"),
      discussion: say(
        "Limits and sign-off chains are compared, the chains for every value that can be asked for. Gates and holds are not.",
        "比较限额与审批链，审批链按所有可能的取值比较；不比较关口与限制。"))
  }

  @Argument(
    help: .init(say("The file of the policy as it is.", "现行制度的文件。")),
    completion: .file(extensions: ["yaml", "yml"]))
  var old: String

  @Argument(
    help: .init(say("The file of the policy as it would be.", "拟议制度的文件。")),
    completion: .file(extensions: ["yaml", "yml"]))
  var new: String

  @OptionGroup var setting: Setting

  func run() throws {
    let before = try Rulebooks.load(policy: old).rulebook
    let after = try Rulebooks.load(policy: new).rulebook
    let difference = try PolicyDiff(from: before, to: after)
    if setting.json {
      Terminal.print(difference.json)
    } else {
      Terminal.print(difference.screen(after.workflow).text)
    }
  }
}

extension PolicyDiff {
  /// More boxes than this are no overview; JSON has them all.
  private static let shownRegions = 6

  fileprivate var json: JSON {
    func route(_ steps: [StepName]?) -> JSON { steps.map(JSON.names) ?? .null }
    func facts(_ facts: [Witness.Fact]) -> JSON {
      .object(Dictionary(facts.map { ($0.name, JSON.string($0.value)) }) { first, _ in first })
    }
    return [
      "limits": .array(
        limits.map {
          ["limit": .name($0.name), "before": .text($0.before), "after": .text($0.after)]
        }),
      "changes": .array(
        changes.map { change in
          [
            "action": .name(change.action), "before": route(change.before),
            "after": route(change.after),
            "regions": .array(
              change.regions.map {
                ["bounds": .array($0.bounds.map(JSON.string)), "partial": .bool($0.isPartial)]
              }),
            "example": [
              "facts": facts(change.example.facts), "results": facts(change.example.results),
            ],
          ]
        }),
      "not_compared": .array(
        notCompared.map { ["action": .name($0.action), "reason": .string($0.reason.spoken)] }),
      "cases": .count(caseCount),
    ]
  }

  fileprivate func screen(_ workflow: Workflow) -> Screen {
    var screen = Screen()
    if !limits.isEmpty {
      screen.heading(say("Limits", "限额"))
      var table = Table([.left, .left])
      for limit in limits {
        table.row(["\(limit.name)", "\(limit.before ?? "–") → \(limit.after ?? "–")"])
      }
      screen.table(table)
    }
    for change in changes {
      let title = workflow[action: change.action]?.title.spoken ?? change.action.text
      screen.heading("\(title) (\(change.action))")
      screen.paragraph(
        "\(Self.route(change.before)) → \(Self.route(change.after))", indent: 2, hanging: 2)
      for region in change.regions.prefix(Self.shownRegions) {
        let bounds =
          region.bounds.isEmpty
          ? say("always", "任何情况") : region.bounds.joined(separator: say(", ", "，"))
        let lead =
          region.isPartial ? say("sometimes where ", "部分情况下：") : say("where ", "条件：")
        screen.paragraph(lead + bounds, indent: 4, hanging: 2)
      }
      let hidden = change.regions.count - Self.shownRegions
      if hidden > 0 {
        screen.line("    " + say("and \(hidden) more (--json)", "另有 \(hidden) 个区域（--json）"))
      }
      screen.paragraph(
        say("for example ", "例如 ") + change.example.text, indent: 4, hanging: 2)
    }
    if changes.isEmpty {
      screen.heading(say("No request changes its route.", "没有申请的审批链发生变化。"))
    }
    for (action, reason) in notCompared {
      screen.line(
        say("not compared: \(action): \(reason.en)", "未比较：\(action)：\(reason.zh)"))
    }
    return screen
  }

  private static func route(_ steps: [StepName]?) -> String {
    guard let steps else { return say("refused", "拒绝") }
    return "[\(steps.map(\.text).joined(separator: ", "))]"
  }
}
