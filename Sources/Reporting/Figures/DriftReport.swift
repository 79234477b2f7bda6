import CEL
import Engine

/// How far plans have moved from what was first approved, and how much of them is spent; the furthest first.
public struct DriftReport: Sendable {
  /// One project with a budget.
  public struct Line: Sendable {
    public let project: ProjectSummary
    public let original: Decimal
    public let budget: Decimal
    /// nil: there is no such share, the first budget was zero.
    public let drift: Decimal?
    public let used: Decimal?
    /// Days by which the plan's end has moved; nil: the plan has no date.
    public let delay: Int?
  }

  public let lines: [Line]
  public let today: CivilDate

  public init(_ projects: [ProjectSummary], today: CivilDate) {
    self.today = today
    let lines = projects.compactMap { project -> Line? in
      guard let original = project.originalBudget, let budget = project.budget else { return nil }
      let moved = try? budget.subtracting(original)
      return Line(
        project: project, original: original, budget: budget,
        drift: moved?.portion(of: original), used: project.spent.portion(of: budget),
        delay: project.finish.flatMap { finish in
          project.originalFinish.map { finish.days(since: $0) }
        })
    }
    self.lines = lines.sorted { left, right in
      let (a, b) = (left.drift ?? .zero, right.drift ?? .zero)
      if a != b { return a > b }
      if left.delay != right.delay { return left.delay ?? .min > right.delay ?? .min }
      return left.project.id.isBefore(right.project.id)
    }
  }

  func sum(_ amount: (Line) -> Decimal) -> Decimal? {
    lines.reduce(Decimal.zero) { sum, line in sum.flatMap { try? $0.adding(amount(line)) } }
  }

  public func sheet(_ names: Naming, limit: Int) -> Sheet {
    var sheet = Sheet(
      name: "drift", title: names.say("Drift of plans", "计划偏离"),
      subtitle: names.subtitle(today),
      columns: [
        .init("project", names.say("Project", "项目")),
        .init("original", names.say("First budget", "原始费用额度"), isFigure: true, .spare),
        .init("budget", names.say("Budget", "现行费用额度"), isFigure: true),
        .init("drift", names.say("Drift", "偏离"), isFigure: true),
        .init("spent", names.say("Spent", "已支出"), isFigure: true, .spare),
        .init("used", names.say("Used", "已用"), isFigure: true),
        .init("delay", names.say("Days later", "推迟天数"), isFigure: true),
        .init("title", names.say("Title", "项目名称"), .wide),
        .init("owner", names.say("Owner", "负责人"), .wide),
      ],
      rows: lines.prefix(limit).map { line in
        [
          names.project(line.project.id), .amount(line.original), .amount(line.budget),
          line.drift.map(Cell.share) ?? .none, .amount(line.project.spent),
          line.used.map(Cell.share) ?? .none, line.delay.map(Cell.count) ?? .none,
          .text(line.project.title), names.person(line.project.owner),
        ]
      },
      definitions: [
        names.say(
          "Projects under way that have a budget. Budget: the first amount of money of the plan. Drift: (budget now − first approved budget) ÷ first approved budget, however many adjustments led there.",
          "仅列进行中且已有费用额度的项目。费用额度：计划中的首个金额字段。偏离：（现行额度 − 首次批准额度）÷ 首次批准额度，不论其间经过多少次调整。"),
        names.say(
          "Used: spent ÷ budget now. Days later: the plan's first date now minus the one first approved. Shares are rounded half up to a hundredth of a percent.",
          "已用：已支出 ÷ 现行额度。推迟天数：计划中首个日期字段的现值减首次批准值。比例四舍五入至万分之一。"),
      ])
    sheet.more = max(0, lines.count - limit)
    let (original, budget, spent) = (
      sum(\.original), sum(\.budget), sum(\.project.spent)
    )
    sheet.totals = [
      .init("projects", names.say("Projects", "项目数"), .count(lines.count)),
      .init("original", names.say("First budgets", "原始费用额度合计"), original.map(Cell.amount) ?? .none),
      .init("budget", names.say("Budgets", "现行费用额度合计"), budget.map(Cell.amount) ?? .none),
      .init("spent", names.say("Spent", "已支出合计"), spent.map(Cell.amount) ?? .none),
    ]
    if let original, let budget,
      let drift = (try? budget.subtracting(original))?.portion(of: original)
    {
      sheet.totals.append(.init("drift", names.say("Drift of all together", "总体偏离"), .share(drift)))
    }
    sheet.charts = [
      BarChart(
        names.say("Drift of the budget", "费用额度偏离"),
        lines.filter { ($0.drift ?? .zero).sign > 0 }.map { line in
          let drift = line.drift ?? .zero
          return .init(
            "\(line.project.id) \(line.project.title)", length: drift.tenThousandths,
            drift.percentage)
        })
    ]
    return sheet
  }
}

extension Decimal {
  /// For pictures: the number of hundredths of a percent.
  fileprivate var tenThousandths: Int {
    (try? rounded(toScale: 4)).flatMap { Int(exactly: $0.coefficient) } ?? Int.max
  }
}

extension Name {
  /// `P-9` before `P-10`.
  func isBefore(_ other: Name) -> Bool {
    (text.utf8.count, text) < (other.text.utf8.count, other.text)
  }
}
