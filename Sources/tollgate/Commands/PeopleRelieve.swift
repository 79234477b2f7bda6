import ArgumentParser
import CEL
import Engine

/// Takes a company role away, from today.
struct PeopleRelieve: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "relieve",
      abstract: say("Take a company role away.", "免去公司角色。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Argument(help: .init(say("The role.", "角色。")))
  var role: String

  @Option(
    help: .init(
      say("The first day without it (default: today).", "免去的首日（默认今日）。"), valueName: "date"))
  var on: CivilDate?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .relieve(PersonID(person), RoleName(role), on: on), on: .workspace, writing, setting)
    }
  }
}
