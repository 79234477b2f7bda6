import ArgumentParser
import Diagnostics
import Engine

/// What waits to be delivered, and what could not be.
struct OutboxCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "outbox",
      abstract: say("Notifications on their way.", "通知的送达情况。"),
      subcommands: [OutboxList.self, OutboxRetry.self])
  }
}

/// Lists notifications by how they stand.
struct OutboxList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list",
      abstract: say(
        "Notifications that wait, were delivered, or were given up.", "列出待送、已送达或已放弃的通知。"))
  }

  @Option(
    help: .init(
      say("pending (default), delivered or dead.", "pending（默认）、delivered 或 dead。"),
      valueName: "state"))
  var state = OutboxEntry.State.pending

  @Option(help: .init(say("How many at most.", "最多条数。"), valueName: "number"))
  var limit = OutboxScreen.limit

  @OptionGroup var setting: Setting

  func validate() throws {
    guard (1...10_000).contains(limit) else {
      throw ValidationError(say("`--limit` is from 1 to 10000", "`--limit` 应在 1 到 10000 之间"))
    }
  }

  func run() throws {
    try Session.run(setting) { session in
      OutboxScreen(state.title, try session.store.outbox(state, limit: limit), session)
        .show(setting)
    }
  }
}

/// Lets what was given up be tried again.
struct OutboxRetry: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "retry",
      abstract: say("Let notifications that were given up be tried again.", "重新尝试已放弃的通知。"))
  }

  @Argument(help: .init(say("Their ids, such as P-1.12.1.", "编号，如 P-1.12.1。")))
  var ids: [String] = []

  @Flag(help: .init(say("All of them.", "全部。")))
  var all = false

  @Flag(help: .init(say("Show what would be tried, and write nothing.", "只显示将重试的通知，不写入。")))
  var dryRun = false

  @OptionGroup var setting: Setting

  /// Ids are looked for among so many of the latest.
  private static let reach = 10_000

  func validate() throws {
    guard ids.isEmpty == all else {
      throw ValidationError(say("give ids, or `--all`", "请给出编号，或用 `--all`"))
    }
  }

  func run() throws {
    try Session.run(setting, readOnly: dryRun) { session in
      let dead = try session.store.outbox(.dead, limit: Self.reach)
      let chosen = dead.filter { all || ids.contains($0.notification.id.text) }
      for id in ids where !chosen.contains(where: { $0.notification.id.text == id }) {
        throw Failure.system(
          Bilingual("`\(id)` is not among those given up", zh: "`\(id)` 不在已放弃之列"),
          help: Bilingual(
            "`tollgate outbox list --state dead` lists them",
            zh: "`tollgate outbox list --state dead` 列出全部"))
      }
      if !dryRun {
        try session.store.retryNotifications(chosen.map(\.position), at: session.now)
      }
      OutboxScreen(say("to be tried again", "将重试"), chosen, session).show(setting)
    }
  }
}

extension OutboxEntry.State: ExpressibleByArgument {}
