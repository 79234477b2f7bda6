import ArgumentParser
import Engine

/// Looks for whatever may keep the workspace from being what it promises.
struct Doctor: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "doctor",
      abstract: say(
        "Look for what endangers the workspace: libraries, settings, damage, clock, permissions.",
        "检查工作区的隐患：库版本、设置、损坏、时钟与权限。"),
      discussion: say(
        "Writes nothing. Exit code 0 also with warnings, 1 when there is a problem. What was decided is examined by `audit verify`.",
        "不写入任何内容。仅有警告时退出码为 0，有问题时为 1。决定本身由 `audit verify` 核验。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    let address = try WorkspaceFile.find(setting.workspace)
    let store = try WorkspaceStore.open(address, readOnly: true)
    let screen = DiagnosisScreen(diagnoses: try Examination.examine(store, address))
    if setting.json { Terminal.print(screen.json) } else { Terminal.print(screen.text) }
    if screen.hasProblem { throw ExitCode(1) }
  }
}
