import CEL
import Diagnostics
import Engine
import Glibc
import PostgresStorage
import SQLiteStorage

/// The store of a workspace, chosen by its address: a file, or a database of a server.
enum WorkspaceStore: Store {
  case file(SQLiteStore)
  case server(PostgresStore)

  /// Opens what lies at an address: `postgres://…` is a server's, anything else the path of a file.
  static func open(_ address: String, readOnly: Bool) throws -> WorkspaceStore {
    if let server = try server(address) {
      return .server(try PostgresStore.open(at: server, sha256: Hashing.sha256))
    }
    // Looking opens a file that can be written to like any other: a journal left by a killed process is rolled back.
    return .file(
      try SQLiteStore.open(
        at: address, readOnly: readOnly && access(address, W_OK) != 0, sha256: Hashing.sha256))
  }

  static func create(_ address: String) throws -> WorkspaceStore {
    if let server = try server(address) {
      return .server(try PostgresStore.create(at: server, sha256: Hashing.sha256))
    }
    return .file(try SQLiteStore.create(at: address, sha256: Hashing.sha256))
  }

  /// An address as it may be shown: without passwords.
  static func shown(_ address: String) -> String { Address(address)?.description ?? address }

  /// nil: it is the path of a file.
  private static func server(_ address: String) throws -> Address? {
    guard let server = Address(address) else { return nil }
    guard PostgresStore.isAvailable else {
      throw Failure.system(
        Bilingual("this build of tollgate has no PostgreSQL", zh: "此版本的 tollgate 不含 PostgreSQL 支持"),
        help: Bilingual(
          "build it with `--traits PostgreSQL`: docs/operator.md",
          zh: "请用 `--traits PostgreSQL` 构建：见 docs/operator.md"))
    }
    return server
  }

  /// Something that waits until anybody has decided something, at most so many milliseconds; false: nothing that we know of.
  func watch() throws -> (_ milliseconds: Int32) throws -> Bool {
    switch self {
    case .file(let store):
      // SQLite tells nobody; asking it costs one read of the file's first page.
      var known = try store.changeCounter()
      return { milliseconds in
        for _ in 0..<max(1, milliseconds / Self.interval) {
          let counter = try store.changeCounter()
          guard counter == known else {
            known = counter
            return true
          }
          usleep(UInt32(Self.interval) * 1000)
        }
        return false
      }
    case .server(let store):
      let watch = try store.watch()
      return { try watch.wait(milliseconds: $0) }
    }
  }

  /// Milliseconds between two looks at a file.
  private static let interval: Int32 = 250

  /// Whichever it is.
  var either: any MovableStore {
    switch self {
    case .file(let store): store
    case .server(let store): store
    }
  }

  func workspace() throws -> Workspace? { try either.workspace() }
  func project(_ id: ProjectID) throws -> Project? { try either.project(id) }
  func request(_ id: RequestID) throws -> (request: Request, stream: Stream)? {
    try either.request(id)
  }
  func rulebook(_ digest: Digest) throws -> RulebookSources? { try either.rulebook(digest) }
  func content(_ digest: Digest) throws -> [UInt8]? { try either.content(digest) }
  func sealed(_ digest: Digest) throws -> SealedContent? { try either.sealed(digest) }
  func nextProject() throws -> ProjectID { try either.nextProject() }
  func nextRequest() throws -> RequestID { try either.nextRequest() }
  func receipt(_ command: CommandID) throws -> Receipt? { try either.receipt(command) }
  func beginning(of command: CommandID, on project: ProjectID?) throws -> Beginning {
    try either.beginning(of: command, on: project)
  }
  func remembered(_ project: ProjectID) -> Beginning? { either.remembered(project) }
  func lastNumber(of series: String) throws -> Int { try either.lastNumber(of: series) }
  func bearer(ofNumber text: String) throws -> (stream: Stream, request: RequestID?)? {
    try either.bearer(ofNumber: text)
  }
  func append(_ batch: Batch) throws -> Appended { try either.append(batch) }
  func append(all batches: [Batch]) throws -> Appended { try either.append(all: batches) }
  func history(of stream: Stream, after version: Int, limit: Int) throws -> [Record] {
    try either.history(of: stream, after: version, limit: limit)
  }
  func requests(awaiting addressees: [Addressee]) throws -> [RequestID] {
    try either.requests(awaiting: addressees)
  }
  func peopleWithSuperiorsAddressed() throws -> [PersonID] {
    try either.peopleWithSuperiorsAddressed()
  }
  func requests(of project: ProjectID, limit: Int) throws -> [Request] {
    try either.requests(of: project, limit: limit)
  }
  func projects(after id: ProjectID?, limit: Int) throws -> [ProjectLine] {
    try either.projects(after: id, limit: limit)
  }
  func projects(concerning concerns: [Concern]) throws -> [ProjectID] {
    try either.projects(concerning: concerns)
  }
  func projects(withOpenRequestsUnder policy: PolicyName) throws -> [ProjectID] {
    try either.projects(withOpenRequestsUnder: policy)
  }
  func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> FoundWeights {
    try either.weights(of: bearers, from: time)
  }
  func children(of project: ProjectID) throws -> [Child] {
    try either.children(of: project)
  }
  func alarms(through day: CivilDate, limit: Int) throws -> [Alarm] {
    try either.alarms(through: day, limit: limit)
  }
  func takeNotifications(at now: Timestamp, heldUntil end: Timestamp, limit: Int) throws
    -> [OutboxEntry]
  { try either.takeNotifications(at: now, heldUntil: end, limit: limit) }
  func settle(_ settlements: [Settlement]) throws { try either.settle(settlements) }
  func retryNotifications(_ positions: [Int], at time: Timestamp) throws {
    try either.retryNotifications(positions, at: time)
  }
  func outbox(_ state: OutboxEntry.State, limit: Int) throws -> [OutboxEntry] {
    try either.outbox(state, limit: limit)
  }
  func pruneOutbox(before time: Timestamp, limit: Int) throws -> Int {
    try either.pruneOutbox(before: time, limit: limit)
  }
  func summaries(over: Bool, since: Timestamp?, after: ProjectSummary?, limit: Int) throws
    -> [ProjectSummary]
  { try either.summaries(over: over, since: since, after: after, limit: limit) }
  func filings(endedSince time: Timestamp, after: FiledRequest?, limit: Int) throws
    -> [FiledRequest]
  {
    try either.filings(endedSince: time, after: after, limit: limit)
  }
  func openFilings(after request: RequestID?, limit: Int) throws -> [FiledRequest] {
    try either.openFilings(after: request, limit: limit)
  }
  func dues(before day: CivilDate, limit: Int) throws -> [DueLine] {
    try either.dues(before: day, limit: limit)
  }
  func countDues(before day: CivilDate) throws -> Int { try either.countDues(before: day) }
  func lessons(_ query: LessonQuery, limit: Int) throws -> [LessonHit] {
    try either.lessons(query, limit: limit)
  }
}
