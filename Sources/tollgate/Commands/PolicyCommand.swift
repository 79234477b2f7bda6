import ArgumentParser

/// What there is to do with policies.
struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: say("Check, publish, show and list policies.", "检查、发布、查看、列出制度。"),
      subcommands: [
        PolicyCheck.self, PolicyPublish.self, PolicyShow.self, PolicyList.self,
      ])
  }
}
