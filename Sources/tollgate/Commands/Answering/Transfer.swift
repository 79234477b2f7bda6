import ArgumentParser
import Engine

/// Hands a place to sign on to somebody else.
struct Transfer: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "transfer",
      abstract: say(
        "Hand a request on to somebody who decides instead of me.",
        "转办：由他人代替我审批。"))
  }

  @OptionGroup var addressed: Addressed

  @Argument(
    help: .init(say("Who decides instead.", "接办人。")), completion: .custom(Completions.people))
  var person: String

  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.transfer(to: PersonID(person), comment: remark.comment), writing, setting)
  }
}
