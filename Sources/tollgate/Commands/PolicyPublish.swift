import ArgumentParser
import Engine

/// Puts a policy in force, or asks those who must agree.
struct PolicyPublish: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "publish",
      abstract: say(
        "Put a policy in force for new requests; another administrator signs where there is one.",
        "发布制度，用于之后的申请；有其他管理员时须其签署。"))
  }

  @Argument(
    help: .init(say("The policy's file.", "制度文件。")), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let loaded = try Rulebooks.load(policy: file)
    let rulebook = loaded.rulebook
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .publish(
          rulebook.policy.name, workflow: rulebook.workflow.name, rulebook: rulebook.digest),
        on: .workspace, writing, setting, publishing: loaded.sources)
    }
  }
}
