import ArgumentParser
import Diagnostics
import Engine

/// Moves a whole workspace from one store into another.
struct StoreCopy: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "copy",
      abstract: say(
        "Copy a whole workspace into an empty place, and compare before it is kept.",
        "将整个工作区复制到空的位置，核对一致后才保留。"),
      discussion: say(
        "From a file or a PostgreSQL database to another. All or nothing: the log must be the same byte by byte, every table row by row. What is written to FROM meanwhile is not in the copy; stop deciding first when TO is to take its place.",
        "从文件或 PostgreSQL 数据库复制到另一处。要么全部完成，要么什么都不留：日志须逐字节一致，各表须逐行一致。复制期间写入源的内容不在副本中；若要以副本取代源，请先停止审批。"
      ))
  }

  @Argument(
    help: .init(say("Where the workspace is: a file or postgres://…", "工作区所在：文件或 postgres://…")),
    completion: .file(extensions: ["sqlite"]))
  var from: String

  @Argument(
    help: .init(say("Where it is to be: a file or postgres://…", "目标位置：文件或 postgres://…")),
    completion: .file(extensions: ["sqlite"]))
  var to: String

  @Flag(help: .init(say("Only tell what would be copied.", "只显示将要复制的内容。")))
  var dryRun = false

  @Option(help: .init(say("Language: en or zh.", "语言：en 或 zh。"), valueName: "language"))
  var lang: Language?

  @Flag(help: .init(say("Answer in JSON.", "以 JSON 输出。")))
  var json = false

  func run() throws {
    let source = try WorkspaceStore.open(from, readOnly: true)
    guard try source.workspace() != nil else {
      throw StoreFailure.notAWorkspace(WorkspaceStore.shown(from))
    }
    let digest: StoreDigest
    if dryRun {
      digest = try source.inspect { try StoreDigest(of: $0, Hashing.sha256) }
    } else {
      digest = try WorkspaceStore.create(to).take(over: source, sha256: Hashing.sha256)
    }
    let screen = StoreDigestScreen(
      digest: digest, from: WorkspaceStore.shown(from), to: WorkspaceStore.shown(to),
      isDone: !dryRun)
    if json { Terminal.print(screen.json) } else { Terminal.print(screen.text) }
  }
}
