import ArgumentParser
import Engine

/// The request that something is said to.
struct Addressed: ParsableArguments {
  @Argument(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。")),
    completion: .custom(Completions.requests))
  var request: String

  func give(_ answer: Engine.Answer, _ writing: Writing, _ setting: Setting) throws {
    let id = RequestID(request)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let stream = try session.request(id).stream
      try session.carryOut(.answer(id, answer), on: stream, writing, setting)
    }
  }
}

/// What is said in words.
struct Remark: ParsableArguments {
  @Option(name: [.customShort("m"), .customLong("comment")], help: .init(say("A comment.", "意见。")))
  var comment = ""
}
