import ArgumentParser
import Engine

/// Takes a place on oneself that several could fill.
struct Claim: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "claim",
      abstract: say(
        "Take a request on myself that several people could sign.",
        "认领多人皆可签署的申请。"))
  }

  @OptionGroup var addressed: Addressed
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(.claim, writing, setting)
  }
}
