import ArgumentParser
import Audit
import Diagnostics
import Engine

/// Says what the log is at this moment, signed.
struct AuditCheckpoint: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "checkpoint",
      abstract: say(
        "Print a signed checkpoint of the log; keep it elsewhere.", "打印经签署的日志检查点；请另处保存。"),
      discussion: say(
        "A C2SP checkpoint: the log's name, how many events it has, the root of the RFC 6962 tree over them, and an Ed25519 signature. With --after only the events since that checkpoint are read, and the new one is refused unless the old one is this key's.",
        "C2SP 检查点：日志名称、事件数、RFC 6962 树根及 Ed25519 签名。用 --after 时只读取该检查点之后的事件；旧检查点若非此密钥所签则拒绝。"))
  }

  @Option(
    help: .init(
      say("The secret key's file (`audit keygen`).", "私钥文件（`audit keygen`）。"), valueName: "file"),
    completion: .file())
  var key: String

  @Option(
    help: .init(
      say(
        "The last checkpoint that was made with --resumable: the tree is continued from there.",
        "上一个用 --resumable 生成的检查点：由此续算。"), valueName: "file"), completion: .file())
  var after: String?

  @Flag(
    help: .init(
      say(
        "Add a line from which the next checkpoint can be made without reading the log again.",
        "附加一行，使下一检查点无需重读日志。")))
  var resumable = false

  @OptionGroup var setting: Setting

  func run() throws {
    let signer = try AuditFiles.signer(key)
    var frontier = Frontier()
    if let after {
      frontier = try AuditFiles.frontier(after, key: signer.key)
    }
    try AuditFiles.store(setting).extend(&frontier)
    let note = try signer.sign(
      Checkpoint(origin: signer.key.name, frontier, isResumable: resumable).text)
    if setting.json {
      Terminal.print([
        "origin": .string(signer.key.name), "size": .count(frontier.size),
        "root": .string(frontier.root.description), "note": .string(note.description),
      ])
    } else {
      Terminal.print(note.description)
    }
  }
}
