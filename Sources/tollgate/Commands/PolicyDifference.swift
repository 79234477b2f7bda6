import ArgumentParser
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
        "Limits, sign-off chains, gates and holds are compared, for every value that can be asked for.",
        "比较限额、审批链、关口与限制，按所有可能的取值逐一比较。"))
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
      Terminal.print(difference.screen(after).text)
    }
  }
}
