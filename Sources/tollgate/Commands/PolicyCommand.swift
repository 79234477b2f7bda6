import ArgumentParser

/// What there is to do with policies.
struct PolicyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "policy",
      abstract: say(
        "Check, test, compare, draw, publish, migrate, show and list policies.",
        "检查、测试、比较、绘制、发布、迁移、查看、列出制度。"),
      subcommands: [
        PolicyCheck.self, PolicyTest.self, PolicyDifference.self, PolicyDraw.self,
        PolicyImpact.self, PolicyPublish.self, PolicyMigrate.self, PolicyShow.self, PolicyList.self,
      ])
  }
}
