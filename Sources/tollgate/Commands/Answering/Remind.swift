import ArgumentParser
import Engine

/// Reminds whoever is asked.
struct Remind: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "remind",
      abstract: say(
        "Remind whoever has to sign.",
        "催办：提醒待签署的人。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.remind(comment: remark.comment), writing, setting)
  }
}
