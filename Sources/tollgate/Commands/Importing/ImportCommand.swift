import ArgumentParser
import Diagnostics
import Engine

/// Takes over what another system or a spreadsheet has.
struct ImportCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import",
      abstract: say(
        "Take over people, projects or forms from a CSV file: all of it or nothing.",
        "从 CSV 文件导入人员、项目或表单：全部成功或全不写入。"),
      discussion: say(
        "CSV in UTF-8, with or without a byte-order mark. Headings are names of fields or their titles, in English or Chinese. --dry-run lists what is wrong with every row. A file that was imported is not imported again.",
        "CSV 须为 UTF-8，有无 BOM 均可。表头可用字段名，或其中英文名称。--dry-run 列出每一行的问题。已导入的文件不会重复导入。"),
      subcommands: [ImportPeople.self, ImportProjects.self, ImportForms.self])
  }
}

/// The table that is imported; the same for all kinds.
struct Importing: ParsableArguments {
  @Argument(help: .init(say("The file.", "文件。")), completion: .file(extensions: ["csv"]))
  var file: String

  @Option(
    name: .customLong("import-id"),
    help: .init(
      say(
        "What the import is known by; the same again is carried out once (default: made from the file).",
        "本次导入的编号；同一编号只导入一次（默认由文件内容生成）。"), valueName: "id"))
  var importID: String?

  @Flag(help: .init(say("List every row's problem, and write nothing.", "列出每一行的问题，不写入。")))
  var dryRun = false

  func validate() throws {
    if let importID, importID.isEmpty || importID.utf8.count > 80 {
      throw ValidationError(say("an import id has 1 to 80 characters", "导入编号须为 1 至 80 个字符"))
    }
  }

  /// The file, and what its import is known by. `kind` tells imports of one file as different things apart.
  func read(_ kind: String...) throws -> (source: SourceFile, id: String) {
    let source = try Rulebooks.source(file)
    let digest = Hashing.sha256(Array(kind.joined(separator: "\n").utf8) + [0] + source.bytes)
    return (source, importID ?? "import-\(digest.short)")
  }
}

/// Adds or replaces people.
struct ImportPeople: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "people", abstract: say("Add or replace people.", "新增或替换人员。"))
  }

  @OptionGroup var importing: Importing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: importing.dryRun) { session in
      let (source, id) = try importing.read("people")
      let people = try PeopleTable.read(
        source, roles: try session.companyRoles(), currency: try session.companyCurrency())
      var writing = Writing()
      (writing.dryRun, writing.commandID) = (importing.dryRun, id)
      try session.carryOut(.importPeople(people), on: .workspace, writing, setting)
    }
  }
}

/// Opens a project for each row.
struct ImportProjects: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "projects",
      abstract: say(
        "Open a project for each row, with whatever forms the other columns fill in.",
        "每行建立一个项目，其余各列填写其表单。"))
  }

  @OptionGroup var importing: Importing

  @Option(
    help: .init(say("The policy that governs them.", "适用的制度。")),
    completion: .custom(Completions.policies))
  var policy: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: importing.dryRun) { session in
      let (source, id) = try importing.read("projects", policy)
      let name = PolicyName(policy)
      guard let published = session.workspace.policies[name] else {
        throw Refusal.unknownPolicy(name, among: session.workspace)
      }
      let workflow = try session.service.rulebook(published.rulebook).workflow
      let plan = try ImportPlan.projects(source, under: name, workflow)
      ImportScreen(try session.carryOut(plan, id: id, dryRun: importing.dryRun)).show(setting)
    }
  }
}

/// Fills in one form of many projects.
struct ImportForms: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "forms",
      abstract: say(
        "Fill in one form of the projects that the rows name; empty cells change nothing.",
        "填写各行所指项目的同一表单；空单元格不作改动。"))
  }

  @OptionGroup var importing: Importing

  @Option(help: .init(say("The form.", "表单。")))
  var form: String

  @Option(
    help: .init(say("The policy of the projects (default: the only one).", "项目的制度（默认：唯一的制度）。")),
    completion: .custom(Completions.policies))
  var policy: String?

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: importing.dryRun) { session in
      let (source, id) = try importing.read("forms", form)
      let workflow = try session.service.rulebook(try rulebook(session.workspace)).workflow
      let forms = workflow.fillableForms
      guard let known = forms.first(where: { $0.name.text == form }) else {
        throw Failure.usage(
          Bilingual("there is no form `\(form)` to fill in", zh: "没有可填写的表单 `\(form)`"),
          help: didYouMean(form, among: forms.map(\.name.text))
            ?? Bilingual(
              "forms: \(forms.map(\.name.text).joined(separator: ", "))",
              zh: "表单：\(forms.map(\.name.text).joined(separator: "、"))"))
      }
      let plan = try ImportPlan.forms(source, known, workflow)
      ImportScreen(try session.carryOut(plan, id: id, dryRun: importing.dryRun)).show(setting)
    }
  }

  private func rulebook(_ workspace: Workspace) throws -> Digest {
    if let policy {
      guard let published = workspace.policies[PolicyName(policy)] else {
        throw Refusal.unknownPolicy(PolicyName(policy), among: workspace)
      }
      return published.rulebook
    }
    guard let only = workspace.policies.values.first, workspace.policies.count == 1 else {
      throw Failure.usage(
        Bilingual(
          "there are \(workspace.policies.count) policies", zh: "共有 \(workspace.policies.count) 个制度"
        ),
        help: Bilingual("choose one with `--policy`", zh: "请用 `--policy` 选择"))
    }
    return only.rulebook
  }
}
