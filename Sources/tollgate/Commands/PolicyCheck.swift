import ArgumentParser
import Diagnostics
import Engine

/// Checks a policy with its layers and its workflow.
struct PolicyCheck: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: say(
        "Check a policy with its layers and its workflow; all mistakes are shown at once.",
        "检查制度及其上层制度和流程；一次列出全部问题。"))
  }

  @Argument(
    help: .init(say("The policy's file.", "制度文件。")), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var setting: Setting

  func run() throws {
    let rulebook = try Rulebooks.load(policy: file).rulebook
    let policy = rulebook.policy
    guard !setting.json else {
      Terminal.print([
        "policy": .name(policy.name), "workflow": .name(rulebook.workflow.name),
        "rulebook": .string(rulebook.digest.description), "diagnostics": [],
      ])
      return
    }
    var screen = Screen()
    screen.line(
      say(
        "\(policy.name) is sound: \(policy.title.spoken)",
        "\(policy.name) 无误：\(policy.title.spoken)"))
    screen.line(
      say(
        "governs \(rulebook.workflow.name) (\(rulebook.workflow.title.spoken)); limits \(policy.limits.count), holds \(policy.holds.count), actions \(rulebook.workflow.actions.count)",
        "适用流程 \(rulebook.workflow.name)（\(rulebook.workflow.title.spoken)）；限额 \(policy.limits.count) 项，限制 \(policy.holds.count) 项，动作 \(rulebook.workflow.actions.count) 个"
      ))
    screen.line(say("rulebook ", "规则集 ") + rulebook.digest.description)
    Terminal.print(screen.text)
  }
}
