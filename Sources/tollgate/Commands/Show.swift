import ArgumentParser
import Engine

/// Shows a request on one screen.
struct Show: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: say(
        "A request on one screen: what is asked, what changes, who agreed, who is next, by which rule.",
        "一屏看清申请：内容、变化、谁已同意、轮到谁、依据哪条规则。"))
  }

  @Argument(
    help: .init(
      say(
        "The request, such as R-7, or a number, such as SQ-2026-0012.",
        "申请，如 R-7；或编号，如 SQ-2026-0012。")),
    completion: .custom(Completions.requests))
  var request: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let bearer =
        RequestID(request).number == nil ? try session.store.bearer(ofNumber: request) : nil
      if case .project(let project)? = bearer?.stream, bearer?.request == nil {
        return try session.printStatus(of: project, setting)
      }
      let view = try session.view(bearer?.request ?? RequestID(request))
      if setting.json {
        Terminal.print(try view.json())
      } else {
        Terminal.print(view.screen)
      }
    }
  }
}
