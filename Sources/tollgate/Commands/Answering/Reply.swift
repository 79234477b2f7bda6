import ArgumentParser
import Engine

/// Answers a question that was put to whoever answers.
struct Reply: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reply",
      abstract: say(
        "Answer the first open question that was put to me, with -m.",
        "用 -m 答复最早向我提出的问题。"),
      aliases: ["answer", "advise"])
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.reply(remark.comment), writing, setting)
  }
}
