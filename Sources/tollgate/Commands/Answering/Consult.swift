import ArgumentParser
import Engine

/// Asks a colleague for advice.
struct Consult: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "consult",
      abstract: say(
        "Ask a colleague for advice with -m; the decision stays with me.",
        "委派：用 -m 征求同事意见，仍由我决定。"))
  }

  @OptionGroup var addressed: Addressed

  @Argument(help: .init(say("Whom to ask.", "被征求意见的人。")), completion: .custom(Completions.people))
  var person: String

  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.consult(PersonID(person), remark.comment), writing, setting)
  }
}
