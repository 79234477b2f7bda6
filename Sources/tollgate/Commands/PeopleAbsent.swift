import ArgumentParser
import CEL
import Engine

/// Records that somebody will be away.
struct PeopleAbsent: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "absent",
      abstract: say(
        "Somebody is away on some days: told to others, and looked at for holes.",
        "登记缺席：供他人知晓，并据此检查是否有人在岗。"),
      discussion: say(
        "It takes no right away; `people delegate` names who acts meanwhile.",
        "缺席不影响本人权限；由谁代理请用 `people delegate` 指定。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Option(
    help: .init(say("The first day (default: today).", "首日（默认今日）。"), valueName: "date"))
  var from: CivilDate?

  @Option(help: .init(say("The first day back.", "返岗首日。"), valueName: "date"))
  var until: CivilDate

  @Option(
    name: [.customShort("m"), .customLong("reason")], help: .init(say("Why.", "事由。")))
  var reason = ""

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let absence = Absence(
        from: try from ?? session.companyToday(), until: until, reason: reason)
      try session.carryOut(.absent(PersonID(person), absence), on: .workspace, writing, setting)
    }
  }
}
