import ArgumentParser

/// What a request says; the same for `preview`, `submit` and `resubmit`.
struct Submission: ParsableArguments {
  @OptionGroup var entries: Entries
  @OptionGroup var attachments: Attachments

  @Option(help: .init(say("Why.", "理由。")))
  var reason = ""
}
