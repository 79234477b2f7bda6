import CEL

/// The rows in which stores keep an overview: the same cells in every store, under `OverviewTable`.
extension ProjectSummary {
  package var cells: [StateCell] {
    get throws(StoreFailure) {
      [
        .integer(try id.requireNumber()), .text(title), .text(workflow.text), .text(policy.text),
        .text(stage.text), .integer(Int(since.milliseconds)), .integer(isOver ? 1 : 0),
        .text(JSON.array(levels.map(JSON.string)).canonicalText), .text(owner.text),
        .integer(Int(opened.milliseconds)), .amount(originalBudget), .amount(budget),
        .text(spent.description), .day(originalFinish), .day(finish),
      ]
    }
  }

  package init(_ row: some CellRow, from first: Int = 0) throws(StoreFailure) {
    func column(_ index: Int) -> Int { first + index }
    self.init(
      id: ProjectID(number: try row.number(column(0))), title: try row.text(column(1)),
      workflow: WorkflowName(try row.text(column(2))), policy: PolicyName(try row.text(column(3))),
      stage: StageName(try row.text(column(4))), since: try row.time(column(5)),
      isOver: try row.number(column(6)) != 0, levels: try row.names(column(7)),
      owner: PersonID(try row.text(column(8))), opened: try row.time(column(9)),
      originalBudget: try row.amount(column(10)), budget: try row.amount(column(11)),
      spent: try row.amount(column(12)) ?? .zero, originalFinish: try row.day(column(13)),
      finish: try row.day(column(14)))
  }
}

extension FiledRequest {
  package var cells: [StateCell] {
    get throws(StoreFailure) {
      let action: StateCell =
        switch matter {
        case .action(let name): .text(name.text)
        case .publishing: .null
        }
      return [
        .integer(try request.requireNumber()), .integer(try project?.requireNumber() ?? 0),
        .text(workflow.text), action, .text(submitter.text),
        .integer(Int(submitted.milliseconds)),
        ended.map { .integer(Int($0.milliseconds)) } ?? .null, .text(status.rawValue),
      ]
    }
  }

  package init(_ row: some CellRow, from first: Int = 0) throws(StoreFailure) {
    let project = try row.number(first + 1)
    let status = try row.text(first + 7)
    guard let status = Request.Status(rawValue: status) else {
      throw .corrupt("`\(status)` is not how a request can stand")
    }
    self.init(
      request: RequestID(number: try row.number(first)),
      project: project > 0 ? ProjectID(number: project) : nil,
      workflow: WorkflowName(try row.text(first + 2)),
      matter: row.isNull(first + 3)
        ? .publishing : .action(ActionName(try row.text(first + 3))),
      submitter: PersonID(try row.text(first + 4)), submitted: try row.time(first + 5),
      ended: row.isNull(first + 6) ? nil : try row.time(first + 6), status: status)
  }
}

extension Due {
  /// Project, request, kind and name, which tell it from any other.
  package var key: [StateCell] {
    get throws(StoreFailure) {
      [
        .integer(try project?.requireNumber() ?? 0), .integer(try request?.requireNumber() ?? 0),
        .text(kind.rawValue), .text(name),
      ]
    }
  }

  package var cells: [StateCell] {
    get throws(StoreFailure) {
      guard let asked = try? JSON(encoding: asked).canonicalText else {
        throw .failed("whoever is asked has no JSON form")
      }
      return try key + [.integer(Int(day.daysSinceEpoch)), .text(asked)]
    }
  }

  package init(_ row: some CellRow) throws(StoreFailure) {
    let (project, request) = (try row.number(0), try row.number(1))
    guard let kind = Kind(rawValue: try row.text(2)), let day = try row.day(4),
      let asked: [RoutedAuthority] = try? JSON(parsing: Array(try row.text(5).utf8)).decode()
    else { throw .corrupt("what falls due in `\(ProjectID(number: project))` is damaged") }
    self.init(
      project: project > 0 ? ProjectID(number: project) : nil,
      request: request > 0 ? RequestID(number: request) : nil, kind: kind, name: try row.text(3),
      day: day, asked: asked)
  }
}

extension Lesson {
  /// Newer lessons have higher positions; of one second, those of higher project numbers.
  package var position: Int {
    get throws(StoreFailure) {
      let number = try project.requireNumber()
      // 32 bits of seconds last until 2106, 31 bits of a number for two thousand million projects.
      guard number < 1 << 31, (0..<1 << 32).contains(at.seconds) else {
        throw .failed("the lesson of `\(project)` has no place among others")
      }
      return Int(at.seconds) << 31 | number
    }
  }

  package var cells: [StateCell] {
    get throws(StoreFailure) {
      guard let body = try? JSON.bytes(of: passages) else {
        throw .failed("a lesson has no JSON form")
      }
      return [
        .integer(try position), .integer(try project.requireNumber()), .bytes(body),
        .text(terms.joined(separator: " ")),
      ]
    }
  }

  package init(_ row: some CellRow) throws(StoreFailure) {
    guard let at = Timestamp(seconds: Int64(try row.number(0) >> 31)),
      let passages: [Passage] = try? JSON(parsing: try row.bytes(2)).decode()
    else { throw .corrupt("a lesson is damaged") }
    self.init(
      project: ProjectID(number: try row.number(1)), at: at, passages: passages,
      terms: try row.text(3).split(separator: " ").map(String.init))
  }
}

extension LessonHit {
  /// The columns of a lesson, then those of its project.
  package init(_ row: some CellRow) throws(StoreFailure) {
    self.init(
      lesson: try Lesson(row),
      project: try ProjectSummary(row, from: OverviewTable.lessons.columns.count))
  }
}

extension DueLine {
  /// The columns of what is due, then those of its project and of its request, each as far as there is one.
  package init(_ row: some CellRow) throws(StoreFailure) {
    let project = OverviewTable.dues.columns.count
    let filing = project + OverviewTable.summaries.columns.count
    self.init(
      due: try Due(row),
      project: row.isNull(project) ? nil : try ProjectSummary(row, from: project),
      filing: row.isNull(filing) ? nil : try FiledRequest(row, from: filing))
  }
}

/// A row of any store, read without trust.
package protocol CellRow {
  func isNull(_ index: Int) -> Bool
  func number(_ index: Int) throws(StoreFailure) -> Int
  func text(_ index: Int) throws(StoreFailure) -> String
  func bytes(_ index: Int) throws(StoreFailure) -> [UInt8]
}

extension CellRow {
  fileprivate func time(_ index: Int) throws(StoreFailure) -> Timestamp {
    guard let time = Timestamp(milliseconds: Int64(try number(index))) else {
      throw .corrupt("a column that should hold a time does not")
    }
    return time
  }

  fileprivate func day(_ index: Int) throws(StoreFailure) -> CivilDate? {
    guard !isNull(index) else { return nil }
    guard let day = CivilDate(daysSinceEpoch: try number(index)) else {
      throw .corrupt("a column that should hold a day does not")
    }
    return day
  }

  fileprivate func amount(_ index: Int) throws(StoreFailure) -> Decimal? {
    guard !isNull(index) else { return nil }
    guard let amount = Decimal(try text(index)) else {
      throw .corrupt("a column that should hold an amount does not")
    }
    return amount
  }

  fileprivate func names(_ index: Int) throws(StoreFailure) -> [String] {
    guard case .array(let items)? = try? JSON(parsing: Array(try text(index).utf8)) else {
      throw .corrupt("a column that should hold names does not")
    }
    return items.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }
}

extension StateCell {
  fileprivate static func amount(_ amount: Decimal?) -> StateCell {
    amount.map { .text($0.description) } ?? .null
  }

  fileprivate static func day(_ day: CivilDate?) -> StateCell {
    day.map { .integer(Int($0.daysSinceEpoch)) } ?? .null
  }
}

extension ProjectID {
  package func requireNumber() throws(StoreFailure) -> Int {
    guard let number else { throw .failed("`\(self)` is not the identity of a project") }
    return number
  }
}

extension RequestID {
  package func requireNumber() throws(StoreFailure) -> Int {
    guard let number else { throw .failed("`\(self)` is not the identity of a request") }
    return number
  }
}
