import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Posts notifications as CloudEvents, signed, by the program `curl`.
///
/// curl reads everything from its standard input, so that neither the address nor the signature stands in the list of
/// processes; the secret itself never leaves this program.
struct WebhookSink {
  let url: String
  let signer: WebhookSigner
  let timeout: Int
  let secrets: Set<String>

  func send(_ letter: Letter, at now: Timestamp) throws(DeliveryProblem) {
    let run = ChildProcess.run(
      // `-q` first: no `.curlrc` of the account has a say.
      ["curl", "-q", "--config", "-"], input: configuration(letter, now),
      // curl keeps to its own limit; ours is for a curl that does not.
      seconds: timeout + 5, secrets: secrets)
    switch run.end {
    case .exited(0):
      guard let status = Int(run.output), (200..<300).contains(status) else {
        throw DeliveryProblem(
          "the server answered \(run.output.firstWords)", zh: "服务器返回 \(run.output.firstWords)")
      }
    case .exited(let code):
      // What curl says names the host at most; the address itself may be a secret.
      throw DeliveryProblem(
        "curl exited with \(code): \(run.errors.firstWords)",
        zh: "curl 退出码 \(code)：\(run.errors.firstWords)")
    case .signalled, .timedOut:
      throw DeliveryProblem("no answer within \(timeout) seconds", zh: "\(timeout) 秒内没有应答")
    case .notStarted(let reason):
      throw DeliveryProblem("`curl` cannot be run: \(reason)", zh: "无法运行 `curl`：\(reason)")
    }
  }

  /// What curl is to do, in the form of its configuration files.
  private func configuration(_ letter: Letter, _ now: Timestamp) -> String {
    let (id, body) = (letter.id, CloudEvent(letter).text)
    let options: [(String, String)] = [
      ("url", url), ("request", "POST"),
      ("header", "Content-Type: application/cloudevents+json; charset=utf-8"),
      ("header", "webhook-id: \(id)"), ("header", "webhook-timestamp: \(now.seconds)"),
      (
        "header",
        "webhook-signature: \(signer.signature(id: id, timestamp: now.seconds, body: body))"
      ),
      // No question before the body: a small one is sent at once.
      ("header", "Expect:"), ("user-agent", "tollgate"), ("data-raw", body),
      ("proto", url.hasPrefix("https:") ? "=https" : "=http"), ("max-time", "\(timeout)"),
      ("output", "/dev/null"), ("write-out", "%{http_code}"),
    ]
    return options.map { "\($0) = \"\($1.quotedForCurl)\"\n" }.joined()
      + "silent\nshow-error\ngloboff\n"
  }
}

extension String {
  /// Between double quotes in curl's configuration a backslash begins an escape.
  fileprivate var quotedForCurl: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
