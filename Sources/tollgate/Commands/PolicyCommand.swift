import ArgumentParser

/// What there is to do with policies.
struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: say("Check, compare, publish, show and list policies.", "检查、比较、发布、查看、列出制度。"),
      subcommands: [
        PolicyCheck.self, PolicyDifference.self, PolicyPublish.self, PolicyShow.self,
        PolicyList.self,
      ])
  }
}
