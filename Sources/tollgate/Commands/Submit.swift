import ArgumentParser
import Engine

/// Files a request, or carries an action out that needs nobody's agreement.
struct Submit: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "submit",
      abstract: say(
        "File a request; an action that nobody has to sign takes effect at once.",
        "提交申请；无须签署的动作立即生效。"))
  }

  @OptionGroup var filing: Filing

  @Flag(
    help: .init(
      say("File my draft; what is set here goes before it.", "提交我的草稿；此处设置的内容优先。")))
  var draft = false

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let (order, enclosures) = try filing.order()
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        draft ? try session.completed(order, on: filing.target) : order,
        on: .project(filing.target), writing, setting, enclosing: enclosures)
    }
  }
}

extension Session {
  /// A submission with what its draft holds where the command line says nothing.
  fileprivate func completed(_ order: Order, on project: ProjectID) throws -> Order {
    guard case .submit(let action, let values, let attachments, let reason) = order else {
      return order
    }
    guard let kept = try draft(of: action, on: project) else {
      throw Refusal.noDraft(action, on: project)
    }
    return .submit(
      action: action, values: values.merging(kept.content) { typed, _ in typed },
      attachments: attachments, reason: reason.isEmpty ? kept.reason : reason)
  }
}
