import CEL
import Engine
import Synchronization

/// The naive store: dictionaries under one lock. What the real ones are compared with, and the fastest for scenarios.
public final class MemoryStore: Store {
  private struct Contents {
    var workspace: Workspace?
    var projects: [ProjectID: Project] = [:]
    var requests: [RequestID: (request: Request, stream: Engine.Stream)] = [:]
    var rulebooks: [Digest: RulebookSources] = [:]
    var receipts: [CommandID: Receipt] = [:]
    var log: [Record] = []
    var outbox: [OutboxEntry] = []
    var contents: [Digest: [UInt8]] = [:]
    var sealed: [Digest: SealedContent] = [:]
    var alarms: [Engine.Stream: [RequestID?: CivilDate]] = [:]
    var numbers: [(serial: SerialNumber, stream: Engine.Stream, request: RequestID?)] = []
    var weights: [RequestID: [(bearer: WeightBearer, weight: Weight)]] = [:]

    func weights(of bearers: [WeightBearer], from time: Timestamp) -> FoundWeights {
      let weights = weights.values.flatMap(\.self).filter { bearers.contains($0.bearer) }
        .map(\.weight)
      let past = weights.filter { weight in weight.tookEffect.map { $0 >= time } ?? false }
      return FoundWeights(
        open: weights.filter { $0.tookEffect == nil }, past: past.map(WeightTotal.init),
        latest: past)
    }
    var overview = MemoryOverview()

    func children(of id: ProjectID) -> [Child] {
      projects.values.filter { $0.parent?.id == id }.map(Child.init).sorted {
        ($0.id.number ?? 0) < ($1.id.number ?? 0)
      }
    }
  }

  private let contents = Mutex(Contents())
  private let sha256: DigestFunction

  public init(sha256: @escaping DigestFunction) { self.sha256 = sha256 }

  public func workspace() -> Workspace? { contents.withLock { $0.workspace } }
  public func project(_ id: ProjectID) -> Project? { contents.withLock { $0.projects[id] } }
  public func request(_ id: RequestID) -> (request: Request, stream: Engine.Stream)? {
    contents.withLock { $0.requests[id] }
  }
  public func rulebook(_ digest: Digest) -> RulebookSources? {
    contents.withLock { $0.rulebooks[digest] }
  }
  public func content(_ digest: Digest) -> [UInt8]? { contents.withLock { $0.contents[digest] } }
  public func sealed(_ digest: Digest) -> SealedContent? {
    contents.withLock { $0.sealed[digest] }
  }
  public func nextProject() -> ProjectID {
    contents.withLock { ProjectID("P-\($0.projects.count + 1)") }
  }
  public func nextRequest() -> RequestID {
    contents.withLock { RequestID("R-\($0.requests.count + 1)") }
  }
  public func receipt(_ command: CommandID) -> Receipt? {
    contents.withLock { $0.receipts[command] }
  }
  public func beginning(of command: CommandID, on project: ProjectID?) -> Beginning {
    contents.withLock { contents in
      Beginning(
        receipt: contents.receipts[command], workspace: contents.workspace,
        project: project.flatMap { contents.projects[$0] })
    }
  }

  public func lastNumber(of series: String) -> Int {
    contents.withLock {
      $0.numbers.filter { $0.serial.series == series }.map(\.serial.number).max()
    }
      ?? 0
  }
  public func bearer(ofNumber text: String) -> (stream: Engine.Stream, request: RequestID?)? {
    contents.withLock { contents in
      contents.numbers.filter { $0.serial.text == text }.min {
        $0.serial.series < $1.serial.series
      }.map { ($0.stream, $0.request) }
    }
  }

  public func append(_ batch: Batch) throws -> Appended {
    try contents.withLock { try append(batch, to: &$0) }
  }

  public func append(all batches: [Batch]) throws -> Appended {
    try contents.withLock { contents in
      var after = contents
      for batch in batches {
        guard try append(batch, to: &after) == .done else { return .conflict }
      }
      contents = after
      return .done
    }
  }

  private func append(_ batch: Batch, to contents: inout Contents) throws -> Appended {
    let version =
      switch batch.stream {
      case .workspace: contents.workspace?.version ?? 0
      case .project(let id): contents.projects[id]?.version ?? 0
      }
    guard version == batch.expectedVersion, contents.receipts[batch.envelope.command] == nil,
      batch.workspaceVersion.map({ $0 == contents.workspace?.version }) ?? true,
      batch.read.allSatisfy({
        contents.weights(of: $0.bearers, from: $0.from) == $0.found
      }),
      !batch.numbersGiven.contains(where: { given in
        contents.numbers.contains {
          $0.serial.series == given.serial.series && $0.serial.number == given.serial.number
        }
      })
    else { return .conflict }
    if let birth = batch.birth {
      guard contents.projects[birth.parent]?.version == batch.kin.parentVersion else {
        return .conflict
      }
    }
    if let children = batch.kin.children, case .project(let id) = batch.stream {
      let found = contents.children(of: id).map { ($0.id, $0.isOver) }
      guard Dictionary(found, uniquingKeysWith: { $1 }) == children else { return .conflict }
    }
    for (serial, request) in batch.numbersGiven {
      contents.numbers.append((serial, batch.stream, request))
    }
    for (offset, event) in batch.events.enumerated() {
      // Not JSON's null: no member at all.
      let order = offset == 0 ? try JSON(parsing: batch.order) : Optional<JSON>.none
      let statement = try Record.statement(
        stream: batch.stream, version: version + offset + 1, envelope: batch.envelope,
        order: order, event: event)
      contents.log.append(
        Record(
          sequence: contents.log.count + 1, stream: batch.stream, version: version + offset + 1,
          envelope: batch.envelope, orderText: order?.canonical, event: event,
          leaf: sha256([0] + statement.canonical)))
    }
    switch batch.after {
    case .workspace(let workspace): contents.workspace = workspace
    case .project(let project): contents.projects[project.id] = project
    }
    for request in batch.touched { contents.requests[request.id] = (request, batch.stream) }
    contents.contents.merge(batch.contents) { old, _ in old }
    for content in batch.sealed { contents.sealed[content.digest] = content }
    if let new = batch.newRulebook { contents.rulebooks[new.digest] = new.sources }
    contents.receipts[batch.envelope.command] = Receipt(
      fingerprint: batch.fingerprint, stream: batch.stream,
      versions: version + 1...version + batch.events.count)
    for (request, weights) in batch.weights { contents.weights[request] = weights }
    for alarm in batch.alarms {
      contents.alarms[batch.stream, default: [:]][alarm.request] = alarm.day
    }
    contents.overview.apply(batch.overview)
    for notification in batch.notifications {
      contents.outbox.append(
        OutboxEntry(
          position: (contents.outbox.last?.position ?? 0) + 1, notification: notification,
          state: .pending, time: notification.at, since: notification.at, attempts: 0,
          takenBy: [], problem: ""))
    }
    return .done
  }

  public func history(of stream: Engine.Stream, after version: Int, limit: Int) -> [Record] {
    contents.withLock { contents in
      Array(contents.log.filter { $0.stream == stream && $0.version > version }.prefix(limit))
    }
  }

  public func requests(awaiting addressees: [Addressee]) -> [RequestID] {
    contents.withLock { contents in
      contents.requests.values.filter { request, stream in
        var roles: [RoleName: [PersonID]] = [:]
        if case .project(let id) = stream { roles = contents.projects[id]?.people ?? [:] }
        return !request.addressees(projectRoles: roles).isDisjoint(with: addressees)
      }.map(\.request.id).sorted()
    }
  }

  public func peopleWithSuperiorsAddressed() -> [PersonID] {
    contents.withLock { contents in
      Set(
        contents.requests.values.flatMap { request, _ in
          request.addressees(projectRoles: [:]).compactMap { addressee in
            if case .above(let person) = addressee { person } else { nil }
          }
        }
      ).sorted()
    }
  }

  public func children(of project: ProjectID) -> [Child] {
    contents.withLock { $0.children(of: project) }
  }

  public func requests(of project: ProjectID, limit: Int) -> [Request] {
    contents.withLock { contents in
      Array(
        contents.requests.values.filter { $0.stream == .project(project) }.map(\.request)
          .sorted { Int($0.id.text.dropFirst(2)) ?? 0 > Int($1.id.text.dropFirst(2)) ?? 0 }
          .prefix(limit))
    }
  }

  public func projects(after id: ProjectID?, limit: Int) -> [ProjectLine] {
    contents.withLock { contents in
      func number(_ id: ProjectID) -> Int { Int(id.text.dropFirst(2)) ?? 0 }
      return Array(
        contents.projects.values.sorted { number($0.id) < number($1.id) }
          .filter { project in id.map { number(project.id) > number($0) } ?? true }.prefix(limit)
          .map {
            ProjectLine(
              id: $0.id, title: $0.title, stage: $0.stage, workflow: $0.workflow,
              policy: $0.policy)
          })
    }
  }

  public func alarms(through day: CivilDate, limit: Int) -> [Alarm] {
    contents.withLock { contents in
      let due = contents.alarms.flatMap { stream, alarms in
        alarms.filter { $0.value <= day }.map {
          Alarm(stream: stream, request: $0.key, day: $0.value)
        }
      }
      return Array(
        due.sorted { left, right in
          if left.day != right.day { return left.day < right.day }
          let (a, b) = (left.stream.description, right.stream.description)
          if a != b { return a < b }
          return (left.request?.number ?? 0) < (right.request?.number ?? 0)
        }.prefix(limit))
    }
  }

  public func projects(concerning concerns: [Concern]) -> [ProjectID] {
    contents.withLock { contents in
      contents.projects.values.filter { !$0.concerns.isDisjoint(with: concerns) }.map(\.id)
        .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
    }
  }

  public func projects(withOpenRequestsUnder policy: PolicyName) -> [ProjectID] {
    contents.withLock { contents in
      contents.projects.values.filter { $0.policy == policy && !$0.requests.isEmpty }.map(\.id)
        .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
    }
  }

  public func weights(of bearers: [WeightBearer], from time: Timestamp) -> FoundWeights {
    contents.withLock { $0.weights(of: bearers, from: time) }
  }

  public func takeNotifications(at now: Timestamp, heldUntil end: Timestamp, limit: Int)
    -> [OutboxEntry]
  {
    contents.withLock { contents in
      let due = contents.outbox.indices.filter {
        contents.outbox[$0].state == .pending && contents.outbox[$0].time <= now
      }.sorted {
        (contents.outbox[$0].time, $0) < (contents.outbox[$1].time, $1)
      }.prefix(limit)
      for index in due {
        let entry = contents.outbox[index]
        contents.outbox[index] = entry.with(
          time: end, since: entry.since, attempts: entry.attempts + 1)
      }
      return due.map { contents.outbox[$0] }
    }
  }

  public func settle(_ settlements: [Settlement]) {
    contents.withLock { contents in
      for settlement in settlements {
        guard let index = contents.outbox.firstIndex(where: { $0.position == settlement.position }),
          contents.outbox[index].state == .pending
        else { continue }
        contents.outbox[index] = contents.outbox[index].settled(by: settlement)
      }
    }
  }

  public func retryNotifications(_ positions: [Int], at time: Timestamp) {
    contents.withLock { contents in
      for index in contents.outbox.indices
      where positions.contains(contents.outbox[index].position)
        && contents.outbox[index].state == .dead
      {
        contents.outbox[index] = contents.outbox[index].with(time: time, since: time, attempts: 0)
      }
    }
  }

  public func outbox(_ state: OutboxEntry.State, limit: Int) -> [OutboxEntry] {
    contents.withLock { contents in
      let entries = contents.outbox.filter { $0.state == state }.sorted {
        ($0.time, $0.position) < ($1.time, $1.position)
      }
      return Array((state == .pending ? entries : entries.reversed()).prefix(limit))
    }
  }

  public func pruneOutbox(before time: Timestamp, limit: Int) -> Int {
    contents.withLock { contents in
      let old = contents.outbox.filter { $0.state != .pending && $0.time < time }.prefix(limit)
      contents.outbox.removeAll { entry in old.contains { $0.position == entry.position } }
      return old.count
    }
  }

  public func summary(_ id: ProjectID) -> ProjectSummary? {
    contents.withLock { $0.overview[id] }
  }

  public func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int)
    -> [ProjectSummary]
  {
    contents.withLock {
      $0.overview.summaries(over: over, since: since, after: after, limit: limit)
    }
  }

  public func filings(endedSince time: Timestamp, after: FiledRequest?, limit: Int)
    -> [FiledRequest]
  {
    contents.withLock { $0.overview.filings(endedSince: time, after: after, limit: limit) }
  }

  public func openFilings(after request: RequestID?, limit: Int) -> [FiledRequest] {
    contents.withLock { $0.overview.openFilings(after: request, limit: limit) }
  }

  public func dues(before day: CivilDate, limit: Int) -> [DueLine] {
    contents.withLock { $0.overview.dues(before: day, limit: limit) }
  }

  public func countDues(before day: CivilDate) -> Int {
    contents.withLock { $0.overview.countDues(before: day) }
  }

  public func lessons(_ query: LessonQuery, limit: Int) -> [LessonHit] {
    contents.withLock { $0.overview.lessons(query, limit: limit) }
  }

  /// Every event of every stream, in the order of the log.
  public var log: [Record] { contents.withLock { $0.log } }
}

extension OutboxEntry {
  fileprivate func with(time: Timestamp, since: Timestamp, attempts: Int) -> OutboxEntry {
    OutboxEntry(
      position: position, notification: notification, state: .pending, time: time, since: since,
      attempts: attempts, takenBy: takenBy, problem: problem)
  }

  fileprivate func settled(by settlement: Settlement) -> OutboxEntry {
    let standing = settlement.standing
    return OutboxEntry(
      position: position, notification: notification, state: standing.state, time: standing.time,
      since: since, attempts: attempts, takenBy: settlement.takenBy, problem: standing.problem)
  }
}
