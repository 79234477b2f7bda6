import Engine
import Foundation
import GRDB

extension SQLiteStore {
  public func workspace() throws -> Workspace? {
    let known = cache.withLock { $0.workspace }
    switch try record(.workspace, Workspace.self, knownVersion: known?.version) {
    case .unchanged: return known
    case .read(let workspace, let requests):
      cache.withLock { $0.keep(.workspace(workspace), requests) }
      return workspace
    case nil: return nil
    }
  }

  public func project(_ id: ProjectID) throws -> Project? {
    // Only an identity that a store gave: `workspace` is a stream's name too.
    guard id.number != nil else { return nil }
    let known = cache.withLock { $0[id] }
    switch try record(.project(id), Project.self, knownVersion: known?.version) {
    case .unchanged: return known
    case .read(let project, let requests):
      cache.withLock { $0.keep(.project(project), requests) }
      return project
    case nil: return nil
    }
  }

  /// An open request is read with its record, which whoever asks is about to need, or is known already.
  public func request(_ id: RequestID) throws -> (request: Request, stream: Engine.Stream)? {
    guard let number = id.number else { return nil }
    let found = try perform { db in
      try db.row(.requestVersion, [number]).map { row in
        (
          stream: try row.stream(0), isOpen: try row.value(1) as Bool,
          version: try row.value(2) as Int
        )
      }
    }
    guard let found else { return nil }
    let known = cache.withLock { $0.record(found.stream, at: found.version) }
    if found.isOpen, let request = try open(id, of: found.stream, known: known) {
      return (request, found.stream)
    }
    return try perform { db in
      try db.row(.request, [number]).map { row in
        (request: try row.json(1), stream: try row.stream(0))
      }
    }
  }

  public func rulebook(_ digest: Digest) throws -> RulebookSources? {
    try perform { db in
      try db.row(.rulebook, [Data(digest.bytes)]).map { try $0.json(0) }
    }
  }

  public func content(_ digest: Digest) throws -> [UInt8]? {
    try perform { db in try db.row(.content, [Data(digest.bytes)]).map { try $0.bytes(0) } }
  }

  public func sealed(_ digest: Digest) throws -> SealedContent? {
    try perform { db in
      try db.row(.sealed, [Data(digest.bytes)]).map {
        SealedContent(digest: digest, salt: try $0.bytes(0), body: try $0.bytes(1))
      }
    }
  }

  public func nextProject() throws -> ProjectID {
    ProjectID(number: try nextNumber(.lastProject))
  }

  public func nextRequest() throws -> RequestID {
    RequestID(number: try nextNumber(.lastRequest))
  }

  public func receipt(_ command: CommandID) throws -> Receipt? {
    try perform { db in
      guard let row = try db.row(.receipt, [command.text]) else { return nil }
      let (first, last): (Int, Int) = (try row.value(2), try row.value(3))
      guard let fingerprint = Digest(bytes: try row.bytes(0)), first <= last else {
        throw StoreFailure.corrupt("the receipt of command `\(command)` is damaged")
      }
      return Receipt(
        fingerprint: fingerprint, stream: try row.stream(1), versions: first...last)
    }
  }

  public func lastNumber(of series: String) throws -> Int {
    try perform { db in
      try db.row(.lastNumber, [series]).map { $0.hasNull(atIndex: 0) ? 0 : try $0.value(0) } ?? 0
    }
  }

  public func bearer(ofNumber text: String) throws -> (
    stream: Engine.Stream, request: RequestID?
  )? {
    try perform { db in
      try db.row(.bearer, [text]).map { row in
        (
          stream: try row.stream(0),
          request: row.hasNull(atIndex: 1) ? nil : RequestID(number: try row.value(1))
        )
      }
    }
  }

  public func history(of stream: Engine.Stream, after version: Int, limit: Int) throws -> [Engine
    .Record]
  {
    let rows = try perform { db in
      try db.rows(.history, [stream.description, version, max(0, limit)])
    }
    // Outside of the connection's turn: other threads read while this one decodes.
    return try rows.map { row in
      try Engine.Record(
        sequence: try row.value(0), body: try row.bytes(1), leaf: try row.bytes(2))
    }
  }

  public func requests(awaiting addressees: [Addressee]) throws -> [RequestID] {
    try perform { db in
      var numbers: Set<Int> = []
      for addressee in Set(addressees) {
        for row in try db.rows(.requestsAwaiting, [addressee.text]) {
          numbers.insert(try row.value(0))
        }
      }
      return numbers.sorted().map(RequestID.init(number:))
    }
  }

  public func peopleWithSuperiorsAddressed() throws -> [PersonID] {
    try perform { db in
      try db.rows(.addressedAbove).map { row in
        let text: String = try row.value(0)
        return PersonID(String(text.dropFirst("above:".count)))
      }
    }
  }

  public func requests(of project: ProjectID, limit: Int) throws -> [Request] {
    try perform { db in
      try db.rows(.requestsOfProject, [project.text, max(0, limit)]).map { try $0.json(0) }
    }
  }

  public func projects(after id: ProjectID?, limit: Int) throws -> [ProjectLine] {
    let number = id?.number ?? 0
    return try perform { db in
      try db.rows(.projectsAfter, [number, max(0, limit)]).map { row in
        ProjectLine(
          id: ProjectID(number: try row.value(0)), title: try row.value(1),
          stage: StageName(try row.value(2)), workflow: WorkflowName(try row.value(3)),
          policy: PolicyName(try row.value(4)))
      }
    }
  }

  /// What SQLite finds wrong with the file: torn pages, indexes that miss rows, references that lead nowhere; empty: nothing.
  public func check() throws -> [String] {
    try perform { db in
      let problems = try String.fetchAll(db, sql: "PRAGMA integrity_check")
      let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
        "table \(String.fromDatabaseValue(row[0]) ?? "?"): a row refers to nothing"
      }
      return problems.filter { $0 != "ok" } + orphans
    }
  }

  private func nextNumber(_ last: StoreStatement) throws -> Int {
    let number = try perform { db in
      try db.row(last).map { $0.hasNull(atIndex: 0) ? 0 : try $0.value(0) } ?? 0
    }
    guard (0..<Int.max).contains(number) else {
      throw StoreFailure.corrupt("there is a number \(number)")
    }
    return number + 1
  }

  /// One statement reads the record and its open requests, so that both are of one version.
  private func record<State: RequestHolder>(
    _ stream: Engine.Stream, _ type: State.Type, knownVersion: Int?
  ) throws -> FoundRecord<State>? {
    let rows = try perform { db in try db.rows(.record, [stream.description, knownVersion]) }
    guard let first = rows.first else { return nil }
    guard !first.hasNull(atIndex: 1) else { return .unchanged }
    do {
      let record: State = try first.json(1)
      let open = try rows.filter { !$0.hasNull(atIndex: 2) }.map {
        try StoredRequest(parsing: try $0.bytes(2))
      }
      return .read(record.holding(open.map(\.request), at: try first.value(0)), open)
    } catch {
      throw StoreFailure.corrupt("the record of `\(stream)` cannot be read: \(error)")
    }
  }
}
