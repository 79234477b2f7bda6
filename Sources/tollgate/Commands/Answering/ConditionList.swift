import ArgumentParser
import Engine

/// Lists conditions that are not confirmed yet.
struct ConditionList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say(
        "The open conditions of a project, or of all.", "某项目或全部项目的未完成条件。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String?

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let projects =
        try project.map { [try session.project(ProjectID($0))] }
        ?? session.store.projects(concerning: [.conditions]).compactMap(session.store.project)
      let conditions = projects.flatMap { project in project.conditions.map { (project, $0) } }
      if setting.json {
        Terminal.print(["conditions": .array(conditions.map { $1.json(on: $0.id) })])
        return
      }
      var screen = Screen()
      if conditions.isEmpty { screen.line(say("No condition is open.", "没有未完成的条件。")) }
      let glossary = Glossary(people: session.workspace.directory)
      for (project, condition) in conditions {
        screen.paragraph(
          "\(project.id)  " + glossary.condition(condition), hanging: 4)
      }
      Terminal.print(screen.text)
    }
  }
}
