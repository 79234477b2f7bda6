import ArgumentParser
import Engine
import Workbench

/// Replays the requests of the past under another version of their policy.
struct PolicyImpact: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "impact",
      abstract: say(
        "Replay every stored request under a new version of its policy; write nothing.",
        "用制度的新版本重演全部已有申请；不写入任何内容。"),
      discussion: say(
        "Tells whose route would be another one, signatures saved and added by person, the money and the median days affected; requests in flight stand apart. A policy that governs no project yet is tried on all projects of its workflow.",
        "列出审批链会改变的申请、每人省去与增加的签署、所涉金额与天数中位数；审批中的申请另列。尚未适用于任何项目的制度，按其流程的全部项目重演。"))
  }

  @Argument(
    help: .init(say("The new version's file.", "新版本的文件。")),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var setting: Setting

  func run() throws {
    let rulebook = try Rulebooks.load(policy: file).rulebook
    try Session.run(setting) { session in
      let bar = ProgressBar(isShown: Terminal.isInteractive && !setting.json)
      let impact = try Impact(
        of: rulebook, on: session.store, timeZones: Clock.zones, sha256: Hashing.sha256,
        progress: { bar.show($0, of: $1) })
      bar.clear()
      if setting.json {
        Terminal.print(impact.json)
      } else {
        Terminal.print(impact.text(Speech.language))
      }
    }
  }
}
