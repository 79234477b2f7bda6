import ArgumentParser
import Engine

/// Takes a company role away, from today.
struct PeopleRelieve: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "relieve",
      abstract: say("Take a company role away, from today.", "自今日起免去公司角色。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Argument(help: .init(say("The role.", "角色。")))
  var role: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .relieve(PersonID(person), RoleName(role)), on: .workspace, writing, setting)
    }
  }
}
