import ArgumentParser
import Engine

/// Lists the projects.
struct Projects: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "projects", abstract: say("List the projects.", "列出项目。"))
  }

  @OptionGroup var setting: Setting

  /// How many are read at a time.
  private static let page = 1_000

  func run() throws {
    try Session.run(setting) { session in
      var lines: [ProjectLine] = []
      while true {
        let page = try session.store.projects(after: lines.last?.id, limit: Self.page)
        lines += page
        if page.count < Self.page { break }
      }
      guard !setting.json else {
        Terminal.print([
          "projects": .array(
            lines.map {
              [
                "project": .name($0.id), "title": .string($0.title), "stage": .name($0.stage),
                "workflow": .name($0.workflow), "policy": .name($0.policy),
              ]
            })
        ])
        return
      }
      var screen = Screen()
      var table = Table([.left, .left, .left, .left])
      for line in lines {
        table.row([line.id.text, line.stage.text, line.policy.text, line.title])
      }
      screen.table(table, indent: 0)
      if lines.isEmpty {
        screen.line(
          say(
            "There are no projects; `tollgate new` opens one.", "还没有项目；用 `tollgate new` 建立。"))
      }
      Terminal.print(screen.text)
    }
  }
}
