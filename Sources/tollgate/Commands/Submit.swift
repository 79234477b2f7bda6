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
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let order = Order.submit(
      action: ActionName(action), values: try submission.entries.values(),
      attachments: try submission.attachments.files(), reason: submission.reason)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(order, on: .project(ProjectID(project)), writing, setting)
    }
  }
}
