import ArgumentParser
import Engine

/// Lists the files of a project.
struct AttachmentList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say(
        "What is attached, where, how large, with which digest.", "附件的位置、大小与摘要。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let files = try session.attachments(of: session.project(ProjectID(project)))
      if setting.json {
        Terminal.print([
          "project": .string(project),
          "attachments": .array(
            files.map {
              [
                "place": .string($0.place), "field": .name($0.field),
                "name": .string($0.file.name), "size": .count($0.file.size),
                "digest": .string($0.file.digest.description),
              ]
            }),
        ])
        return
      }
      var screen = Screen()
      if files.isEmpty { screen.line(say("Nothing is attached.", "没有附件。")) }
      var table = Table([.left, .left, .right, .left])
      for attached in files {
        table.row([
          attached.name, attached.file.name, "\(attached.file.size)", attached.file.digest.short,
        ])
      }
      screen.table(table)
      Terminal.print(screen.text)
    }
  }
}
