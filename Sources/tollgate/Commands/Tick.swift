import ArgumentParser
import Engine

/// Acts on whatever has passed its day.
struct Tick: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "tick",
      abstract: say(
        "Act on deadlines that have passed: remind, escalate, return, lapse.",
        "处理已过期限的事项：提醒、升级、退回、失效。"),
      discussion: say(
        "For a timer, such as cron, once an hour or once a day. Running it twice, or from two machines, does nothing twice; what it does is recorded as the clock's, never as a person's.",
        "供定时任务（如 cron）每小时或每天运行。重复运行或多机运行都不会重复处理；其处理均记为系统计时，绝不记为个人决定。"))
  }

  @Flag(
    help: .init(say("Decide, show what would happen, and write nothing.", "只演算并显示结果，不写入。")))
  var dryRun = false

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: dryRun) { session in
      let reports = try session.tick(isDryRun: dryRun)
      if setting.json {
        Terminal.print([
          "dry_run": .bool(dryRun), "records": .array(try reports.map { try $0.json() }),
        ])
        return
      }
      if reports.isEmpty { Terminal.print(say("Nothing is due.", "没有到期事项。") + "\n") }
      for report in reports { Terminal.print(report.text) }
    }
  }
}
