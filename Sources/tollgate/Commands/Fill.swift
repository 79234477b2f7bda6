import ArgumentParser
import Engine

/// Fills in a form of a project.
struct Fill: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "fill",
      abstract: say("Fill in a form of a project.", "填写项目的表单。"),
      discussion: say(
        "An empty value (`--set field=`) takes what was there away.",
        "空值（`--set 字段=`）清除原有内容。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(help: .init(say("The form.", "表单。")), completion: .custom(Completions.forms))
  var form: String

  @OptionGroup var entries: Entries
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let values = try entries.values()
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .fill(form: FormName(form), values: values), on: .project(ProjectID(project)), writing,
        setting)
    }
  }
}
