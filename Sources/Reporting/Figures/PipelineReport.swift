import CEL
import Engine

/// Which projects are where: those under way by stage, and those that came to an end by how.
public struct PipelineReport: Sendable {
  public struct Line: Sendable {
    public let workflow: WorkflowName
    public let stage: StageName
    public let isOver: Bool
    public let projects: [ProjectSummary]

    /// nil: beyond all bounds.
    public var budget: Decimal? { sum { $0.budget ?? .zero } }
    public var spent: Decimal? { sum(\.spent) }

    private func sum(_ amount: (ProjectSummary) -> Decimal) -> Decimal? {
      projects.reduce(Decimal.zero) { sum, project in
        sum.flatMap { try? $0.adding(amount(project)) }
      }
    }

    /// How many projects there are of each level, by the level.
    public var levels: [(level: String, count: Int)] {
      var counts: [String: Int] = [:]
      for level in projects.flatMap(\.levels) { counts[level, default: 0] += 1 }
      return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  /// By workflow, those under way first, in the order of the stages.
  public let lines: [Line]
  public let since: CivilDate
  public let today: CivilDate

  /// `ended` are those that came to an end on a day or later.
  public init(
    underWay: [ProjectSummary], ended: [ProjectSummary], since: CivilDate, today: CivilDate,
    _ names: Naming
  ) {
    self.since = since
    self.today = today
    struct Key: Hashable {
      let workflow: WorkflowName
      let stage: StageName
      let isOver: Bool
    }
    let groups = Dictionary(grouping: underWay + ended) {
      Key(workflow: $0.workflow, stage: $0.stage, isOver: $0.isOver)
    }
    lines = groups.map { key, projects in
      Line(workflow: key.workflow, stage: key.stage, isOver: key.isOver, projects: projects)
    }.sorted { left, right in
      if left.workflow != right.workflow { return left.workflow < right.workflow }
      if left.isOver != right.isOver { return right.isOver }
      let (a, b) = (
        names.order(left.stage, of: left.workflow), names.order(right.stage, of: right.workflow)
      )
      return a != b ? a < b : left.stage < right.stage
    }
  }

  public func sheet(_ names: Naming) -> Sheet {
    var sheet = Sheet(
      name: "pipeline", title: names.say("Pipeline", "项目漏斗"), subtitle: names.subtitle(today),
      columns: [
        .init("workflow", names.say("Workflow", "流程"), .spare),
        .init("projects", names.say("Projects", "项目数"), isFigure: true),
        .init("budget", names.say("Budget", "费用额度"), isFigure: true),
        .init("spent", names.say("Spent", "已支出"), isFigure: true),
        .init("stage", names.say("Stage", "阶段")),
        .init("over", names.say("Standing", "状态")),
        .init("levels", names.say("Levels", "等级"), .wide),
      ],
      rows: lines.map { line in
        [
          names.workflow(line.workflow), .count(line.projects.count),
          line.budget.map(Cell.amount) ?? .none, line.spent.map(Cell.amount) ?? .none,
          names.stage(line.stage, of: line.workflow),
          line.isOver
            ? .named(id: "ended", title: names.say("ended", "已结束"))
            : .named(id: "under_way", title: names.say("under way", "进行中")),
          .text(names.list(line.levels.map { "\($0.level) \($0.count)" })),
        ]
      },
      definitions: [
        names.say(
          "Under way: every project whose stage is not a last one, by its stage today. Ended: those that came into their last stage on \(since) or later.",
          "进行中：当前阶段不是终点的全部项目，按今日所在阶段。已结束：\(since) 起进入终点阶段的项目。"),
        names.say(
          "Budget and spent: sums over the projects; a project without a plan counts with zero. Levels: what decision tables have fixed about the projects, such as their importance.",
          "费用额度与已支出：各项目之和，尚无计划的项目按零计。等级：由决策表确定的项目属性，如重要性等级。"),
      ])
    sheet.totals = [
      .init(
        "under_way", names.say("Projects under way", "进行中的项目"),
        .count(lines.filter { !$0.isOver }.reduce(0) { $0 + $1.projects.count })
      )
    ]
    func chart(_ title: String, over: Bool) -> BarChart {
      BarChart(
        title,
        lines.filter { $0.isOver == over }.map {
          .init(
            names.stage($0.stage, of: $0.workflow).text, length: $0.projects.count,
            String($0.projects.count))
        })
    }
    sheet.charts = [
      chart(names.say("Projects under way, by stage", "进行中的项目，按阶段"), over: false),
      chart(names.say("Projects that ended, by result", "已结束的项目，按结果"), over: true),
    ]
    return sheet
  }
}
