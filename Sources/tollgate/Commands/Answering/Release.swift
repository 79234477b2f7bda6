import ArgumentParser
import Engine

/// Gives a claimed place back.
struct Release: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "release",
      abstract: say(
        "Give a claimed request back to everybody who could sign it.",
        "放回已认领的申请，由有权者签署。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.release, writing, setting)
  }
}
