import ArgumentParser
import Engine

/// Asks one more person to sign.
struct AddSigner: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add-signer",
      abstract: say(
        "Ask one more person to sign the step that waits for me.", "加签：请另一人签署待我处理的步骤。"),
      discussion: say(
        "With `--before` they sign first and then it comes back to me; with `--with` (the default) in any order; with `--after` when the step's own signers have signed.",
        "`--before`：其先签，再回到我；`--with`（默认）：不分先后；`--after`：本步骤原有审批人签署之后。"))
  }

  enum When: String, EnumerableFlag {
    case before, with, after

    static func help(for when: When) -> ArgumentHelp? {
      switch when {
      case .before: .init(say("Before me.", "在我之前。"))
      case .with: .init(say("At the same time.", "与我同时。"))
      case .after: .init(say("After me.", "在我之后。"))
      }
    }

    var turn: RoutedStep.Turn {
      switch self {
      case .before: .before
      case .with: .with
      case .after: .after
      }
    }
  }

  @OptionGroup var addressed: Addressed

  @Argument(
    help: .init(say("Who is to sign too.", "加签的人。")), completion: .custom(Completions.people))
  var person: String

  @Flag(exclusivity: .exclusive) var when = When.with

  @OptionGroup var remark: Remark
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try addressed.give(
      .addSigner(PersonID(person), when.turn, comment: remark.comment), writing, setting)
  }
}
