import ArgumentParser
import Engine

extension History {
  /// Tells everything that happened to a project, or to the workspace.
  struct Command: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "history",
        abstract: say(
          "Everything that happened: what, who, when, and how they were recognised.",
          "全部历史：何事、何人、何时、如何确认身份。"))
    }

    @Argument(
      help: .init(
        say("The project, such as P-1, or `workspace`.", "项目，如 P-1；或 `workspace`（工作区）。")),
      completion: .custom(Completions.projects))
    var of: String

    @OptionGroup var setting: Setting

    func run() throws {
      try Session.run(setting) { session in
        let stream: Stream
        var rulebook: Rulebook?
        if of == Stream.workspace.description {
          (stream, rulebook) = (.workspace, try session.companyRulebook())
        } else {
          let governed = try session.governed(ProjectID(of))
          (stream, rulebook) = (.project(governed.project.id), governed.rulebook)
        }
        let history = History(
          records: try session.history(of: stream),
          glossary: Glossary(people: session.workspace.directory, rulebook: rulebook))
        if setting.json {
          Terminal.print(try history.json())
        } else {
          Terminal.print(history.text)
        }
      }
    }
  }
}
