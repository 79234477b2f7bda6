import ArgumentParser
import CEL
import Diagnostics
import Engine
import Workbench

/// Draws who signs over the values of a request's quantities.
struct PolicyDraw: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, svg
  }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "draw",
      abstract: say(
        "Draw the limits of a policy as a grid: who signs in which region.",
        "将制度的界限绘成网格：每个区域由谁签署。"),
      discussion: say(
        "Every action whose chain has a condition gets a grid over its first two quantities. SVG shows one action: name it with --action.",
        "凡审批链带有条件的动作，按其前两个数量各绘一张网格。SVG 只绘一个动作：用 --action 指定。"))
  }

  @Argument(
    help: .init(say("The policy's file.", "制度文件。")), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(help: .init(say("Only this action.", "仅此动作。"), valueName: "action"))
  var action: String?

  @Option(
    name: .customLong("baseline"),
    help: .init(
      say(
        "A value of the plan to measure against, such as budget=100000.",
        "所对照计划的取值，如 budget=100000。"), valueName: "field=value"))
  var baseline: [String] = []

  @Option(help: .init(say("text or svg.", "text 或 svg。"), valueName: "format"))
  var format = Format.text

  @OptionGroup var setting: Setting

  func run() throws {
    let rulebook = try Rulebooks.load(policy: file).rulebook
    let reference = RouteGrid.reference(
      for: rulebook, today: CivilDate(year: 2026, month: 1, day: 1) ?? .init(daysSinceEpoch: 0)!,
      set: try plan(rulebook))
    var actions = RouteGrid.actions(of: rulebook)
    if let action {
      guard let known = rulebook.workflow[action: ActionName(action)] else {
        throw Failure.usage(
          Bilingual("there is no action `\(action)`", zh: "没有动作 `\(action)`"),
          help: didYouMean(action, among: rulebook.workflow.actions.map(\.name.text)))
      }
      actions = [known]
    }
    let grids = actions.map {
      RouteGrid(
        $0, rulebook, reference: reference, timeZones: Clock.zones, sha256: Hashing.sha256)
    }
    if setting.json {
      Terminal.print(["policy": .name(rulebook.policy.name), "grids": .array(grids.map(\.json))])
      return
    }
    switch format {
    case .text:
      Terminal.print(
        grids.isEmpty
          ? say("No chain of this policy has a condition.\n", "此制度的审批链均无条件。\n")
          : grids.map { $0.text(Speech.language) }.joined(separator: "\n"))
    case .svg:
      guard grids.count == 1, let grid = grids.first else {
        throw Failure.usage(
          Bilingual("SVG shows one action", zh: "SVG 只绘一个动作"),
          help: Bilingual(
            "--action \(actions.map(\.name.text).joined(separator: " | "))",
            zh: "--action \(actions.map(\.name.text).joined(separator: " | "))"))
      }
      Terminal.print(grid.svg(Speech.language))
    }
  }

  private func plan(_ rulebook: Rulebook) throws -> [FieldName: FieldValue] {
    let fields = rulebook.workflow.baselineFields
    var plan: [FieldName: FieldValue] = [:]
    for entry in baseline {
      let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let (name, type) = fields.first(where: { $0.0.text == parts[0] })
      else {
        throw Failure.usage(
          Bilingual("`\(entry)` is no value of the plan", zh: "`\(entry)` 不是计划的取值"),
          help: Bilingual(
            "known: \(fields.map(\.0.text).joined(separator: ", "))",
            zh: "可用：\(fields.map(\.0.text).joined(separator: "、"))"))
      }
      let field = Field(name: name, title: Bilingual(verbatim: name.text), type: type)
      switch field.parse(parts[1], in: rulebook.workflow) {
      case .success(let value): plan[name] = value
      case .failure(let invalid): throw Failure.usage(invalid.reason, help: invalid.help)
      }
    }
    return plan
  }
}
