import ArgumentParser
import Engine

/// Prints what a person signs for a decision.
struct StatementCommand: ParsableCommand {
  enum Verdict: String, CaseIterable, ExpressibleByArgument {
    case approve, reject, `return`, override
  }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "statement",
      abstract: say(
        "Print what I sign for a decision, for `ssh-keygen -Y sign -n tollgate`.",
        "打印某项决定的待签内容，供 `ssh-keygen -Y sign -n tollgate` 签名。"),
      discussion: say(
        "For keys that only OpenSSH can use: those with a passphrase, in an agent, on a device. Give the decision afterwards with the same words and `--signature FILE`.",
        "用于只能由 OpenSSH 使用的密钥：有口令、在代理程序或硬件中。随后以相同的措辞加 `--signature 文件` 作出决定。"))
  }

  @OptionGroup var addressed: Addressed

  @Argument(
    help: .init(
      say("approve, reject, return or override.", "approve、reject、return 或 override。")))
  var verdict: Verdict

  @Option(name: [.customShort("m"), .customLong("comment")], help: .init(say("A comment.", "意见。")))
  var comment = ""

  @OptionGroup var demands: Demands
  @OptionGroup var destination: Destination
  @OptionGroup var setting: Setting

  func validate() throws {
    if !demands.isEmpty, verdict != .approve {
      throw ValidationError(
        say("only an approval takes conditions", "只有同意可以附条件"))
    }
  }

  func run() throws {
    try Session.run(setting) { session in
      let (request, _) = try session.request(RequestID(addressed.request))
      let statement = try session.statement(answer(to: request.binding), to: request)
      if setting.json {
        Terminal.print(["statement": .string(statement.text)])
      } else {
        Terminal.print(statement.text)
      }
    }
  }

  private func answer(to binding: Request.Binding) -> Engine.Answer {
    switch verdict {
    case .approve: .approve(binding, comment: comment, conditions: demands.reservations)
    case .reject: .reject(binding, comment: comment)
    case .return: destination.answer(binding, comment: comment)
    case .override: .override(binding, reason: comment)
    }
  }
}
