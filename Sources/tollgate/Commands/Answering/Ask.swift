import ArgumentParser
import Engine

/// Asks the submitter for information.
struct Ask: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ask",
      abstract: say(
        "Ask the submitter for information with -m; the deadline stands still until the answer.",
        "请求补充：用 -m 向提交人提问，答复前期限暂停。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.ask(remark.comment), writing, setting)
  }
}
