import ArgumentParser
import CEL
import Engine

/// Records that somebody has left the company.
struct PeopleLeave: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "leave",
      abstract: say(
        "Somebody leaves: they sign nothing any more; what they signed stays.",
        "离职：不再签署；已签署的保留。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Option(
    help: .init(
      say("The first day they are gone (default: today).", "离职首日（默认今日）。"), valueName: "date"))
  var on: CivilDate?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(.leave(PersonID(person), on: on), on: .workspace, writing, setting)
    }
  }
}
