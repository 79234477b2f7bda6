import CEL
import Engine
import Foundation
import GRDB

extension SQLiteStore {
  public func summary(_ id: ProjectID) throws -> ProjectSummary? {
    guard let number = id.number else { return nil }
    return try perform { db in try db.row(.summary, [number]).map { try ProjectSummary($0) } }
  }

  public func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int) throws
    -> [ProjectSummary]
  {
    let time = (after?.since ?? since)?.milliseconds ?? Int64.min
    return try perform { db in
      try db.rows(.summaries, [over, time, after?.id.number ?? 0, max(0, limit)])
        .map { try ProjectSummary($0) }
    }
  }

  public func filings(endedSince time: Timestamp, after: FiledRequest?, limit: Int) throws
    -> [FiledRequest]
  {
    let (time, number) = (after?.ended ?? time, after?.request.number ?? 0)
    return try perform { db in
      try db.rows(.filingsEnded, [time.milliseconds, number, max(0, limit)])
        .map { try FiledRequest($0) }
    }
  }

  public func openFilings(after request: RequestID?, limit: Int) throws -> [FiledRequest] {
    try perform { db in
      try db.rows(.filingsOpen, [request?.number ?? 0, max(0, limit)]).map { try FiledRequest($0) }
    }
  }

  public func dues(before day: CivilDate, limit: Int) throws -> [DueLine] {
    try perform { db in
      try db.rows(.dues, [day.daysSinceEpoch, max(0, limit)]).map { try DueLine($0) }
    }
  }

  public func countDues(before day: CivilDate) throws -> Int {
    try perform { db in try db.row(.countDues, [day.daysSinceEpoch])?.value(0) ?? 0 }
  }

  /// Whatever has all the words comes first, so it is looked for first, which is quick; only where that is not enough,
  /// everything that has any of them.
  public func lessons(_ query: LessonQuery, limit: Int) throws -> [LessonHit] {
    try perform { db in
      var rows = try db.rows(SearchStatement.lessons, [query.all.matched, max(0, limit)])
      if rows.count < limit, query.words.count > 1 {
        let questions = JSON.array(query.each.map { .string($0.matched) }).canonicalText
        rows = try db.rows(SearchStatement.lessonsOfAny, [questions, limit])
      }
      return try rows.map { try LessonHit($0) }
    }
  }
}

extension Database {
  /// Writes what changes of the lines that reports read.
  func write(_ overview: Overview) throws {
    if let summary = overview.summary { try run(.putSummary, Arguments(try summary.cells)) }
    for filing in overview.filings { try run(.putFiling, Arguments(try filing.cells)) }
    for due in overview.noLongerDue { try run(.deleteDue, Arguments(try due.key)) }
    for due in overview.newlyDue { try run(.putDue, Arguments(try due.cells)) }
    switch overview.lesson {
    case .unchanged: break
    case .gone(let project): try forgetLesson(of: project)
    case .written(let lesson):
      try forgetLesson(of: lesson.project)
      let cells = Arguments(try lesson.cells)
      try run(.insertLesson, cells)
      try run(SearchStatement.index, cells)
    }
  }

  private func forgetLesson(of project: ProjectID) throws {
    let number = try project.requireNumber()
    try run(SearchStatement.forget, [number])
    try run(.deleteLesson, [number])
  }

  /// Takes over a row of another store.
  func insert(_ cells: [StateCell], into table: OverviewTable) throws {
    let arguments = Arguments(cells)
    switch table {
    case .summaries: try run(.putSummary, arguments)
    case .filings: try run(.putFiling, arguments)
    case .dues: try run(.putDue, arguments)
    case .lessons:
      try run(.insertLesson, arguments)
      try run(SearchStatement.index, arguments)
    }
  }
}

extension [String] {
  /// Asks for whatever has all of the terms. They hold no character that would mean anything else between quotes.
  fileprivate var matched: String { map { "\"\($0)\"" }.joined(separator: " AND ") }
}

extension Arguments {
  init(_ cells: [StateCell]) {
    values = cells.map { cell in
      switch cell {
      case .null: .null
      case .integer(let number): .integer(Int64(number))
      case .text(let text): .text(text)
      case .bytes(let bytes): .blob(Data(bytes))
      }
    }
  }
}

extension StoredRow: CellRow {
  func isNull(_ index: Int) -> Bool { hasNull(atIndex: index) }
  func number(_ index: Int) throws(StoreFailure) -> Int { try value(index) }
  func text(_ index: Int) throws(StoreFailure) -> String { try value(index) }
}
