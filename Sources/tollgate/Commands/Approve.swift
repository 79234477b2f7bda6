import ArgumentParser
import Engine

/// Signs a request.
struct Approve: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(abstract: say("Approve a request that waits for me.", "同意待我签署的申请。"))
  }

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try answer.give(
      writing, setting, question: say("Approve this?", "同意此申请？")
    ) { binding in
      .approve(binding, comment: answer.comment)
    }
  }
}
