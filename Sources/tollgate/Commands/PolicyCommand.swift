import ArgumentParser

/// What there is to do with policies.
struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: say(
        "Check, test, compare, publish, show and list policies.", "检查、测试、比较、发布、查看、列出制度。"),
      subcommands: [
        PolicyCheck.self, PolicyTest.self, PolicyDifference.self, PolicyPublish.self,
        PolicyShow.self, PolicyList.self,
      ])
  }
}
