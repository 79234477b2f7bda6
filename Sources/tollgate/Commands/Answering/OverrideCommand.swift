import ArgumentParser
import Engine

/// Lets a request pass without its signatures, together with a second person.
struct OverrideCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "override",
      abstract: say(
        "Let a request pass without its signatures: one asks with -m, a second person confirms.",
        "特批放行：一人用 -m 提出，另一人确认。"),
      discussion: say(
        "Never an approval: the record says who let it pass and why, and somebody else reviews it by a date. The policy's `override:` says who may.",
        "特批不等于审批通过：记录写明何人因何放行，并须由他人按期复核。何人可以特批由制度的 `override:` 规定。"))
  }

  @OptionGroup var answer: AnswerOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try answer.give(
      writing, setting,
      question: say("Let this pass without its signatures?", "不经签署而特批放行？")
    ) { binding in
      .override(binding, reason: answer.comment)
    }
  }
}
