import ArgumentParser
import Audit
import Diagnostics
import Engine
import Glibc

/// Holds the workspace against its own log.
struct AuditVerify: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify",
      abstract: say(
        "Verify everything: each leaf, table, right and decision, and earlier checkpoints.",
        "全面核验：每个叶子、表、权限与决定，以及先前的检查点。"),
      discussion: say(
        "Exit codes: 0 nothing is wrong, 4 something was altered, 5 the log is shorter than a checkpoint (TRUNCATED), 6 it is another log than the checkpoint's (FORKED), 1 could not run, 64 usage. The gravest counts. Nobody can write to the workspace meanwhile.",
        "退出码：0 无异常，4 有改动，5 日志短于检查点（TRUNCATED），6 与检查点不是同一日志（FORKED），1 无法运行，64 用法错误。以最严重者为准。核验期间无法写入工作区。"
      ))
  }

  @Option(
    help: .init(
      say("An earlier checkpoint; may be given again.", "先前的检查点；可多次使用。"), valueName: "file"),
    completion: .file())
  var checkpoint: [String] = []

  @Option(
    help: .init(
      say(
        "The public key that signed the checkpoints, as `audit keygen` printed it, or a file of it.",
        "签署检查点的公钥（`audit keygen` 所打印），或存有它的文件。"), valueName: "key"))
  var key: String?

  @OptionGroup var setting: Setting

  func run() throws {
    let key = try key.map(AuditFiles.publicKey)
    let given = try checkpoint.map { try AuditFiles.checkpoint($0, key: key) }
    let progress = Progress(isShown: !setting.json && isatty(STDERR_FILENO) == 1)
    let report = try AuditFiles.auditor(setting).verify(against: given, progress: progress.show)
    progress.clear()
    if setting.json {
      Terminal.print(report.json)
    } else {
      Terminal.print(AuditScreen(report: report).text)
    }
    if report.exitCode != 0 { throw ExitCode(report.exitCode) }
  }

  /// How far it is, on a line that is written over.
  private struct Progress {
    let isShown: Bool

    func show(_ events: Int) {
      if isShown { Terminal.complain("\r" + say("\(events) events", "\(events) 条事件")) }
    }

    func clear() {
      if isShown { Terminal.complain("\r\u{1B}[K") }
    }
  }
}

extension AuditReport {
  /// 0 intact · 4 altered · 5 truncated · 6 forked.
  fileprivate var exitCode: Int32 {
    switch verdict {
    case .intact: 0
    case .altered: 4
    case .truncated: 5
    case .forked: 6
    }
  }
}
