import ArgumentParser
import Diagnostics

/// What every command can be told: which workspace, as whom, in which language and form.
struct Setting: ParsableArguments {
  @Option(
    help: .init(
      say(
        "The workspace: a file or postgres://… (default: $TOLLGATE_WORKSPACE, else tollgate.sqlite here or in the nearest folder above).",
        "工作区：文件或 postgres://…（默认：$TOLLGATE_WORKSPACE，否则为当前或最近上级目录中的 tollgate.sqlite）。"),
      valueName: "address"),
    completion: .file(extensions: ["sqlite"]))
  var workspace: String?

  @Option(
    name: .customLong("as"),
    help: .init(
      say(
        "Act as this person; only in a workspace made with `init --trial`.",
        "以此人身份操作；仅限用 `init --trial` 建立的工作区。"), valueName: "person"),
    completion: .custom(Completions.people))
  var actingAs: String?

  @Option(help: .init(say("Language: en or zh.", "语言：en 或 zh。"), valueName: "language"))
  var lang: Language?

  @Flag(help: .init(say("Answer in JSON.", "以 JSON 输出。")))
  var json = false
}

extension Language: ExpressibleByArgument {}

/// What every command that writes can be told as well.
struct Writing: ParsableArguments {
  @Flag(
    help: .init(say("Decide, show what would happen, and write nothing.", "只演算并显示结果，不写入。")))
  var dryRun = false

  @Option(
    name: .customLong("command-id"),
    help: .init(
      say(
        "An id for this command; sent again with the same id it is carried out once (default: random).",
        "本次命令的编号；同一编号重复发送只执行一次（默认随机）。"), valueName: "id"))
  var commandID: String?

  func validate() throws {
    if let commandID, commandID.isEmpty || commandID.utf8.count > 100 {
      throw ValidationError(
        say("a command id has 1 to 100 characters", "命令编号须为 1 至 100 个字符"))
    }
  }
}
