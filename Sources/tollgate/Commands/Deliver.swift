import ArgumentParser
import Delivery
import Diagnostics
import Engine
import Glibc

/// Takes what people are to be told to where it is read.
struct Deliver: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "deliver",
      abstract: say(
        "Deliver notifications by mail, webhook or file, as notify.yaml beside the workspace says.",
        "按工作区旁的 notify.yaml 以邮件、网络回调或文件送出通知。"),
      discussion: say(
        "Each is delivered at least once, with an id of its own; several of these may run at once. Exit code 1: something could not be delivered and will be tried again.",
        "每条通知至少送达一次，并有唯一编号；可同时运行多个。退出码 1：有通知未能送达，稍后重试。"))
  }

  @Flag(help: .init(say("Deliver what is due and end; the default.", "送出到期的通知后结束；默认。")))
  var once = false

  @Flag(help: .init(say("Go on until ended.", "持续运行，直至被终止。")))
  var watch = false

  @Option(
    help: .init(
      say(
        "With `--watch`: how many seconds to wait when nothing is due.",
        "与 `--watch` 同用：无到期通知时等待的秒数。"),
      valueName: "seconds"))
  var every = 5

  @Option(
    help: .init(
      say(
        "The document (default: notify.yaml beside the workspace).", "配置文档（默认：工作区旁的 notify.yaml）。"),
      valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Flag(help: .init(say("Show what is due, send and write nothing.", "只显示到期的通知，不发送、不写入。")))
  var dryRun = false

  @OptionGroup var setting: Setting

  func validate() throws {
    guard !(once && watch) else {
      throw ValidationError(say("`--once` or `--watch`, not both", "`--once` 与 `--watch` 不能同用"))
    }
    guard (1...3600).contains(every) else {
      throw ValidationError(say("`--every` is from 1 to 3600", "`--every` 应在 1 到 3600 之间"))
    }
  }

  func run() throws {
    let file = DeliveryFile(config, workspace: try WorkspaceFile.find(setting.workspace))
    try Session.run(setting, readOnly: dryRun) { session in
      let deliverer = try session.deliverer(file)
      if dryRun {
        let due = try session.dueNotifications(limit: OutboxScreen.limit)
        return OutboxScreen(say("would be delivered", "将送出"), due, session).show(setting)
      }
      guard watch else { return try deliverAll(deliverer) }
      Watch.begin()
      while !Watch.isOver {
        guard try deliverDue(deliverer).isEmpty else { continue }
        Watch.sleep(every)
      }
    }
  }

  private func deliverAll(_ deliverer: Deliverer) throws {
    let results = try deliverDue(deliverer)
    let report = DeliveryReport(results)
    if setting.json {
      Terminal.print(report.json)
    } else {
      Terminal.print(report.text)
    }
    if report.isIncomplete { throw ExitCode(1) }
  }

  /// Everything that is due now. What fails is due later, so this ends.
  private func deliverDue(_ deliverer: Deliverer) throws -> [Deliverer.Result] {
    var results: [Deliverer.Result] = []
    while !Watch.isOver, let result = try deliverer.deliverNext() {
      results.append(result)
      if watch { Terminal.print(DeliveryReport([result]).lines(json: setting.json)) }
    }
    while !Watch.isOver, try deliverer.prune() > 0 {}
    return results
  }
}
