import ArgumentParser
import Audit
import Diagnostics
import Engine

/// Hands the evidence to others.
struct AuditExport: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export",
      abstract: say("Print the log for others to read and verify.", "输出日志，供他人阅读和核验。"),
      discussion: say(
        "jsonl: each event a line of canonical JSON, with its leaf. xes: requests as cases, for process-mining tools (IEEE 1849). With --request the events of one request, each with the proof that it is in the log; --key signs the checkpoint that the proofs lead to.",
        "jsonl：每条事件一行规范 JSON，附叶子。xes：以申请为案例，供流程挖掘工具使用（IEEE 1849）。--request 输出一项申请的事件及其在日志中的证明；--key 签署证明所指向的检查点。"
      ))
  }

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case jsonl, xes
  }

  @Option(help: .init(say("jsonl or xes.", "jsonl 或 xes。"), valueName: "format"))
  var format = Format.jsonl

  @Option(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。"), valueName: "request"),
    completion: .custom(Completions.requests))
  var request: String?

  @Option(
    help: .init(
      say("The secret key's file, with --request.", "私钥文件，与 --request 同用。"), valueName: "file"),
    completion: .file())
  var key: String?

  @OptionGroup var setting: Setting

  func validate() throws {
    if key != nil, request == nil {
      throw ValidationError(say("`--key` goes with `--request`", "`--key` 须与 `--request` 同用"))
    }
    if request != nil, format != .jsonl {
      throw ValidationError(say("`--request` gives JSON only", "`--request` 只输出 JSON"))
    }
  }

  func run() throws {
    let store = try AuditFiles.store(setting)
    if let request {
      let bundle = try InclusionBundle(
        of: RequestID(request), in: store, signer: try key.map(AuditFiles.signer))
      guard let bundle else {
        throw Refusal(
          .unknownRequest, Bilingual("there is no request `\(request)`", zh: "没有申请 `\(request)`"))
      }
      Terminal.print(bundle.json)
      return
    }
    switch format {
    case .jsonl: try store.exportLines(Terminal.print)
    case .xes: try store.exportXES(Terminal.print)
    }
  }
}
