import ArgumentParser
import Diagnostics
import Engine
import Glibc

/// Writes a copy of the workspace as it is at one moment.
struct Backup: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "backup",
      abstract: say(
        "Write a verified copy of the workspace to a new file; others go on working.",
        "将工作区备份到新文件并核验；其他人可继续工作。"),
      discussion: say(
        "The copy is an SQLite file whatever the workspace is in, readable by you alone. A copy that is not whole is removed.",
        "无论工作区存于何处，备份均为仅本人可读的 SQLite 文件。不完整的副本会被删除。"))
  }

  @Argument(
    help: .init(say("The new file.", "新文件。")), completion: .file(extensions: ["sqlite"]))
  var file: String

  @Flag(help: .init(say("Only tell what would be copied.", "只显示将要复制的内容。")))
  var dryRun = false

  @OptionGroup var setting: Setting

  func run() throws {
    let address = try WorkspaceFile.find(setting.workspace)
    let source = try WorkspaceStore.open(address, readOnly: true)
    guard try source.workspace() != nil else {
      throw StoreFailure.notAWorkspace(WorkspaceStore.shown(address))
    }
    let digest: StoreDigest
    if dryRun {
      digest = try source.inspect { try StoreDigest(of: $0, Hashing.sha256) }
    } else {
      digest = try source.backUp(to: file)
    }
    let screen = StoreDigestScreen(
      digest: digest, from: WorkspaceStore.shown(address), to: file, isDone: !dryRun)
    if setting.json { Terminal.print(screen.json) } else { Terminal.print(screen.text) }
  }
}
