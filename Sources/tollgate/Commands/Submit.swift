import ArgumentParser
import Engine

/// Files a request, or carries an action out that needs nobody's agreement.
struct Submit: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      abstract: say(
        "File a request; an action that nobody has to sign takes effect at once.",
        "提交申请；无须签署的动作立即生效。"))
  }

  @Argument(
    help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
    completion: .custom(Completions.projects))
  var project: String

  @Argument(
    help: .init(say("The action, such as adjust.", "动作，如 adjust。")),
    completion: .custom(Completions.actions))
  var action: String

  @OptionGroup var submission: Submission

  @Flag(
    help: .init(
      say("File my draft; what is set here goes before it.", "提交我的草稿；此处设置的内容优先。")))
  var draft = false

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    var values = try submission.entries.values()
    var reason = submission.reason
    let attachments = try submission.attachments.files()
    try Session.run(setting, readOnly: writing.dryRun) { session in
      if draft {
        let kept = try session.draft(of: ActionName(action), on: ProjectID(project))
        guard let kept else {
          throw Refusal.noDraft(ActionName(action), on: ProjectID(project))
        }
        values.merge(kept.content) { typed, _ in typed }
        if reason.isEmpty { reason = kept.reason }
      }
      try session.carryOut(
        .submit(
          action: ActionName(action), values: values, attachments: attachments, reason: reason),
        on: .project(ProjectID(project)), writing, setting)
    }
  }
}
