import ArgumentParser
import Engine

/// Takes an added signer away again.
struct RemoveSigner: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "remove-signer",
      abstract: say(
        "Remove a signer whom I added, before they have signed.",
        "减签：减去我加签的人；仅限其尚未签署时。"))
  }

  @OptionGroup var addressed: Addressed

  @Argument(
    help: .init(say("The added signer.", "被加签的人。")), completion: .custom(Completions.people))
  var person: String

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.removeSigner(PersonID(person)), writing, setting)
  }
}
