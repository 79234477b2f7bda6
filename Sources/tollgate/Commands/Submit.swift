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

  @OptionGroup var filing: Filing
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let order = try filing.order()
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(order, on: .project(filing.target), writing, setting)
    }
  }
}
