import ArgumentParser
import Engine

/// An action on a project with what is written into its form; the same for `preview` and `submit`.
struct Filing: ParsableArguments {
  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(
    help: .init(say("The action, such as adjust.", "动作，如 adjust。")),
    completion: .custom(Completions.actions))
  var action: String

  @OptionGroup var submission: Submission

  var target: ProjectID { ProjectID(project) }

  /// With what the attached files contain.
  func order() throws -> (order: Order, enclosures: [[UInt8]]) {
    let files = try submission.attachments.files()
    return (
      .submit(
        action: ActionName(action), values: try submission.entries.values(),
        attachments: files.named, reason: submission.reason), files.contents
    )
  }
}

/// A filed request; the same for whatever looks at one.
struct Filed: ParsableArguments {
  @Argument(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。")),
    completion: .custom(Completions.requests))
  var request: String

  var id: RequestID { RequestID(request) }
}

/// How much an explanation tells; the same for `preview` and `why`.
struct Tracing: ParsableArguments {
  @Flag(
    help: .init(
      say(
        "Also every part of each condition with its value, for whoever writes rules.",
        "另列出每个条件各部分的取值，供编写规则者使用。")))
  var trace = false
}
