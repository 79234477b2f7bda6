import ArgumentParser
import Engine

/// Takes one's own request back.
struct Withdraw: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(abstract: say("Withdraw a request of mine.", "撤回我的申请。"))
  }

  @Argument(help: .init(say("The request, such as R-7.", "申请，如 R-7。")))
  var request: String

  @Option(name: [.customShort("m"), .customLong("comment")], help: .init(say("A comment.", "意见。")))
  var comment = ""

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let stream = try session.request(RequestID(request)).stream
      try session.carryOut(
        .answer(RequestID(request), .withdraw(comment: comment)), on: stream, writing, setting)
    }
  }
}
