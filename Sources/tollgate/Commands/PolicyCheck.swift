import ArgumentParser
import Diagnostics
import Engine
import Workbench

/// Checks a policy with its layers and its workflow, and proves what it does for all values.
struct PolicyCheck: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: say(
        "Check a policy with its layers and its workflow, and prove that it has no gaps.",
        "检查制度及其上层制度和流程，并证明其没有漏洞。"),
      discussion: say(
        "All mistakes are shown at once. Then tables, chains, gates and holds are examined for all values: gaps, overlaps, steps that are never asked, chains that can be empty, worse requests with fewer signatures, limits out of order. Each finding has an example. Exit code 3 if a finding is an error.",
        "一次列出全部问题。随后对表、审批链、关口和限制逐一分析所有取值：缺口、重叠、永不要求的步骤、可能为空的审批链、情况更差反而签署更少、限额次序颠倒。每项发现都附实例。发现错误时退出码为 3。"
      ))
  }

  @Argument(
    help: .init(say("The policy's file.", "制度文件。")), completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Flag(
    help: .init(
      say(
        "Also prove that the people of the workspace can sign every chain.",
        "同时证明工作区现有人员能够签完每条审批链。")))
  var people = false

  @OptionGroup var setting: Setting

  func run() throws {
    let loaded = try Rulebooks.load(policy: file)
    let rulebook = loaded.rulebook
    let policy = rulebook.policy
    let company =
      try people
      ? Session.run(setting) { session in
        PolicyProof.Company(
          directory: session.workspace.directory, today: session.today(rulebook))
      } : nil
    let proved = Proved(proof: PolicyProof(rulebook, company: company), files: loaded.files)
    guard !proved.proof.hasErrors else { throw Failure.unsound(proved) }
    guard !setting.json else {
      Terminal.print([
        "policy": .name(policy.name), "workflow": .name(rulebook.workflow.name),
        "rulebook": .string(rulebook.digest.description), "diagnostics": [],
        "findings": proved.json, "cases": .count(proved.proof.caseCount),
      ])
      return
    }
    var screen = Screen()
    screen.line(
      say(
        "\(policy.name) is sound: \(policy.title.spoken)",
        "\(policy.name) 无误：\(policy.title.spoken)"))
    screen.line(
      say(
        "governs \(rulebook.workflow.name) (\(rulebook.workflow.title.spoken)); limits \(policy.limits.count), holds \(policy.holds.count), actions \(rulebook.workflow.actions.count)",
        "适用流程 \(rulebook.workflow.name)（\(rulebook.workflow.title.spoken)）；限额 \(policy.limits.count) 项，限制 \(policy.holds.count) 项，动作 \(rulebook.workflow.actions.count) 个"
      ))
    screen.line(
      say(
        "proved over \(proved.proof.caseCount) cases of its chains: \(proved.summary.en)",
        "已就审批链的 \(proved.proof.caseCount) 种情形证明：\(proved.summary.zh)"))
    screen.line(say("rulebook ", "规则集 ") + rulebook.digest.description)
    Terminal.print(screen.text)
    let remarks = proved.text(colored: false)
    if !remarks.isEmpty { Terminal.print("\n" + remarks) }
  }
}
