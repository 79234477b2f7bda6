import ArgumentParser
import CEL
import Engine

/// The condition that something is said to, and what.
struct ConditionOptions: ParsableArguments {
  @Argument(help: .init(say("The condition, such as R-7/1.", "条件，如 R-7/1。")))
  var condition: String

  @OptionGroup var remark: Remark

  func give(_ answer: ConditionAnswer, _ writing: Writing, _ setting: Setting) throws {
    let id = ConditionID(condition)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let stream = try session.request(id.request).stream
      try session.carryOut(.condition(id, answer), on: stream, writing, setting)
    }
  }
}

extension ConditionID {
  /// `R-7` of `R-7/1`.
  var request: RequestID { RequestID(String(text.prefix { $0 != "/" })) }
}

/// Says that a condition is met, by whoever has to meet it.
struct ConditionReport: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "report",
      abstract: say(
        "Report a condition that I have to meet as met; say how with -m.",
        "报告由我负责的条件已满足；用 -m 说明。"))
  }

  @OptionGroup var options: ConditionOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try options.give(.report(comment: options.remark.comment), writing, setting)
  }
}

/// Agrees that a condition is met, by whoever set it.
struct ConditionConfirm: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "confirm",
      abstract: say("Confirm that a condition that I set is met.", "确认我所附的条件已满足。"))
  }

  @OptionGroup var options: ConditionOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try options.give(.settle(isMet: true, comment: options.remark.comment), writing, setting)
  }
}

/// Does not agree that a condition is met.
struct ConditionReject: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reject",
      abstract: say(
        "Find a condition that I set not met; say why with -m.", "认定我所附的条件未满足；用 -m 说明理由。"))
  }

  @OptionGroup var options: ConditionOptions
  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try options.give(.settle(isMet: false, comment: options.remark.comment), writing, setting)
  }
}

/// Gives a condition more time.
struct ConditionExtend: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "extend",
      abstract: say("Give a condition that I set more time.", "延长我所附条件的期限。"))
  }

  @OptionGroup var options: ConditionOptions

  @Argument(help: .init(say("Its new last day.", "新的期限。")))
  var to: CivilDate

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try options.give(.extend(to: to, comment: options.remark.comment), writing, setting)
  }
}
