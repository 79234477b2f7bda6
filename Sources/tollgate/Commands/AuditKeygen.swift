import ArgumentParser
import Audit
import Diagnostics
import Engine

/// Makes a key that signs checkpoints.
struct AuditKeygen: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "keygen",
      abstract: say(
        "Make a key that signs checkpoints; keep it where the workspace's writers cannot read it.",
        "生成签署检查点的密钥；请存放在能写入工作区的人读不到的地方。"))
  }

  @Option(
    help: .init(
      say(
        "The log's name in every checkpoint, such as acme.example/approvals: no blanks, no `+`.",
        "检查点中的日志名称，如 acme.example/approvals；不得含空格和 `+`。"), valueName: "name"))
  var name: String

  @Option(
    help: .init(
      say("Where the secret key goes; must not exist yet.", "私钥文件；须尚不存在。"), valueName: "file"))
  var out: String

  @OptionGroup var setting: Setting

  func run() throws {
    guard let signer = NoteSigner(name: name) else {
      throw Failure.usage(
        Bilingual("`\(name)` cannot name a log", zh: "`\(name)` 不能用作日志名称"),
        help: Bilingual(
          "no blanks, no `+`, at most 200 bytes: acme.example/approvals",
          zh: "不含空格和 `+`，至多 200 字节：acme.example/approvals"))
    }
    try AuditFiles.create(out, "\(signer)\n", isSecret: true)
    if setting.json {
      Terminal.print(["file": .string(out), "public_key": .string(signer.key.description)])
      return
    }
    var screen = Screen()
    screen.line(say("secret key: \(out) (readable by you alone)", "私钥：\(out)（仅本人可读）"))
    screen.line(say("public key, for auditors:", "公钥（交给审计人员）："))
    Terminal.print(screen.text + "\(signer.key)\n")
  }
}
