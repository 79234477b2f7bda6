import ArgumentParser
import Engine

/// Signs a request.
struct Approve: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(abstract: say("Approve a request that waits for me.", "同意待我签署的申请。"))
  }

  @OptionGroup var answer: Answer
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try answer.give(
      writing, setting, question: say("Approve this?", "同意此申请？")
    ) { binding in
      .approve(answer.id, binding, comment: answer.comment)
    }
  }
}
