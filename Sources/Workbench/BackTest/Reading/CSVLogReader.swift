import Diagnostics
import PolicyFiles

/// Reads the cases of an event log in CSV: a row for each event, columns named in the first row.
struct CSVLogReader {
  /// The columns that pm4py and the XES tools write.
  static let standardCaseKey = "case:concept:name"

  private var rows: CSVRows
  private let reading: EventReading
  private let width: Int
  private let caseColumn: Int
  private let activityColumn: Int
  private let timeColumn: Int
  private let factColumns: [Int]
  private let only: [(column: Int, value: String)]

  /// Rows together: the case that is being read. Mixed: nothing.
  private var current: RecordedCase?
  /// Rows together: the hashes of the cases that are over.
  private var finished: Set<Int> = []
  /// Mixed: all cases in the order of their first rows, and how many of them were handed out.
  private var collected: [RecordedCase]?
  private var handedOut = 0

  init(_ stream: ByteStream, _ reading: EventReading) throws(LogProblem) {
    rows = CSVRows(stream)
    self.reading = reading
    let header = try rows.header()
    width = header.count
    func column(_ name: String) throws(LogProblem) -> Int {
      guard let index = header.firstIndex(of: name) else {
        throw LogProblem(
          "missing-column",
          Bilingual("the log has no column `\(name.excerpt)`", zh: "日志没有 `\(name.excerpt)` 列"),
          help: didYouMean(name, among: header)
            ?? Bilingual(
              "name the columns under `keys:`: {case: …, activity: …, time: …}",
              zh: "请在 `keys:` 下指定列名：{case: …, activity: …, time: …}"))
      }
      return index
    }
    caseColumn = try column(reading.mapping.caseKey ?? Self.standardCaseKey)
    activityColumn = try column(reading.mapping.activityKey)
    timeColumn = try column(reading.mapping.timeKey)
    var facts: [Int] = []
    for key in reading.factKeys { facts.append(try column(key)) }
    factColumns = facts
    var filters: [(column: Int, value: String)] = []
    for filter in reading.mapping.only {
      filters.append((try column(filter.attribute), filter.value))
    }
    only = filters
  }

  /// The next case; nil after the last.
  mutating func next() throws(LogProblem) -> RecordedCase? {
    switch reading.mapping.rows {
    case .mixed:
      if collected == nil { collected = try collect() }
      guard let cases = collected, handedOut < cases.count else { return nil }
      defer { handedOut += 1 }
      return cases[handedOut]
    case .together: return try nextTogether()
    }
  }

  private mutating func collect() throws(LogProblem) -> [RecordedCase] {
    var cases: [RecordedCase] = []
    var positions: [String: Int] = [:]
    while let (name, event) = try row() {
      let position = positions[name] ?? cases.count
      if position == cases.count {
        positions[name] = position
        cases.append(empty(name))
      }
      if let event { cases[position].events.append(event) }
    }
    return cases
  }

  private mutating func nextTogether() throws(LogProblem) -> RecordedCase? {
    while let (name, event) = try row() {
      var over: RecordedCase?
      if current?.name != name {
        over = current
        if let over { finished.insert(over.name.hashValue) }
        guard !finished.contains(name.hashValue) else {
          throw LogProblem(
            "not-together",
            Bilingual(
              "the rows of case `\(name.excerpt)` are not together",
              zh: "案例 `\(name.excerpt)` 的行不连续"),
            help: Bilingual(
              "sort the log by case, or write `rows: mixed` in the mapping",
              zh: "请按案例排序，或在映射中写 `rows: mixed`")
          ).at(line: rows.line)
        }
        current = empty(name)
      }
      if let event { current?.events.append(event) }
      if let over { return over }
    }
    defer { current = nil }
    return current
  }

  private func empty(_ name: String) -> RecordedCase {
    RecordedCase(name: name, facts: [String?](repeating: nil, count: factColumns.count))
  }

  /// The next row: its case and, unless a filter leaves it out, its event.
  private mutating func row() throws(LogProblem) -> (case: String, event: RecordedCase.Event?)? {
    guard let cells = try rows.next() else { return nil }
    guard cells.count == width else {
      throw LogProblem(
        "ragged",
        Bilingual(
          "a row of \(cells.count) cells under a header of \(width)",
          zh: "该行有 \(cells.count) 格，表头有 \(width) 格")
      ).at(line: rows.line)
    }
    let name = cells[caseColumn]
    guard only.allSatisfy({ cells[$0.column] == $0.value }) else { return (name, nil) }
    do {
      let event = try reading.event(
        activity: cells[activityColumn].nonEmpty, time: cells[timeColumn].nonEmpty,
        facts: factColumns.map { cells[$0].nonEmpty }, case: name)
      return (name, event)
    } catch {
      throw error.at(line: rows.line)
    }
  }
}

extension String {
  /// nil for an empty cell, which says nothing.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
