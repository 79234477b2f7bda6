import ArgumentParser
import CEL
import Diagnostics
import Engine
import Reporting

/// Reports over all projects.
struct ReportCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "report",
      abstract: say(
        "Reports over all projects: what is overdue, drift of plans, workload, cycle times, pipeline.",
        "全部项目的报表：逾期、计划偏离、工作负荷、审批周期、项目漏斗。"),
      subcommands: [
        ReportOverdue.self, ReportDrift.self, ReportWorkload.self, ReportCycleTime.self,
        ReportPipeline.self,
      ])
  }
}

/// In which form a report is wanted.
struct ReportForm: ParsableArguments {
  @Flag(help: .init(say("Comma-separated values.", "以 CSV 输出。")))
  var csv = false

  @Flag(help: .init(say("With --csv: mark it as UTF-8 for Excel.", "配合 --csv：为 Excel 标明 UTF-8。")))
  var bom = false

  @Option(
    help: .init(
      say("Write a page with charts to this new file.", "将带图表的网页写入此新文件。"),
      valueName: "file"), completion: .file(extensions: ["html"]))
  var html: String?

  func validate() throws {
    if bom, !csv {
      throw ValidationError(say("`--bom` goes with `--csv`", "`--bom` 须与 `--csv` 同用"))
    }
  }

  func show(_ sheet: Sheet, _ setting: Setting) throws {
    if let html { try AuditFiles.create(html, sheet.page(Speech.language).html) }
    if setting.json {
      Terminal.print(sheet.json)
    } else if csv {
      Terminal.print(sheet.csv(forExcel: bom))
    } else if html == nil {
      Terminal.print(sheet.text)
    }
  }
}

/// How many rows a report has at most.
struct RowLimit: ParsableArguments {
  @Option(help: .init(say("How many rows at most.", "最多行数。"), valueName: "number"))
  var limit = 200

  func validate() throws {
    guard (1...100_000).contains(limit) else {
      throw ValidationError(say("`--limit` is from 1 to 100000", "`--limit` 应在 1 到 100000 之间"))
    }
  }
}

/// From which day on a report looks.
struct Since: ParsableArguments {
  @Option(
    help: .init(
      say("The first day to look at (default: a year ago).", "起始日期（默认一年前）。"),
      valueName: "date"))
  var since: String?

  func day(before today: CivilDate) throws -> CivilDate {
    guard let since else { return today.adding(days: -365) ?? today }
    guard let day = CivilDate(since) else {
      throw Failure.usage(
        Bilingual("`\(since)` is not a date", zh: "`\(since)` 不是日期"),
        help: Bilingual(verbatim: "--since 2026-01-01"))
    }
    return day
  }
}

/// What is past its day.
struct ReportOverdue: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "overdue",
      abstract: say(
        "Signatures, control points, conditions and reviews past their day.",
        "逾期的签署、控制点、附加条件与特批复核。"))
  }

  @OptionGroup var rows: RowLimit
  @OptionGroup var form: ReportForm
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let today = try session.companyDay()
      let report = OverdueReport(
        try session.store.dues(before: today, limit: rows.limit),
        count: try session.store.countDues(before: today), today: today)
      try form.show(report.sheet(try session.naming()), setting)
    }
  }
}

/// How far plans have moved.
struct ReportDrift: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "drift",
      abstract: say(
        "How far budgets and dates have moved from what was first approved.",
        "费用额度与日期相对首次批准的偏离。"))
  }

  @OptionGroup var rows: RowLimit
  @OptionGroup var form: ReportForm
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let report = DriftReport(
        try session.store.allSummaries(over: false), today: try session.companyDay())
      try form.show(report.sheet(try session.naming(), limit: rows.limit), setting)
    }
  }
}

/// What waits for whom.
struct ReportWorkload: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "workload",
      abstract: say("What waits for whom, and who owns how many projects.", "各人的待签与负责项目。"))
  }

  @OptionGroup var rows: RowLimit
  @OptionGroup var form: ReportForm
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let report = WorkloadReport(
        try session.waiting(), projects: try session.store.allSummaries(over: false),
        today: try session.companyDay())
      try form.show(report.sheet(try session.naming(), limit: rows.limit), setting)
    }
  }
}

/// How long decisions take.
struct ReportCycleTime: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "cycle-time",
      abstract: say(
        "How long decisions take by action: median, 90 % within, longest.",
        "各动作的审批周期：中位数、九成以内、最长。"))
  }

  @OptionGroup var period: Since
  @OptionGroup var form: ReportForm
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let today = try session.companyDay()
      let since = try period.day(before: today)
      let filings = try session.store.allFilings(endedSince: try session.start(of: since))
      let report = CycleTimeReport(filings, since: since, today: today)
      try form.show(report.sheet(try session.naming()), setting)
    }
  }
}

/// Which projects are where.
struct ReportPipeline: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pipeline",
      abstract: say(
        "Projects under way by stage, and how projects ended.", "进行中项目的阶段分布与已结束项目的结果。"))
  }

  @OptionGroup var period: Since
  @OptionGroup var form: ReportForm
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let today = try session.companyDay()
      let since = try period.day(before: today)
      let names = try session.naming()
      let report = PipelineReport(
        underWay: try session.store.allSummaries(over: false),
        ended: try session.store.allSummaries(over: true, since: try session.start(of: since)),
        since: since, today: today, names)
      try form.show(report.sheet(names), setting)
    }
  }
}
