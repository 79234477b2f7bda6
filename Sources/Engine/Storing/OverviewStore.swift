import CEL

/// What reports read: lines that are written with the decisions they follow from, and found without reading any record.
public protocol OverviewStore: Sendable {
  func summary(_ id: ProjectID) throws -> ProjectSummary?
  /// Projects that are over, or that are not, by the time at which they came into their stage.
  ///
  /// From `since` on, or after one that was read before; at most `limit`.
  func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int) throws
    -> [ProjectSummary]
  /// Requests that ended at a time or later, or after one that was read before, by the time at which they ended.
  func filings(endedSince: Timestamp, after: FiledRequest?, limit: Int) throws -> [FiledRequest]
  /// Requests that are open, in the order of their numbers.
  func openFilings(after request: RequestID?, limit: Int) throws -> [FiledRequest]
  /// What was due before a day, the longest overdue first.
  func dues(before day: CivilDate, limit: Int) throws -> [DueLine]
  func countDues(before day: CivilDate) throws -> Int
  /// In the order that the query says.
  func lessons(_ query: LessonQuery, limit: Int) throws -> [LessonHit]
}

/// Something that falls due, with what tells people what it is.
public struct DueLine: Sendable, Hashable {
  public let due: Due
  /// nil: it is the workspace's own.
  public let project: ProjectSummary?
  /// nil: it belongs to no request.
  public let filing: FiledRequest?

  public init(due: Due, project: ProjectSummary?, filing: FiledRequest?) {
    self.due = due
    self.project = project
    self.filing = filing
  }
}

extension OverviewStore {
  /// Every project that is over since a time, or every one that is not, a page at a time.
  public func allSummaries(over: Bool, since: Timestamp? = nil) throws -> [ProjectSummary] {
    try pages { try summaries(over: over, since: since, after: $0, limit: $1) }
  }

  public func allFilings(endedSince time: Timestamp) throws -> [FiledRequest] {
    try pages { try filings(endedSince: time, after: $0, limit: $1) }
  }

  public func allOpenFilings() throws -> [FiledRequest] {
    try pages { try openFilings(after: $0?.request, limit: $1) }
  }

  private func pages<Line>(_ read: (Line?, Int) throws -> [Line]) rethrows -> [Line] {
    let size = 1_000
    var lines: [Line] = []
    while true {
      let page = try read(lines.last, size)
      lines += page
      if page.count < size { return lines }
    }
  }
}
