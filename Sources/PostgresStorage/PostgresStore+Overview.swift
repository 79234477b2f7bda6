import CEL
import Engine

extension PostgresStore {
  public func summary(_ id: ProjectID) throws -> ProjectSummary? {
    guard let number = id.number else { return nil }
    return try rows(.summary, [.integer(number)]).first.map { try ProjectSummary($0) }
  }

  public func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int) throws
    -> [ProjectSummary]
  {
    let time = ((after?.since ?? since)?.milliseconds).map(Int.init) ?? Int.min
    return try rows(
      .summaries,
      [
        .integer(over ? 1 : 0), .integer(time), .integer(after?.id.number ?? 0),
        .integer(max(0, limit)),
      ]
    ).map { try ProjectSummary($0) }
  }

  public func filings(endedSince time: Timestamp, after: FiledRequest?, limit: Int) throws
    -> [FiledRequest]
  {
    let (time, number) = (after?.ended ?? time, after?.request.number ?? 0)
    return try rows(
      .filingsEnded,
      [.integer(Int(time.milliseconds)), .integer(number), .integer(max(0, limit))]
    ).map { try FiledRequest($0) }
  }

  public func openFilings(after request: RequestID?, limit: Int) throws -> [FiledRequest] {
    try rows(.filingsOpen, [.integer(request?.number ?? 0), .integer(max(0, limit))])
      .map { try FiledRequest($0) }
  }

  public func dues(before day: CivilDate, limit: Int) throws -> [DueLine] {
    try rows(.dues, [.integer(Int(day.daysSinceEpoch)), .integer(max(0, limit))])
      .map { try DueLine($0) }
  }

  public func countDues(before day: CivilDate) throws -> Int {
    try rows(.countDues, [.integer(Int(day.daysSinceEpoch))]).first?.integer(0) ?? 0
  }

  /// As in a file: whatever has all the words comes first, so it is looked for first.
  public func lessons(_ query: LessonQuery, limit: Int) throws -> [LessonHit] {
    var found = try rows(.lessons, [.text(query.all.matched), .integer(max(0, limit))])
    if found.count < limit, query.words.count > 1 {
      found = try rows(
        .lessonsOfAny, [.texts(query.each.map(\.matched)), .integer(limit)])
    }
    return try found.map { try LessonHit($0) }
  }
}

extension OverviewTable {
  var insertion: StoreStatement {
    switch self {
    case .summaries: .putSummary
    case .filings: .putFiling
    case .dues: .putDue
    case .lessons: .putLesson
    }
  }
}

extension [String] {
  /// Asks for whatever has all of the terms. They hold no character that would mean anything else between quotes.
  fileprivate var matched: String { map { "'\($0)'" }.joined(separator: " & ") }
}

extension AnswerRow: CellRow {
  func number(_ index: Int) throws(StoreFailure) -> Int { try integer(index) }
}
