import Diagnostics
import Engine
import PolicyFiles

/// Hands mails to a program on its standard input: `sendmail -i -t` and what behaves like it. No shell is involved.
struct CommandSink {
  let argv: [String]
  let from: MailAddress
  let timeout: Int
  let secrets: Set<String>

  func send(_ letter: Letter) throws(DeliveryProblem) {
    guard let to = letter.address else {
      let person = letter.notification.to.text.inert
      throw DeliveryProblem(
        "`\(person)` has no mail address in notify.yaml", zh: "`\(person)` 在 notify.yaml 中没有邮件地址")
    }
    let run = ChildProcess.run(
      argv, input: MailMessage(letter, to: to, from: from).text, seconds: timeout, secrets: secrets)
    let program = argv[0].inert
    let said = run.errors.firstWords.isEmpty ? "" : ": \(run.errors.firstWords)"
    switch run.end {
    case .exited(0): return
    case .exited(let code):
      throw DeliveryProblem(
        "`\(program)` exited with \(code)\(said)", zh: "`\(program)` 退出码 \(code)\(said)")
    case .signalled(let signal):
      throw DeliveryProblem(
        "`\(program)` was ended by signal \(signal)", zh: "`\(program)` 被信号 \(signal) 终止")
    case .timedOut:
      throw DeliveryProblem(
        "`\(program)` took longer than \(timeout) seconds", zh: "`\(program)` 超过 \(timeout) 秒未结束")
    case .notStarted(let reason):
      throw DeliveryProblem(
        "`\(program)` cannot be run: \(reason)", zh: "无法运行 `\(program)`：\(reason)")
    }
  }
}
