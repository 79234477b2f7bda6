import ArgumentParser
import Diagnostics
import Engine

/// What there is to do with drafts.
struct DraftCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "draft",
      abstract: say(
        "Keep a request that is not filed yet: save, list, drop. `submit --draft` files it.",
        "暂存尚未提交的申请：保存、列出、删除；`submit --draft` 提交。"),
      subcommands: [DraftSave.self, DraftList.self, DraftDrop.self])
  }
}

/// Keeps what somebody means to file.
struct DraftSave: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "save",
      abstract: say(
        "Keep what I mean to file; what is set is added to what was kept.",
        "暂存我准备提交的内容；新设置的字段并入已有草稿。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(
    help: .init(say("The action, such as adjust.", "动作，如 adjust。")),
    completion: .custom(Completions.actions))
  var action: String

  @OptionGroup var entries: Entries

  @Option(help: .init(say("Why.", "理由。")))
  var reason = ""

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let kept = try session.draft(of: ActionName(action), on: ProjectID(project))
      try session.carryOut(
        .draft(
          action: ActionName(action),
          values: (kept?.content ?? [:]).merging(try entries.values()) { $1 },
          reason: reason.isEmpty ? kept?.reason ?? "" : reason),
        on: .project(ProjectID(project)), writing, setting)
    }
  }
}

/// Takes a draft away.
struct DraftDrop: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "drop", abstract: say("Take a draft of mine away.", "删除我的草稿。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(
    help: .init(say("The action, such as adjust.", "动作，如 adjust。")),
    completion: .custom(Completions.actions))
  var action: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      guard try session.draft(of: ActionName(action), on: ProjectID(project)) != nil else {
        throw Refusal.noDraft(ActionName(action), on: ProjectID(project))
      }
      try session.carryOut(
        .draft(action: ActionName(action), values: [:], reason: ""),
        on: .project(ProjectID(project)), writing, setting)
    }
  }
}

/// Lists one's drafts.
struct DraftList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("My drafts.", "我的草稿。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let person = try session.requirePerson()
      let drafts = try session.store.projects(concerning: [.person(person)])
        .compactMap(session.store.project).flatMap { project in
          (project.drafts[person] ?? [:]).sorted { $0.key < $1.key }.map {
            (project, $0.key, $0.value)
          }
        }
      if setting.json {
        Terminal.print(["drafts": .array(drafts.map { $2.json(of: $1, on: $0.id) })])
        return
      }
      var screen = Screen()
      if drafts.isEmpty { screen.line(say("There are no drafts.", "没有草稿。")) }
      for (project, action, draft) in drafts {
        screen.paragraph(
          "\(project.id)  \(action)\(Mark.colon)\(draft.sentence)", hanging: 4)
      }
      Terminal.print(screen.text)
    }
  }
}

extension Session {
  /// What the person who runs the program has kept for an action; nil: nothing.
  func draft(of action: ActionName, on project: ProjectID) throws -> StoredDraft? {
    try self.project(project).drafts[requirePerson()]?[action]
  }
}

extension StoredDraft {
  /// `budget=126000, finish=2027-01-15: “a second pilot”`
  var sentence: String {
    list(content.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      + Mark.quoted(reason)
  }

  func json(of action: ActionName, on project: ProjectID) -> JSON {
    [
      "project": .name(project), "action": .name(action), "reason": .string(reason),
      "values": .object(
        Dictionary(uniqueKeysWithValues: content.map { ($0.key.text, .string($0.value)) })),
    ]
  }
}

extension Refusal {
  static func noDraft(_ action: ActionName, on project: ProjectID) -> Refusal {
    Refusal(
      .nothingChanged,
      Bilingual(
        "you have no draft of `\(action)` on `\(project)`", zh: "你在 `\(project)` 没有 `\(action)` 的草稿"
      ),
      help: Bilingual("`tollgate draft list` lists them", zh: "`tollgate draft list` 列出草稿"))
  }
}
