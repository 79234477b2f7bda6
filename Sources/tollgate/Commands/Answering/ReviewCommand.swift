import ArgumentParser
import Engine

/// Looks again at what was let pass by override.
struct ReviewCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "review",
      abstract: say(
        "Review what was let pass by override; say with -m what you found.",
        "复核特批放行的申请；用 -m 写明结论。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let id = RequestID(addressed.request)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let stream = try session.request(id).stream
      try session.carryOut(.review(id, comment: remark.comment), on: stream, writing, setting)
    }
  }
}
