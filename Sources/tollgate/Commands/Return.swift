import ArgumentParser
import Engine

/// Sends a request back.
struct Return: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "return",
      abstract: say(
        "Return a request to its submitter or to an earlier step; say why with -m.",
        "将申请退回提交人或之前的步骤；用 -m 说明理由。"))
  }

  @OptionGroup var answer: AnswerOptions

  @OptionGroup var destination: Destination
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try answer.give(
      writing, setting, question: say("Return this?", "退回此申请？")
    ) { binding in
      destination.answer(binding, comment: answer.comment)
    }
  }
}

/// Where a returned request goes, and how it goes on from there.
struct Destination: ParsableArguments {
  @Option(help: .init(say("The step, or `submitter`.", "步骤名，或 `submitter`（提交人）。")))
  var to = "submitter"

  @Flag(
    help: .init(
      say(
        "It comes straight back to me: unless its content changes, those in between are not asked again.",
        "处理后直接送回我处：内容未变时，中间的审批人不再重签。")))
  var back = false

  func answer(_ binding: Request.Binding, comment: String) -> Engine.Answer {
    .returnBack(
      binding, to: to == "submitter" ? nil : StepName(to), resume: back ? .jumpBack : .forward,
      comment: comment)
  }
}
