import ArgumentParser
import Engine

/// Files a returned request again, changed.
struct Resubmit: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "resubmit",
      abstract: say(
        "File a returned request again; what is not set stays as it was.",
        "重新提交被退回的申请；未设置的内容保持不变。"))
  }

  @Argument(help: .init(say("The request, such as R-7.", "申请，如 R-7。")))
  var request: String

  @OptionGroup var submission: Submission
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let files = try submission.attachments.files()
    let order = Order.resubmit(
      RequestID(request), values: try submission.entries.values(),
      attachments: files.named, reason: submission.reason)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let stream = try session.request(RequestID(request)).stream
      try session.carryOut(order, on: stream, writing, setting, enclosing: files.contents)
    }
  }
}
