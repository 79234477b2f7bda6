import ArgumentParser
import Engine

/// Takes one's own signature back.
struct TakeBack: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "take-back",
      abstract: say(
        "Take my approval back, while nobody after me has acted.",
        "拿回我的同意；仅限后续无人处理时。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.takeBack, writing, setting)
  }
}
