import ArgumentParser
import Engine

/// Shows a request on one screen.
struct Show: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      abstract: say(
        "A request on one screen: what is asked, what changes, who agreed, who is next, by which rule.",
        "一屏看清申请：内容、变化、谁已同意、轮到谁、依据哪条规则。"))
  }

  @Argument(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。")),
    completion: .custom(Completions.requests))
  var request: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let view = try session.view(RequestID(request))
      if setting.json {
        Terminal.print(try view.json())
      } else {
        Terminal.print(view.screen)
      }
    }
  }
}
