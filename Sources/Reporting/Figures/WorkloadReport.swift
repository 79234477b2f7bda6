import CEL
import Engine

/// What waits for whom, and who has how many projects; those with most to do first.
public struct WorkloadReport: Sendable {
  /// An open request with whoever may sign it now.
  public struct Waiting: Sendable {
    public let people: [PersonID]
    /// Since when its present step has been asked; nil: it is not said.
    public let since: CivilDate?
    /// The last day to sign; nil: there is none, or the clock stands still.
    public let due: CivilDate?

    public init(people: [PersonID], since: CivilDate?, due: CivilDate?) {
      self.people = people
      self.since = since
      self.due = due
    }
  }

  public struct Line: Sendable, Hashable {
    public let person: PersonID
    public var waiting = 0
    public var overdue = 0
    /// Days that the oldest of them has waited; nil: nothing waits.
    public var oldest: Int?
    public var projects = 0
  }

  public let lines: [Line]
  /// Requests that wait, each once.
  public let requests: Int
  public let today: CivilDate

  public init(_ waiting: [Waiting], projects: [ProjectSummary], today: CivilDate) {
    self.today = today
    requests = waiting.count { !$0.people.isEmpty }
    var lines: [PersonID: Line] = [:]
    for request in waiting {
      for person in Set(request.people) {
        var line = lines[person] ?? Line(person: person)
        line.waiting += 1
        if let due = request.due, due < today { line.overdue += 1 }
        if let days = request.since.map(today.days) { line.oldest = max(line.oldest ?? days, days) }
        lines[person] = line
      }
    }
    for project in projects {
      lines[project.owner, default: Line(person: project.owner)].projects += 1
    }
    self.lines = lines.values.sorted { left, right in
      if left.waiting != right.waiting { return left.waiting > right.waiting }
      if left.projects != right.projects { return left.projects > right.projects }
      return left.person < right.person
    }
  }

  public func sheet(_ names: Naming, limit: Int) -> Sheet {
    var sheet = Sheet(
      name: "workload", title: names.say("Workload", "工作负荷"), subtitle: names.subtitle(today),
      columns: [
        .init("waiting", names.say("Waiting", "待签"), isFigure: true),
        .init("overdue", names.say("Overdue", "其中逾期"), isFigure: true),
        .init("oldest", names.say("Oldest, days", "最久天数"), isFigure: true),
        .init("projects", names.say("Projects", "负责项目"), isFigure: true),
        .init("person", names.say("Person", "人员"), .wide),
      ],
      rows: lines.prefix(limit).map { line in
        [
          .count(line.waiting), .count(line.overdue), line.oldest.map(Cell.count) ?? .none,
          .count(line.projects), names.person(line.person),
        ]
      },
      definitions: [
        names.say(
          "Waiting: requests that the person may sign now, the same as in their inbox, stand-ins and successors included; where any one of several may sign, it counts for each of them.",
          "待签：此人现在可签署的申请，与其待办一致，含代理与接替；数人中任一人可签的，对每人各计一次。"),
        names.say(
          "Overdue: of these, those whose step is past its deadline. Oldest: calendar days since the step was asked. Projects: projects under way that the person owns as the first holder of the role that opens projects.",
          "其中逾期：所在步骤已超期限的待签申请。最久天数：自该步骤送签起的日历天数。负责项目：此人作为建立项目之角色的首位担任者所负责的进行中项目。"),
      ])
    sheet.more = max(0, lines.count - limit)
    sheet.totals = [
      .init(
        "requests", names.say("Requests that wait for somebody", "待签申请合计"), .count(requests))
    ]
    sheet.charts = [
      BarChart(
        names.say("Requests that wait", "待签申请"),
        lines.filter { $0.waiting > 0 }.map {
          .init(names.person($0.person).text, length: $0.waiting, String($0.waiting))
        })
    ]
    return sheet
  }
}
