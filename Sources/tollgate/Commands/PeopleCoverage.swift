import ArgumentParser
import CEL
import Diagnostics
import Engine
import Workbench

/// Tells on which days ahead somebody will be missing.
struct PeopleCoverage: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "coverage",
      abstract: say(
        "The days ahead on which nobody is there for a role, or nobody for larger amounts.",
        "今后哪些日子某角色无人在岗，或无人可签署较大金额。"),
      discussion: say(
        "Counts absences, roles that end, leavers, ceilings and stand-ins. Roles on projects are not looked at.",
        "依据缺席、角色任期、离职、权限上限与代理推算；不含项目角色。"))
  }

  @Option(
    help: .init(say("The first day (default: today).", "首日（默认今日）。"), valueName: "date"))
  var from: CivilDate?

  @Option(
    help: .init(
      say(
        "The first day not looked at (default: \(Staffing.horizon) days on).",
        "截止日，不含（默认 \(Staffing.horizon) 天后）。"), valueName: "date"))
  var until: CivilDate?

  @Option(
    help: .init(say("One policy (default: all in force).", "仅某一制度（默认全部）。"), valueName: "name"),
    completion: .custom(Completions.policies))
  var policy: String?

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let from = try self.from ?? session.companyToday()
      guard let until = self.until ?? from.adding(days: Staffing.horizon), from < until,
        until.days(since: from) <= Staffing.longestLook
      else {
        throw Failure.usage(
          Bilingual(
            "`--until` must come after `--from`, by at most \(Staffing.longestLook) days",
            zh: "`--until` 须晚于 `--from`，且不超过 \(Staffing.longestLook) 天"), help: nil)
      }
      let people = session.workspace.directory
      let gaps = try session.gaps(in: people, from: from, until: until, policy: policy)
      guard !gaps.isEmpty else {
        throw Refusal(
          .unknownPolicy,
          Bilingual("no policy is in force, so nobody is asked for anything", zh: "尚无制度在执行，无需任何人签署")
        )
      }
      let screen = CoverageScreen(
        policies: try zip(gaps, session.policiesInForce(policy)).map { gaps, policy in
          (gaps, Glossary(people: people, rulebook: policy.rulebook))
        }, from: from, until: until)
      if setting.json {
        Terminal.print(screen.json)
      } else {
        Terminal.print(screen.text)
      }
    }
  }
}
