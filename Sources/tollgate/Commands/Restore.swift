import ArgumentParser
import Diagnostics
import Engine

/// Puts a backup in the place of the workspace.
struct Restore: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "restore",
      abstract: say(
        "Put a backup in the place of the workspace, after verifying it.",
        "核验备份后以其取代工作区。"),
      discussion: say(
        "The backup is verified as by `audit verify` first. What was there is kept beside it under a name that tells the time. Nobody should decide meanwhile. A workspace on a server is restored into an empty database.",
        "先按 `audit verify` 核验备份。原有内容以带时间的文件名保留在旁。恢复期间请勿审批。服务器上的工作区须恢复到空数据库。"))
  }

  @Argument(help: .init(say("The backup.", "备份文件。")), completion: .file(extensions: ["sqlite"]))
  var file: String

  @Flag(
    help: .init(
      say(
        "Also when the workspace holds decisions that the backup has not.",
        "即使工作区中有备份所没有的决定，也予取代。")))
  var replace = false

  @Flag(help: .init(say("Only verify and compare; write nothing.", "只核验与比较；不写入。")))
  var dryRun = false

  @OptionGroup var setting: Setting

  func run() throws {
    let address = WorkspaceFile.given(setting.workspace) ?? WorkspaceFile.name
    let restoring = try Restoring(backup: file, address: address)
    defer { restoring.cleanUp() }
    if !replace, restoring.lost > 0 {
      throw Failure.system(
        Bilingual(
          "\(WorkspaceStore.shown(address)) holds \(restoring.lost) events that the backup has not",
          zh: "\(WorkspaceStore.shown(address)) 中有 \(restoring.lost) 条事件不在备份中"),
        help: Bilingual(
          "`--replace` gives them up; the workspace as it was is kept beside it",
          zh: "`--replace` 将放弃这些事件；原工作区会保留在旁"))
    }
    let kept = dryRun ? nil : try restoring.carryOut()
    if setting.json {
      Terminal.print([
        "backup": .string(file), "workspace": .string(WorkspaceStore.shown(address)),
        "events": .count(restoring.digest.log.rows), "lost": .count(restoring.lost),
        "digest": .string(restoring.digest.summary(Hashing.sha256).description),
        "kept": .text(kept), "done": .bool(!dryRun),
      ])
      return
    }
    var screen = Screen()
    screen.line(
      say(
        "\(file) is whole: \(restoring.digest.log.rows) events, digest \(restoring.digest.summary(Hashing.sha256).short)",
        "\(file) 完整：\(restoring.digest.log.rows) 条事件，摘要 \(restoring.digest.summary(Hashing.sha256).short)"
      ))
    if restoring.lost > 0 {
      screen.line(say("given up: \(restoring.lost) events", "放弃：\(restoring.lost) 条事件"))
    }
    if let kept { screen.line(say("what was there: \(kept)", "原有内容：\(kept)")) }
    screen.line(
      dryRun
        ? say("Nothing was written.", "未写入任何内容。")
        : say(
          "\(WorkspaceStore.shown(address)) holds what the backup holds",
          "\(WorkspaceStore.shown(address)) 的内容已与备份一致"))
    Terminal.print(screen.text)
  }
}
