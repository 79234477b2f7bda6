import ArgumentParser
import CEL
import Engine

/// Hands everything that somebody is asked for over to another.
struct PeopleHandOver: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "hand-over",
      abstract: say(
        "From a day on, whatever somebody is asked for goes to another, in one command.",
        "离职转办：自某日起，某人的全部事项转由他人办理。"),
      discussion: say(
        "What was signed stays. A role on a project still needs its successor named where the workflow says so.",
        "已签署的保留。流程要求指定继任者的项目角色仍须另行指定。"))
  }

  @Argument(
    help: .init(say("From whom.", "移交人。")), completion: .custom(Completions.people))
  var person: String

  @Argument(
    help: .init(say("To whom.", "接替人。")), completion: .custom(Completions.people))
  var successor: String?

  @Option(
    help: .init(say("The first day (default: today).", "首日（默认今日）。"), valueName: "date"))
  var on: CivilDate?

  @Flag(
    help: .init(say("Their roles in the company move along.", "公司角色一并移交。")))
  var withRoles = false

  @Flag(help: .init(say("End the hand-over instead.", "结束移交。")))
  var end = false

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func validate() throws {
    guard end ? successor == nil && on == nil && !withRoles : successor != nil else {
      throw ValidationError(
        say(
          "name to whom, or end the hand-over with `--end`", "请指定接替人，或用 `--end` 结束移交"))
    }
  }

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let order: Order =
        successor.map {
          .handOver(PersonID(person), to: PersonID($0), on: on, withRoles: withRoles)
        } ?? .takeBack(PersonID(person))
      try session.carryOut(order, on: .workspace, writing, setting)
    }
  }
}
