import ArgumentParser

/// What there is to do with conditions of approvals.
struct ConditionCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "condition",
      abstract: say(
        "Conditions of approvals: list, report as met, confirm, reject, extend.",
        "审批所附条件：列出、报告满足、确认、驳回、延期。"),
      subcommands: [
        ConditionList.self, ConditionReport.self, ConditionConfirm.self, ConditionReject.self,
        ConditionExtend.self,
      ])
  }
}
