import ArgumentParser
import Engine

/// Takes one's own request back.
struct Withdraw: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "withdraw", abstract: say("Withdraw a request of mine.", "撤回我的申请。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.withdraw(comment: remark.comment), writing, setting)
  }
}
