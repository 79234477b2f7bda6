import ArgumentParser
import Engine

/// Accepts a role that one was nominated for.
struct AcceptRole: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "accept",
      abstract: say(
        "Accept a role on a project that I am nominated for.", "接受对我的项目角色提名。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(help: .init(say("The role.", "角色。")))
  var role: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .accept(role: RoleName(role)), on: .project(ProjectID(project)), writing, setting)
    }
  }
}
