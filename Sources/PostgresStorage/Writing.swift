import Engine

/// A batch as the statements that write it, in order: everything is encoded before the server is asked for anything.
struct Writing: Sendable {
  struct Step: Sendable {
    let statement: StoreStatement
    let parameters: [Parameter]
    var requirement = Requirement.none
  }

  /// What the answer to a statement must be, or nothing may be kept.
  enum Requirement: Sendable {
    case none
    /// The version that was decided by; anything else: somebody was faster.
    case current(Int)
    /// The projects under this one that were looked at, and which of them are over; else: somebody was faster.
    case children([ProjectID: Bool])
    /// One row was written; none: somebody was faster.
    case written
    /// The weights that were decided by; anything else: somebody was faster.
    case weighing(FoundWeights)
    /// One row was written; none: the batch is about another record's request.
    case known(RequestID)
  }

  let batch: Batch
  let records: CodedRecords
  let stream: Stream
  let command: CommandID
  let receipt: Receipt
  private(set) var steps: [Step] = []
  /// What is added to totals, sent with the word to keep the transaction: whoever adds to a total keeps others from adding
  /// to it until the transaction is over, and should not while the answers to everything else travel.
  private(set) var totals: [(bearer: String, parameters: [Parameter])] = []

  init(_ batch: Batch, _ known: KnownRecords, _ sha256: DigestFunction) throws {
    self.batch = batch
    records = try CodedRecords(batch, known)
    stream = batch.stream
    command = batch.envelope.command
    let entries = try batch.entries(sha256)
    let version = batch.expectedVersion + entries.count
    receipt = Receipt(
      fingerprint: batch.fingerprint, stream: stream, versions: batch.expectedVersion + 1...version)
    addVersions(batch)
    addWeightsRead(batch)
    try addRecord(batch, version)
    try addKin(batch)
    add(
      .insertCommand,
      [
        .text(command.text), .bytes(batch.fingerprint.bytes), .text(stream.description),
        .integer(batch.expectedVersion + 1), .integer(version),
      ])
    for entry in entries {
      add(
        .insertEvent,
        [
          .text(stream.description), .integer(entry.version), .text(command.text),
          .bytes(entry.body), .bytes(entry.leaf.bytes),
        ])
    }
    if let (digest, sources) = batch.newRulebook {
      let body = try JSON.bytes(of: sources)
      guard sha256(body) == digest else {
        throw StoreFailure.failed("the texts of the rulebook are not those of its digest")
      }
      add(.insertRulebook, [.bytes(digest.bytes), .bytes(body)])
    }
    // Sorted, so that transactions lock the same rows in the same order.
    for (digest, content) in batch.contents.sorted(by: { $0.key.description < $1.key.description })
    {
      add(.insertContent, [.bytes(digest.bytes), .bytes(content)])
    }
    for content in batch.sealed {
      add(
        .insertSealed,
        [.bytes(content.digest.bytes), .bytes(content.salt), .bytes(content.body)])
    }
    try addRequests(batch)
    try addWeights(batch)
    for notification in batch.notifications {
      add(
        .insertNotification,
        [
          .bytes(try JSON.bytes(of: notification)),
          .integer(Int(notification.at.milliseconds)),
        ])
    }
    for (serial, request) in batch.numbersGiven {
      add(
        .insertNumber,
        [
          .text(serial.series), .integer(serial.number), .text(serial.text),
          .text(stream.description), try request.map { .integer(try $0.requireNumber()) } ?? .null,
        ])
    }
    for alarm in batch.alarms {
      let request = Parameter.integer(try alarm.request?.requireNumber() ?? 0)
      if let day = alarm.day {
        add(.setAlarm, [.text(stream.description), request, .integer(Int(day.daysSinceEpoch))])
      } else {
        add(.clearAlarm, [.text(stream.description), request])
      }
    }
    try add(batch.overview)
  }

  private mutating func add(_ overview: Overview) throws {
    if let summary = overview.summary { add(.putSummary, try summary.cells) }
    for filing in overview.filings { add(.putFiling, try filing.cells) }
    for due in overview.noLongerDue { add(.deleteDue, try due.key) }
    for due in overview.newlyDue { add(.putDue, try due.cells) }
    switch overview.lesson {
    case .unchanged: break
    case .gone(let project): add(.deleteLesson, [.integer(try project.requireNumber())])
    case .written(let lesson): add(.putLesson, try lesson.cells)
    }
  }

  private mutating func add(_ statement: StoreStatement, _ cells: [StateCell]) {
    add(statement, cells.map(Parameter.init))
  }

  /// INVARIANT (decided-by-what-stands): whoever decides by the workspace's version keeps others from changing it until
  /// the decision is kept. Isolation alone would let a change of the directory slip in between.
  private mutating func addVersions(_ batch: Batch) {
    guard let version = batch.workspaceVersion else {
      add(.ownWorkspace, [])
      return
    }
    add(.shareWorkspace, [])
    add(.version, [.text(Stream.workspace.description)], .current(version))
  }

  /// INVARIANT (summed-once): of two who file at once under one name, the second waits here until the first is kept, and
  /// then sees its weight. Always before the record, and by name, so that none waits for one who waits for it.
  private mutating func addWeightsRead(_ batch: Batch) {
    for bearer in Set(batch.read.flatMap(\.bearers).map(\.text)).sorted() {
      add(.ownWeights, [.text(bearer)])
    }
    for read in batch.read {
      add(
        .weights, StoreStatement.parametersOfWeights(read.bearers, read.from),
        .weighing(read.found))
    }
  }

  private mutating func addWeights(_ batch: Batch) throws {
    for (request, weights) in batch.weights {
      let number = Parameter.integer(try request.requireNumber())
      add(.deleteWeights, [number])
      for (bearer, weight) in weights {
        add(
          .insertWeight,
          [
            number, .text(bearer.text),
            weight.tookEffect.map { .integer(Int($0.milliseconds)) } ?? .null,
            .text(weight.amount.description),
          ])
        if let day = weight.tookEffect?.utcDay {
          let amount = Parameter.text(weight.amount.description)
          totals.append((bearer.text, [.text(bearer.text), .integer(day), amount, .integer(1)]))
        }
      }
    }
  }

  private mutating func addRecord(_ batch: Batch, _ version: Int) throws {
    let name = Parameter.text(stream.description)
    let state = records.state.map(Parameter.bytes)
    let expected = Parameter.integer(batch.expectedVersion)
    if batch.expectedVersion == 0 {
      add(.insertRecord, [name, .integer(version), state ?? .null])
    } else if let state {
      add(.updateRecord, [.integer(version), state, name, expected], .written)
    } else {
      add(.updateVersion, [.integer(version), name, expected], .written)
    }
    guard case .project(let project) = batch.after else { return }
    let number = Parameter.integer(try project.id.requireNumber())
    if batch.expectedVersion == 0 {
      add(
        .insertProject,
        [
          number, .text(project.title), .text(project.stage.text), .text(project.workflow.text),
          .text(project.policy.text),
        ])
    } else {
      add(.updateStage, [.text(project.stage.text), number])
    }
    if let concerns = batch.concerns {
      add(.deleteConcerns, [number])
      add(.insertConcerns, [.texts(concerns.map(\.text).sorted()), number])
    }
  }

  /// What is locked here is locked before events get their ids, so that the log has them in the order in which they were
  /// decided.
  private mutating func addKin(_ batch: Batch) throws {
    if let (child, parent) = batch.birth, let version = batch.kin.parentVersion {
      add(.keepVersion, [.text(Stream.project(parent).description)], .current(version))
      add(
        .insertChild, [.integer(try parent.requireNumber()), .integer(try child.requireNumber())])
    }
    if let children = batch.kin.children, case .project(let id) = batch.stream {
      add(.keepChildren, [.integer(try id.requireNumber())], .children(children))
    }
    if let (child, parent) = batch.end {
      add(.endChild, [.integer(try parent.requireNumber()), .integer(try child.requireNumber())])
    }
  }

  private mutating func addRequests(_ batch: Batch) throws {
    let submitted = batch.submitted
    for (request, _, bytes) in records.requests {
      let number = Parameter.integer(try request.id.requireNumber())
      let status = Parameter.text(request.status.rawValue)
      let state = Parameter.bytes(bytes)
      let name = Parameter.text(stream.description)
      if submitted.contains(request.id) {
        add(.insertRequest, [number, name, status, state])
      } else {
        add(.updateRequest, [status, state, number, name], .known(request.id))
      }
    }
    for place in batch.filledPlaces {
      add(
        .insertDecision,
        [
          .integer(try place.request.requireNumber()), .integer(place.round), .integer(place.step),
          .integer(place.slot), Parameter(place.human?.text),
        ])
    }
    for (request, addressees) in batch.addressees {
      let number = Parameter.integer(try request.requireNumber())
      // Sorted, so that transactions lock the same rows in the same order.
      let texts = Parameter.texts(addressees.map(\.text).sorted())
      add(.deleteOpenPlaces, [texts, number])
      add(.insertOpenPlaces, [texts, number])
    }
  }

  private mutating func add(
    _ statement: StoreStatement, _ parameters: [Parameter], _ requirement: Requirement = .none
  ) {
    steps.append(Step(statement: statement, parameters: parameters, requirement: requirement))
  }
}
