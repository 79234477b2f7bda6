import ArgumentParser
import CEL
import Diagnostics
import Engine

/// Ends an absence early, or takes one back that has not begun.
struct PeopleBack: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "back",
      abstract: say("Somebody is back early, or does not go at all.", "提前返岗，或取消尚未开始的缺席。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Option(
    help: .init(
      say(
        "The first day of the absence meant (default: the one under way, or the next).",
        "所指缺席的首日（默认当前的，或下一段）。"), valueName: "date"))
  var from: CivilDate?

  @Option(
    help: .init(say("The first day back (default: today).", "返岗首日（默认今日）。"), valueName: "date"))
  var on: CivilDate?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let today = try session.companyToday()
      let next = try session.person(person).absences.first { $0.until > today }
      guard let from = from ?? next?.from else {
        throw Refusal(
          .nothingChanged,
          Bilingual("`\(person)` is not away", zh: "`\(person)` 没有缺席"))
      }
      try session.carryOut(
        .comeBack(PersonID(person), from: from, on: on), on: .workspace, writing, setting)
    }
  }
}
