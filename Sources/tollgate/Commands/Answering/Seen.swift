import ArgumentParser
import Engine

/// Says that one has looked at a request.
struct Seen: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "seen",
      abstract: say(
        "Say that I have looked at a request that waits for me.",
        "已阅：表示我已查看待签署的申请。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.see, writing, setting)
  }
}
