import ArgumentParser
import Diagnostics
import Engine
import Glibc
import Workbench

/// The command line. Exit codes: 0 done · 1 could not run · 2 refused by a rule · 3 policy invalid · 64 usage.
@main
struct Tollgate: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "tollgate",
      abstract: say(
        "Rule-driven approvals: stages, gates, limits and sign-off chains on stored projects.",
        "规则驱动的审批：对已存储的项目执行阶段、关口、限额与审批链。"),
      discussion: say(
        "Exit codes: 0 done, 1 could not run, 2 refused by a rule, 3 policy invalid, 64 usage.",
        "退出码：0 完成，1 无法运行，2 被规则拒绝，3 制度文件有误，64 用法错误。"),
      version: version,
      groupedSubcommands: [
        CommandGroup(
          name: say("Daily", "日常"),
          subcommands: [
            New.self, Fill.self, Preview.Command.self, Submit.self, Resubmit.self, Inbox.self,
            Show.self, Why.self, Approve.self, Reject.self, Return.self, Withdraw.self,
            StatusCommand.self, History.Command.self, AttachmentCommand.self, Projects.self,
          ]),
        CommandGroup(
          name: say("More to say to a request", "审批的其他操作"),
          subcommands: [
            Ask.self, Reply.self, Consult.self, Transfer.self, AddSigner.self, RemoveSigner.self,
            Claim.self, Release.self, TakeBack.self, Remind.self, Seen.self, Copy.self,
            OverrideCommand.self, ReviewCommand.self, ConditionCommand.self, AcceptRole.self,
            DraftCommand.self, StatementCommand.self,
          ]),
        CommandGroup(
          name: say("Looking at many projects", "汇总"),
          subcommands: [ReportCommand.self, LessonsCommand.self, RecordCommand.self]),
        CommandGroup(
          name: say("Administration", "管理"),
          subcommands: [
            Init.self, PolicyCommand.self, WorkflowCommand.self, PeopleCommand.self,
            ImportCommand.self, Tick.self, Deliver.self, OutboxCommand.self, AuditCommand.self,
            BackTest.Command.self,
            Backup.self, Restore.self, StoreCommand.self, Doctor.self, Eval.self,
            SchemaCommand.self,
          ]),
      ])
  }

  static let version = "0.1.0"

  static func main() {
    // A write beyond a limit on file sizes is an error to be told, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try typed()
      try command.run()
    } catch {
      Glibc.exit(tell(error))
    }
  }

  /// The command as it was typed.
  ///
  /// A verb is parsed by itself: laying out the whole tree of commands takes longer than most of them run. Whatever is
  /// amiss with it, or asks for help, is told by the tree as always. Each says its name in its configuration: to make one from
  /// the name of the type costs three searches for conformances.
  private static func typed() throws -> any ParsableCommand {
    var arguments = CommandLine.arguments.dropFirst()
    var verb: (any ParsableCommand.Type)?
    var verbs = configuration.groupedSubcommands.flatMap { $0.subcommands }
    while let next = verbs.first(where: { $0._commandName == arguments.first }) {
      (verb, verbs) = (next, next.configuration.subcommands)
      arguments = arguments.dropFirst()
    }
    if let verb, verbs.isEmpty, let command = try? verb.parseAsRoot(Array(arguments)) {
      return command
    }
    return try parseAsRoot()
  }

  /// What to say about a command that there is none of; the parser would only count superfluous arguments.
  private static func unknownCommand(_ word: String?) -> Failure? {
    let known = configuration.groupedSubcommands.flatMap { $0.subcommands }
      .map { $0._commandName }
    guard let word, !word.hasPrefix("-"), word != "help", !known.contains(word) else { return nil }
    return .usage(
      Bilingual("there is no command `\(word)`", zh: "没有命令 `\(word)`"),
      help: didYouMean(word, among: known)
        ?? Bilingual("`tollgate --help` lists them", zh: "`tollgate --help` 列出全部命令"))
  }

  /// Tells the user why nothing was done, and gives the exit code.
  private static func tell(_ error: any Error) -> Int32 {
    let failure: Failure
    switch error {
    case let error as Failure: failure = error
    case let error as Refusal: failure = .refused(error, nil)
    case let error as StoreFailure: failure = .store(error)
    case let error as DiagnosticReport: failure = .invalid(error)
    // A command that has told everything itself.
    case let code as ExitCode: return code.rawValue
    default:
      // Asked only now: looking at every command costs time that those who type well need not wait.
      if let unknown = unknownCommand(CommandLine.arguments.dropFirst().first) {
        return tell(unknown)
      }
      return tellParser(error)
    }
    if CommandLine.arguments.contains("--json") {
      Terminal.print(failure.json)
    } else {
      Terminal.complain(failure.text)
    }
    return failure.exitCode
  }

  /// What the parser has to say: help and version are no errors.
  private static func tellParser(_ error: any Error) -> Int32 {
    let code = exitCode(for: error).rawValue
    let text = fullMessage(for: error)
    guard code != ExitCode.success.rawValue else {
      Terminal.print(Manual.spoken(text) + "\n")
      return code
    }
    return tell(
      Failure.usage(
        Bilingual(verbatim: Manual.mistake(message(for: error))),
        help: Manual.helpCommand(text).map { Bilingual(verbatim: "`\($0)`") }))
  }
}
