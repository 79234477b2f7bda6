import ArgumentParser
import Engine

/// Ends a request with a no.
struct Reject: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reject",
      abstract: say("Reject a request that waits for me; say why with -m.", "拒绝待我签署的申请；用 -m 说明理由。"))
  }

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try answer.give(
      writing, setting, question: say("Reject this?", "拒绝此申请？")
    ) { binding in
      .reject(binding, comment: answer.comment)
    }
  }
}
