import ArgumentParser
import Diagnostics
import Engine

/// Reads people from a file into the directory.
struct PeopleImport: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import",
      abstract: say(
        "Add or replace people from a CSV or YAML file; all of it or nothing.",
        "从 CSV 或 YAML 文件新增或替换人员；全部成功或全不写入。"),
      discussion: say(
        "CSV columns: id,name,name_zh,rank,manager,ceiling,accounts,roles,alias_of,left_on; several accounts or roles are separated by `;`.",
        "CSV 列：id,name,name_zh,rank,manager,ceiling,accounts,roles,alias_of,left_on；多个账号或角色以 `;` 分隔。"
      ))
  }

  @Argument(
    help: .init(say("The file.", "文件。")), completion: .file(extensions: ["yaml", "yml", "csv"]))
  var file: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let source = try Rulebooks.source(file)
      let roles = try session.companyRoles()
      let currency = try session.companyCurrency()
      let people =
        file.hasSuffix(".csv")
        ? try PeopleTable.read(source, roles: roles, currency: currency)
        : try Rulebooks.people(
          source, roles: roles, known: Set(session.workspace.directory.people.keys),
          currency: currency)
      try session.carryOut(.importPeople(people), on: .workspace, writing, setting)
    }
  }
}
