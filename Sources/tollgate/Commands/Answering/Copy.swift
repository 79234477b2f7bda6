import ArgumentParser
import Engine

/// Informs people of a request.
struct Copy: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "copy",
      abstract: say(
        "Inform people of a request; they need not do anything.", "抄送：知会他人，无须其处理。"))
  }

  @OptionGroup var addressed: Addressed

  @Argument(
    help: .init(say("Whom to inform.", "抄送对象。")), completion: .custom(Completions.people))
  var people: [String]

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.copy(to: people.map { PersonID($0) }), writing, setting)
  }
}
