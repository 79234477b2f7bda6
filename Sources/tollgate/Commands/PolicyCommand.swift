import ArgumentParser

/// What there is to do with policies.
struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: say("Check, test, publish, show and list policies.", "检查、测试、发布、查看、列出制度。"),
      subcommands: [
        PolicyCheck.self, PolicyTest.self, PolicyPublish.self, PolicyShow.self, PolicyList.self,
      ])
  }
}
