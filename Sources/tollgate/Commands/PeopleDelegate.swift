import ArgumentParser
import CEL
import Diagnostics
import Engine

/// Names a stand-in, or ends one.
struct PeopleDelegate: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "delegate",
      abstract: say(
        "Name who stands in for me on some days, or end a stand-in.", "指定某段时间的代理人，或结束代理。"),
      discussion: say(
        "A stand-in acts within both people's authority, never passes it on, and ends at its date. An administrator names one for somebody else with `--for`, and says why with `-m`.",
        "代理人的权限以双方较低者为准，不得转代理，到期即止。管理员可用 `--for` 为他人安排，须用 `-m` 说明理由。"))
  }

  @Option(
    name: .customLong("to"), help: .init(say("Who stands in.", "代理人。"), valueName: "person"),
    completion: .custom(Completions.people))
  var deputy: String?

  @Option(
    help: .init(say("The first day (default: today).", "首日（默认今日）。"), valueName: "date"))
  var from: CivilDate?

  @Option(
    help: .init(say("The first day without.", "截止日（不含）。"), valueName: "date"))
  var until: CivilDate?

  @Option(
    help: .init(
      say("Only for this action; may be given again.", "仅限此动作；可多次使用。"), valueName: "action"))
  var only: [String] = []

  @Option(
    help: .init(
      say("Only on this project; may be given again.", "仅限此项目；可多次使用。"), valueName: "project"),
    completion: .custom(Completions.projects))
  var project: [String] = []

  @Option(
    help: .init(say("Only up to this amount.", "金额上限。"), valueName: "amount"))
  var upTo: String?

  @Option(
    name: .customLong("for"),
    help: .init(say("Whom to stand in for (default: me).", "被代理人（默认本人）。"), valueName: "person"),
    completion: .custom(Completions.people))
  var principal: String?

  @Option(
    name: [.customShort("m"), .customLong("reason")], help: .init(say("Why.", "事由。")))
  var reason = ""

  @Option(
    help: .init(say("End this stand-in, such as S-1.", "结束此代理，如 S-1。"), valueName: "stand-in"))
  var end: String?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func validate() throws {
    let names = deputy != nil || until != nil
    guard end == nil ? deputy != nil && until != nil : !names else {
      throw ValidationError(
        say(
          "name a stand-in with `--to` and `--until`, or end one with `--end`",
          "请用 `--to` 与 `--until` 指定代理，或用 `--end` 结束代理"))
    }
    if let upTo, Decimal(upTo) == nil {
      throw ValidationError(
        say("`--up-to \(upTo)` is not an amount", "`--up-to \(upTo)` 不是金额"))
    }
  }

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(try order(session), on: .workspace, writing, setting)
    }
  }

  private func order(_ session: Session) throws -> Order {
    if let end { return .endStandIn(StandInID(end)) }
    guard let deputy, let until else {
      preconditionFailure("`validate` asks for both")
    }
    let actions = only.map { ActionName($0) }
    try session.requireActions(actions)
    let projects = project.map { ProjectID($0) }
    for project in projects { _ = try session.project(project) }
    let principal = try self.principal.map { PersonID($0) } ?? session.requirePerson()
    return .delegate(
      Delegation(
        principal: principal, deputy: PersonID(deputy), from: from, until: until,
        extent: .init(actions: actions, projects: projects), cap: upTo.flatMap { Decimal($0) },
        reason: reason))
  }
}
