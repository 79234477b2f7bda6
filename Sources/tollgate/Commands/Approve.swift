import ArgumentParser
import Diagnostics
import Engine

/// Signs a request, or several that are alike.
struct Approve: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "approve",
      abstract: say("Approve a request that waits for me.", "同意待我签署的申请。"),
      discussion: say(
        "Several at once only where rule and risk are identical: one action, one version of the policy, one route, asked of me at one step. Each is a decision of its own.",
        "批量同意仅限规则与风险相同的申请：同一动作、同一制度版本、同一审批链、同一待签步骤；每项仍为独立决定。"))
  }

  @Argument(
    help: .init(say("The request, such as R-7, or several.", "申请，如 R-7；可为多项。")),
    completion: .custom(Completions.requests))
  var requests: [String]

  @OptionGroup var viewing: Viewing
  @OptionGroup var demands: Demands
  @OptionGroup var sealing: SealOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func validate() throws {
    guard requests.count > 1 else { return }
    if Set(requests).count < requests.count {
      throw ValidationError(say("a request is named twice", "同一申请出现两次"))
    }
    if viewing.seen != nil || !demands.isEmpty || sealing.signature != nil {
      throw ValidationError(
        say(
          "`--seen`, `--condition` and `--signature` are for one request",
          "`--seen`、`--condition` 与 `--signature` 仅用于单项申请"))
    }
  }

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let found = try requests.map { try session.request(RequestID($0)) }
      if found.count > 1 { try session.requireAlike(found.map(\.request)) }
      try viewing.look(
        at: found.map(\.request), session, writing, setting,
        question: found.count == 1
          ? say("Approve this?", "同意此申请？")
          : say("Approve all \(found.count)?", "同意全部 \(found.count) 项？"))
      try session.carryOut(
        found.map { request, stream in
          let answer = Engine.Answer.approve(
            request.binding, comment: viewing.comment, conditions: demands.reservations)
          return Session.Commission(
            order: .answer(request.id, answer), target: stream, name: request.id.text,
            seal: try sealing.seal(answer, to: request, in: session))
        }, writing, setting)
    }
  }
}
