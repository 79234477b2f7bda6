import ArgumentParser
import Engine

/// Shows where a project stands.
struct StatusCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "status",
      abstract: say(
        "Where a project stands: stage, people, plan and drift, control points, holds, what is possible.",
        "项目现状：阶段、人员、计划与偏离、控制点、限制、可进行的动作。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let governed = try session.governed(ProjectID(project))
      let status = ProjectStatus(
        project: governed.project, rulebook: governed.rulebook, outlook: governed.outlook,
        children: try session.store.children(of: governed.project.id),
        requests: try governed.project.requests.keys.sorted(by: byNumber).map(session.view),
        glossary: Glossary(people: session.workspace.directory, rulebook: governed.rulebook))
      if setting.json {
        Terminal.print(try status.json())
      } else {
        Terminal.print(status.text)
      }
    }
  }

  /// `R-9` before `R-10`.
  private func byNumber(_ left: RequestID, _ right: RequestID) -> Bool {
    (left.text.utf8.count, left.text) < (right.text.utf8.count, right.text)
  }
}
