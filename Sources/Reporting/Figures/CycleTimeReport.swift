import CEL
import Engine

/// How long decisions take, by action: from submission to decision, over a stretch of time.
public struct CycleTimeReport: Sendable {
  public struct Line: Sendable {
    public let workflow: WorkflowName
    public let matter: FiledRequest.Matter
    public var approved = 0
    public var rejected = 0
    /// Withdrawn or lapsed: nobody decided, so they have no time.
    public var undecided = 0
    /// Milliseconds from submission to decision, the shortest first.
    public var times: [Int64] = []

    /// The middle time, or the mean of the two in the middle.
    public var median: Decimal? {
      guard !times.isEmpty else { return nil }
      let middle = times.count / 2
      return CycleTimeReport.days(
        times.count % 2 == 1 ? [times[middle]] : [times[middle - 1], times[middle]])
    }

    /// The shortest time within which nine decisions of ten were taken (nearest rank).
    public var ninetieth: Decimal? {
      guard !times.isEmpty else { return nil }
      return CycleTimeReport.days([times[(times.count * 9 + 9) / 10 - 1]])
    }

    public var longest: Decimal? { times.last.map { CycleTimeReport.days([$0]) } }
  }

  /// The busiest first.
  public let lines: [Line]
  /// Requests that ended on this day or later.
  public let since: CivilDate
  public let today: CivilDate

  public init(_ filings: [FiledRequest], since: CivilDate, today: CivilDate) {
    self.since = since
    self.today = today
    var lines: [Key: Line] = [:]
    for filing in filings {
      guard let ended = filing.ended else { continue }
      let key = Key(workflow: filing.workflow, matter: filing.matter)
      var line = lines[key] ?? Line(workflow: filing.workflow, matter: filing.matter)
      switch filing.status {
      case .approved, .overridden: line.approved += 1
      case .rejected: line.rejected += 1
      case .withdrawn, .lapsed: line.undecided += 1
      case .pending, .returned: break
      }
      if [.approved, .overridden, .rejected].contains(filing.status) {
        let nanoseconds = (try? ended.span(since: filing.submitted))?.nanoseconds ?? 0
        line.times.append(max(0, nanoseconds / 1_000_000))
      }
      lines[key] = line
    }
    self.lines = lines.values.map { line in
      var line = line
      line.times.sort()
      return line
    }.sorted { left, right in
      if left.times.count != right.times.count { return left.times.count > right.times.count }
      return (left.workflow.text, left.matter.order) < (right.workflow.text, right.matter.order)
    }
  }

  private struct Key: Hashable {
    let workflow: WorkflowName
    let matter: FiledRequest.Matter
  }

  /// The mean of some milliseconds, in days with one decimal, half up.
  private static func days(_ milliseconds: [Int64]) -> Decimal {
    let sum = milliseconds.reduce(0) { $0 + Int128($1) }
    // A tenth of a day has 8,640,000 milliseconds.
    let tenth = Int128(milliseconds.count) * 8_640_000
    return Decimal(coefficient: (2 * sum + tenth) / (2 * tenth), scale: 1) ?? .zero
  }

  public func sheet(_ names: Naming) -> Sheet {
    var sheet = Sheet(
      name: "cycle-time", title: names.say("Cycle time", "审批周期"),
      subtitle: names.say(
        "\(names.workspace), decided from \(since) to \(today)",
        "\(names.workspace)，\(since) 至 \(today) 审结"),
      columns: [
        .init("decided", names.say("Decided", "已审结"), isFigure: true),
        .init("rejected", names.say("Rejected", "其中拒绝"), isFigure: true),
        .init("undecided", names.say("Withdrawn", "撤回或失效"), isFigure: true, .spare),
        .init("median", names.say("Median", "中位数"), isFigure: true),
        .init("p90", names.say("90 % within", "九成以内"), isFigure: true),
        .init("longest", names.say("Longest", "最长"), isFigure: true),
        .init("action", names.say("Action", "动作"), .wide),
        .init("workflow", names.say("Workflow", "流程"), .wide),
      ],
      rows: lines.map { line in
        [
          .count(line.times.count), .count(line.rejected), .count(line.undecided),
          line.median.map(Cell.days) ?? .none, line.ninetieth.map(Cell.days) ?? .none,
          line.longest.map(Cell.days) ?? .none, names.matter(line.matter, of: line.workflow),
          names.workflow(line.workflow),
        ]
      },
      definitions: [
        names.say(
          "Cycle time: from the first submission of a request to its decision, in calendar days of 24 hours with one decimal, whatever happened in between (returns, questions). Decided: approved, let pass by override, or rejected within the stretch of time. Withdrawn: withdrawn or lapsed; these have no cycle time.",
          "审批周期：自申请首次提交至审结的时长，以 24 小时为一天，保留一位小数，其间的退回与问答计入在内。已审结：期间内通过、特批放行或拒绝。撤回或失效的申请不计周期。"),
        names.say(
          "Median: the middle one of the cycle times, or the mean of the two in the middle. 90 % within: the shortest cycle time that at least nine of ten do not exceed (nearest rank).",
          "中位数：周期按长短排列居中者，或居中二者的平均。九成以内：至少九成申请未超过的最短周期（最近秩法）。"),
      ])
    sheet.totals = [
      .init(
        "decided", names.say("Decided", "已审结合计"), .count(lines.reduce(0) { $0 + $1.times.count }))
    ]
    let timed = lines.filter { !$0.times.isEmpty }
    func chart(_ title: String, _ figure: (Line) -> Decimal?) -> BarChart {
      BarChart(
        title,
        timed.map { line in
          let days = figure(line) ?? .zero
          return .init(
            names.matter(line.matter, of: line.workflow).text,
            length: Int(exactly: days.coefficient) ?? 0, days.description)
        })
    }
    sheet.charts = [
      chart(names.say("Median, days", "中位数（天）"), \.median),
      chart(names.say("90 % within, days", "九成以内（天）"), \.ninetieth),
    ]
    return sheet
  }
}

extension FiledRequest.Matter {
  fileprivate var order: String {
    switch self {
    case .action(let name): name.text
    case .publishing: ""
    }
  }
}
