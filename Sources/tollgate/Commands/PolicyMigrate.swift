import ArgumentParser
import Diagnostics
import Engine

/// Decides under which version of a policy its open requests go on.
struct PolicyMigrate: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "migrate",
      abstract: say(
        "Open requests that are decided under an earlier version: what the version in force would change, and whether it applies.",
        "仍按旧版制度审批的申请：列出现行制度会带来的变化，并决定是否适用。"),
      discussion: say(
        "By itself it writes nothing: it lists each request with its chain before and after and the approvals that would survive. `--adopt` applies the version in force to those named, or to all; `--adopt-if-stricter` only where it asks more. Each is a recorded decision of an administrator who has no part in the request.",
        "不加选项时不写入：逐项列出前后审批链及仍然有效的同意。`--adopt` 使指定（或全部）申请适用现行制度；`--adopt-if-stricter` 仅在更严时适用。每项均为无利害关系的管理员所作的记录在案的决定。"
      ))
  }

  enum Way: String, EnumerableFlag {
    case keep, adopt, adoptIfStricter

    static func help(for way: Way) -> ArgumentHelp? {
      switch way {
      case .keep: .init(say("Write nothing; only show (the default).", "不写入，仅显示（默认）。"))
      case .adopt: .init(say("Apply the version in force.", "适用现行制度。"))
      case .adoptIfStricter:
        .init(say("Apply it where it asks more.", "仅在更严时适用。"))
      }
    }
  }

  @Argument(
    help: .init(say("The policy.", "制度。")), completion: .custom(Completions.policies))
  var policy: String

  @Argument(help: .init(say("Requests (default: all of the policy).", "申请（默认：该制度下全部）。")))
  var requests: [String] = []

  @Flag(exclusivity: .exclusive) var way = Way.keep

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let isLooking = way == .keep || writing.dryRun
    try Session.run(setting, readOnly: isLooking) { session in
      let migrations = try session.migrations(
        of: PolicyName(policy), only: requests.map { RequestID($0) })
      if isLooking {
        if setting.json {
          Terminal.print(["migrations": .array(migrations.map(\.json))])
        } else {
          Terminal.print(MigrationScreen(migrations: migrations, policy: PolicyName(policy)).text)
        }
        return
      }
      let meant = migrations.filter { way == .adopt || $0.isStricter == true }
      if meant.isEmpty, !setting.json {
        Terminal.print(say("Nothing is to be changed.", "无须变更。") + "\n")
      }
      try session.carryOut(
        meant.map { migration in
          Session.Commission(
            order: .migrate(migration.request.id, onlyIfStricter: way == .adoptIfStricter),
            target: migration.stream, name: migration.request.id.text)
        }, writing, setting)
    }
  }
}
