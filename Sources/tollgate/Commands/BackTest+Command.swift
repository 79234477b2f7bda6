import ArgumentParser
import Diagnostics
import Engine
import PolicyFiles
import Workbench

extension BackTest {
  /// Runs a recorded history of approvals under a policy.
  struct Command: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "backtest",
        abstract: say(
          "Run a recorded history of approvals, from any other system, under a policy.",
          "用某项制度检验其他系统记录的历史审批。"),
        discussion: say(
          "The log is XES (IEEE 1849) or CSV, plain or gzip; the mapping says what its activities were. With --json there is a line for each case, and the totals in the last.",
          "日志为 XES（IEEE 1849）或 CSV，可为 gzip；映射文件说明各活动的含义。--json 每个案例一行，末行为合计。"))
    }

    @Argument(
      help: .init(
        say("The log: .xes, .xes.gz, .csv or .csv.gz.", "日志：.xes、.xes.gz、.csv 或 .csv.gz。")),
      completion: .file(extensions: ["xes", "csv", "gz"]))
    var log: String

    @Option(
      help: .init(
        say("The policy's file.", "制度文件。"), valueName: "file"),
      completion: .file(extensions: ["yaml", "yml"]))
    var policy: String

    @Option(
      help: .init(
        say("What the activities and attributes of the log mean.", "说明日志活动和属性含义的映射文件。"),
        valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var mapping: String

    @Flag(
      help: .init(
        say(
          "Show every case: its verdicts, what the policy demands, what happened.",
          "显示每个案例：判定、制度要求、实际情况。")))
    var cases = false

    @OptionGroup var setting: Setting

    func run() throws {
      let rulebook = try Rulebooks.load(policy: policy).rulebook
      let mapping = try MappingDocument.read(try Rulebooks.source(self.mapping), for: rulebook)
      let backTest = BackTest(rulebook, mapping, timeZones: Clock.zones)
      do {
        if setting.json {
          try Self.printLines(backTest, log, rulebook, mapping)
        } else {
          let totals = try judge(backTest)
          Terminal.print(
            BackTestScreen(log: log, totals: totals, rulebook: rulebook).text)
        }
      } catch let problem as LogProblem {
        throw Failure.system(
          Bilingual("`\(log)`: \(problem.message.en)", zh: "`\(log)`：\(problem.message.zh)"),
          help: problem.help)
      }
    }

    private func judge(_ backTest: BackTest) throws -> BackTestTotals {
      var pieces = Pieces()
      let totals = try backTest.run(log) { finding in
        if cases { pieces.add(BackTestScreen.text(of: finding)) }
      }
      pieces.flush()
      return totals
    }

    private static func printLines(
      _ backTest: BackTest, _ log: String, _ rulebook: Rulebook, _ mapping: LogMapping
    ) throws {
      var pieces = Pieces()
      let totals = try backTest.run(log) { pieces.add($0.json.canonicalText + "\n") }
      pieces.flush()
      guard case .object(var members) = totals.json else { return }
      members["policy"] = .name(rulebook.policy.name)
      members["rulebook"] = .string(rulebook.digest.description)
      members["mapping"] = .name(mapping.name)
      Terminal.print(JSON.object(members))
    }
  }
}

/// Text that is printed in large pieces as it comes, so that a log of any length keeps little in memory.
private struct Pieces {
  private var text = ""

  mutating func add(_ more: String) {
    text += more
    if text.utf8.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    if !text.isEmpty { Terminal.print(text) }
    text = ""
  }
}
