import CEL
import Engine

/// What is past its day: signatures, control points, conditions, reviews; the longest overdue first.
public struct OverdueReport: Sendable {
  /// In the order in which stores find them.
  public let lines: [DueLine]
  /// How many there are, shown or not.
  public let count: Int
  public let today: CivilDate

  public init(_ lines: [DueLine], count: Int, today: CivilDate) {
    self.lines = lines
    self.count = count
    self.today = today
  }

  func daysLate(_ line: DueLine) -> Int { today.days(since: line.due.day) }

  public func sheet(_ names: Naming) -> Sheet {
    var sheet = Sheet(
      name: "overdue", title: names.say("Overdue", "逾期事项"), subtitle: names.subtitle(today),
      columns: [
        .init("due", names.say("Due", "应于")),
        .init("days_late", names.say("Days late", "逾期天数"), isFigure: true),
        .init("project", names.say("Project", "项目")),
        .init("request", names.say("Request", "申请"), .spare),
        .init("kind", names.say("Kind", "类别")),
        .init("what", names.say("What", "事项"), .wide),
        .init("asked", names.say("Waits for", "责任人"), .wide),
        .init("title", names.say("Title", "项目名称"), .wide),
      ],
      rows: lines.map { row($0, names) },
      definitions: [
        names.say(
          "Days late: calendar days after the last day on which it was in time, counted in the zone of the company's calendar.",
          "逾期天数：自应完成之日的次日起计的日历天数，按公司日历所在时区。"),
        names.say(
          "Listed are steps of open requests that wait for signatures past their deadline, control points past their date and not reached, conditions of approvals that are not met, and overrides that nobody has looked at again. A deadline that stands still for a question is not listed.",
          "列入的有：超过期限仍待签署的步骤、逾期未达成的控制点、未满足的附加条件、未复核的特批。因补充材料而暂停计时的步骤不列入。"),
      ])
    sheet.more = max(0, count - lines.count)
    sheet.totals = [
      .init("overdue", names.say("Overdue in all", "逾期合计"), .count(count))
    ]
    sheet.charts = [
      BarChart(
        names.say("By days late", "按逾期天数"),
        Self.ages.map { title, days in
          let count = lines.count { days.contains(daysLate($0)) }
          return .init(title, length: count, String(count))
        })
    ]
    return sheet
  }

  private static let ages: [(String, ClosedRange<Int>)] = [
    ("1–3", 1...3), ("4–7", 4...7), ("8–30", 8...30), ("31+", 31...Int.max),
  ]

  private func row(_ line: DueLine, _ names: Naming) -> [Cell] {
    let due = line.due
    let workflow = line.project?.workflow ?? line.filing?.workflow
    return [
      .date(due.day), .count(daysLate(line)), due.project.map(names.project) ?? .none,
      due.request.map { .named(id: $0.text, title: $0.text) } ?? .none,
      kind(due.kind, names), .text(what(line, names)),
      .text(
        due.asked.map { names.authority($0, of: workflow) }.joined(
          separator: names.say(" or ", "或"))),
      line.project.map { .text($0.title) } ?? .none,
    ]
  }

  private func kind(_ kind: Due.Kind, _ names: Naming) -> Cell {
    switch kind {
    case .signature: .named(id: "signature", title: names.say("signature", "签署"))
    case .controlPoint: .named(id: "control_point", title: names.say("control point", "控制点"))
    case .condition: .named(id: "condition", title: names.say("condition", "附条件"))
    case .review: .named(id: "review", title: names.say("review", "特批复核"))
    }
  }

  private func what(_ line: DueLine, _ names: Naming) -> String {
    let request = line.due.request?.text ?? ""
    let matter = line.filing.map { names.matter($0).text }
    switch line.due.kind {
    case .controlPoint: return names.milestone(line.due.name, of: line.project?.workflow)
    case .condition:
      return matter.map { names.say("\($0), \(line.due.name)", "\($0)，\(line.due.name)") }
        ?? line.due.name
    case .signature, .review:
      return matter.map { names.say("\($0) (\(request))", "\($0)（\(request)）") } ?? request
    }
  }
}
