import ArgumentParser
import Engine
import Reporting

/// Writes a request as a sheet of paper for the filing cabinet.
struct RecordCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "record",
      abstract: say(
        "A request as a form to print: content, plan, signatures, course, rules.",
        "将申请制成可打印的表单：内容、计划对照、签署、经过、依据。"))
  }

  @Argument(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。")),
    completion: .custom(Completions.requests))
  var request: String

  @Option(
    help: .init(say("The new file to write it to.", "要写入的新文件。"), valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let view = try session.view(RequestID(request))
      let stream = try session.request(view.request.id).stream
      let page = view.page(
        workspace: session.workspace.name, history: try session.history(of: stream),
        printed: session.now)
      try AuditFiles.create(html, page.html)
      if setting.json {
        Terminal.print(["request": .name(view.request.id), "file": .string(html)])
      } else {
        Terminal.print(say("wrote \(html)", "已写入 \(html)").inert + "\n")
      }
    }
  }
}
