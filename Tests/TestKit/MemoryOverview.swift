import CEL
import Engine

/// What reports read, naively: every question looks at everything.
struct MemoryOverview {
  private var summaries: [ProjectID: ProjectSummary] = [:]
  private var filings: [RequestID: FiledRequest] = [:]
  private var dues: Set<Due> = []
  private var lessons: [ProjectID: Lesson] = [:]

  mutating func apply(_ overview: Overview) {
    if let summary = overview.summary { summaries[summary.id] = summary }
    for filing in overview.filings { filings[filing.request] = filing }
    dues.subtract(overview.noLongerDue)
    dues.formUnion(overview.newlyDue)
    switch overview.lesson {
    case .unchanged: break
    case .gone(let project): lessons[project] = nil
    case .written(let lesson): lessons[lesson.project] = lesson
    }
  }

  subscript(id: ProjectID) -> ProjectSummary? { summaries[id] }

  func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int)
    -> [ProjectSummary]
  {
    func place(_ line: ProjectSummary) -> (Timestamp, Int) { (line.since, number(line.id)) }
    return Array(
      summaries.values.filter { line in
        line.isOver == over && (since.map { line.since >= $0 } ?? true)
          && (after.map { place(line) > place($0) } ?? true)
      }.sorted { place($0) < place($1) }.prefix(limit))
  }

  func filings(endedSince time: Timestamp, after: FiledRequest?, limit: Int) -> [FiledRequest] {
    func place(_ filing: FiledRequest) -> (Timestamp, Int) {
      (filing.ended ?? time, number(filing.request))
    }
    return Array(
      filings.values.filter { filing in
        filing.ended.map { $0 >= time } == true && (after.map { place(filing) > place($0) } ?? true)
      }.sorted { place($0) < place($1) }.prefix(limit))
  }

  func openFilings(after request: RequestID?, limit: Int) -> [FiledRequest] {
    let last = request.map(number) ?? 0
    return Array(
      filings.values.filter { $0.ended == nil && number($0.request) > last }
        .sorted { number($0.request) < number($1.request) }.prefix(limit))
  }

  func dues(before day: CivilDate, limit: Int) -> [DueLine] {
    func place(_ due: Due) -> (Int, Int) {
      (due.project.map(number) ?? 0, due.request.map(number) ?? 0)
    }
    let due = dues.filter { $0.day < day }.sorted { left, right in
      if left.day != right.day { return left.day < right.day }
      if place(left) != place(right) { return place(left) < place(right) }
      return (left.kind.rawValue, left.name) < (right.kind.rawValue, right.name)
    }
    return due.prefix(limit).map { due in
      DueLine(
        due: due, project: due.project.flatMap { summaries[$0] },
        filing: due.request.flatMap { filings[$0] })
    }
  }

  func countDues(before day: CivilDate) -> Int { dues.count { $0.day < day } }

  func lessons(_ query: LessonQuery, limit: Int) -> [LessonHit] {
    var found: [(lesson: Lesson, met: Int)] = []
    for lesson in lessons.values {
      let terms = Set(lesson.terms)
      let met = query.each.count { terms.isSuperset(of: $0) }
      let isFound = query.words.isEmpty ? terms.isSuperset(of: query.all) : met > 0
      if isFound { found.append((lesson, met)) }
    }
    func place(_ lesson: Lesson) -> (Timestamp, Int) { (lesson.at, number(lesson.project)) }
    return found.sorted { left, right in
      left.met != right.met ? left.met > right.met : place(left.lesson) > place(right.lesson)
    }.prefix(limit).compactMap { found in
      summaries[found.lesson.project].map { LessonHit(lesson: found.lesson, project: $0) }
    }
  }

  private func number<Kind>(_ name: Name<Kind>) -> Int { Int(name.text.dropFirst(2)) ?? 0 }
}
