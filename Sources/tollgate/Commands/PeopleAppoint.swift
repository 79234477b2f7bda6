import ArgumentParser
import CEL
import Engine

/// Gives somebody a role, in the company or on a project.
struct PeopleAppoint: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "appoint",
      abstract: say(
        "Give somebody a role in the company, or with --project on a project.",
        "任命公司角色；加 --project 则为项目角色。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Argument(help: .init(say("The role.", "角色。")))
  var role: String

  @Option(help: .init(say("The project.", "项目。")), completion: .custom(Completions.projects))
  var project: String?

  @Option(
    help: .init(say("The first day (default: since ever).", "起始日（默认：不限）。"), valueName: "date"))
  var from: CivilDate?

  @Option(
    help: .init(
      say("The first day it is no longer held.", "不再担任的首日。"), valueName: "date"))
  var until: CivilDate?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func validate() throws {
    if project != nil, from != nil || until != nil {
      throw ValidationError(
        say("a role on a project has no dates", "项目角色没有起止日期"))
    }
    if let from, let until, until <= from {
      throw ValidationError(
        say("`--until` must come after `--from`", "`--until` 须晚于 `--from`"))
    }
  }

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      if let project {
        try session.carryOut(
          .appointToProject(person: PersonID(person), role: RoleName(role)),
          on: .project(ProjectID(project)), writing, setting)
      } else {
        try session.requireCompanyRole(RoleName(role))
        try session.carryOut(
          .appoint(PersonID(person), .init(role: RoleName(role), from: from, until: until)),
          on: .workspace, writing, setting)
      }
    }
  }
}

extension CivilDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
