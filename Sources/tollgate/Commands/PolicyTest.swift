import ArgumentParser
import Diagnostics
import Engine
import PolicyFiles
import Workbench

/// Runs the cases written beside a policy.
struct PolicyTest: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "test",
      abstract: say(
        "Run the cases beside a policy (POLICY.test.yaml): facts in, expected route, verdict or value out.",
        "运行制度旁的用例（制度名.test.yaml）：给定事实，核对预期的审批链、结论或取值。"),
      discussion: say(
        "Ends with 3 when a case fails. What no case puts to the test is listed under coverage.",
        "有用例失败时退出码为 3。没有用例覆盖的规则会逐条列出。"))
  }

  @Argument(
    help: .init(
      say("The policy's file, or that of its cases.", "制度文件，或其用例文件。"), valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var setting: Setting

  func run() throws {
    let stem = ([".test.yaml", ".yaml"].first(where: file.hasSuffix)).map {
      file.dropLast($0.count)
    }
    guard let stem else {
      throw Failure.usage(
        Bilingual("`\(file)` is no YAML file", zh: "`\(file)` 不是 YAML 文件"),
        help: Bilingual("name it `….yaml`", zh: "请命名为 `….yaml`"))
    }
    let rulebook = try Rulebooks.load(policy: stem + ".yaml").rulebook
    let cases = try loadPolicyCases(Rulebooks.source(stem + ".test.yaml"), for: rulebook)
    let report = CaseRunner(rulebook, timeZones: Clock.zones, sha256: Hashing.sha256).run(cases)
    if setting.json {
      Terminal.print(report.json)
    } else {
      Terminal.print(report.text(Speech.language))
    }
    if report.failed > 0 { throw ExitCode(3) }
  }
}
