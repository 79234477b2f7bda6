import Engine

extension PostgresStore {
  public func workspace() throws -> Workspace? {
    let known = cache.withLock { $0.workspace }
    return try workspace(rows(.record, parameters(.workspace, known?.version)), known)
  }

  public func project(_ id: ProjectID) throws -> Project? {
    // Only an identity that a store gave: `workspace` is a stream's name too.
    guard id.number != nil else { return nil }
    let known = cache.withLock { $0[id] }
    return try project(id, rows(.record, parameters(.project(id), known?.version)), known)
  }

  /// One way there and back.
  public func beginning(of command: CommandID, on project: ProjectID?) throws -> Beginning {
    let (workspace, known) = cache.withLock { cache in
      (cache.workspace, project.flatMap { cache[$0] })
    }
    var statements: [(StoreStatement, [Parameter])] = [
      (.receipt, [.text(command.text)]),
      (.record, parameters(.workspace, workspace?.version)),
    ]
    if let project, project.number != nil {
      statements.append((.record, parameters(.project(project), known?.version)))
    }
    let answers = try read { connection in
      try connection.run(together: statements).map { $0.rows.map(AnswerRow.init) }
    }
    return Beginning(
      receipt: try answers[0].first.map { try Receipt($0, of: command) },
      workspace: try self.workspace(answers[1], workspace),
      project: try project.flatMap { id in
        answers.count == 3 ? try self.project(id, answers[2], known) : nil
      })
  }

  /// An open request is read with its record, which whoever asks is about to need, or is known already.
  public func request(_ id: RequestID) throws -> (request: Request, stream: Stream)? {
    guard let number = id.number,
      let row = try rows(.requestVersion, [.integer(number)]).first
    else { return nil }
    let (stream, version) = (try row.stream(0), try row.integer(2))
    let known = cache.withLock { $0.record(stream, at: version) }
    if try row.integer(1) != 0, let request = try open(id, of: stream, known: known) {
      return (request, stream)
    }
    return try rows(.request, [.integer(number)]).first.map { row in
      (request: try row.json(1), stream: try row.stream(0))
    }
  }

  public func rulebook(_ digest: Digest) throws -> RulebookSources? {
    try rows(.rulebook, [.bytes(digest.bytes)]).first.map { try $0.json(0) }
  }

  public func content(_ digest: Digest) throws -> [UInt8]? {
    try rows(.content, [.bytes(digest.bytes)]).first.map { try $0.bytes(0) }
  }

  public func sealed(_ digest: Digest) throws -> SealedContent? {
    try rows(.sealed, [.bytes(digest.bytes)]).first.map {
      SealedContent(digest: digest, salt: try $0.bytes(0), body: try $0.bytes(1))
    }
  }

  public func nextProject() throws -> ProjectID {
    ProjectID(number: try nextNumber(.lastProject))
  }

  public func nextRequest() throws -> RequestID {
    RequestID(number: try nextNumber(.lastRequest))
  }

  public func lastNumber(of series: String) throws -> Int {
    try rows(.lastNumber, [.text(series)]).first.map { $0.isNull(0) ? 0 : try $0.integer(0) } ?? 0
  }

  public func bearer(ofNumber text: String) throws -> (stream: Stream, request: RequestID?)? {
    try rows(.bearer, [.text(text)]).first.map { row in
      (
        stream: try row.stream(0),
        request: row.isNull(1) ? nil : RequestID(number: try row.integer(1))
      )
    }
  }

  public func receipt(_ command: CommandID) throws -> Receipt? {
    try read { connection in try connection.receipt(command) }
  }

  /// Events that no reader has seen yet get their positions first: a position that was told once never changes.
  public func history(of stream: Stream, after version: Int, limit: Int) throws -> [Record] {
    let parameters: [Parameter] = [
      .text(stream.description), .integer(version), .integer(max(0, limit)),
    ]
    var found = try rows(.history, parameters)
    if found.contains(where: { $0.isNull(0) }) {
      _ = try rows(.placeAll)
      found = try rows(.history, parameters)
    }
    return try found.map { row in
      try Record(sequence: try row.integer(0), body: try row.bytes(1), leaf: try row.bytes(2))
    }
  }

  public func requests(awaiting addressees: [Addressee]) throws -> [RequestID] {
    try rows(.requestsAwaiting, [.texts(Set(addressees).map(\.text))]).map { row in
      RequestID(number: try row.integer(0))
    }
  }

  public func peopleWithSuperiorsAddressed() throws -> [PersonID] {
    try rows(.addressedAbove).map { row in
      PersonID(String(try row.text(0).dropFirst("above:".count)))
    }
  }

  public func requests(of project: ProjectID, limit: Int) throws -> [Request] {
    try rows(.requestsOfProject, [.text(project.text), .integer(max(0, limit))]).map {
      try $0.json(0)
    }
  }

  public func projects(after id: ProjectID?, limit: Int) throws -> [ProjectLine] {
    try rows(.projectsAfter, [.integer(id?.number ?? 0), .integer(max(0, limit))]).map { row in
      ProjectLine(
        id: ProjectID(number: try row.integer(0)), title: try row.text(1),
        stage: StageName(try row.text(2)), workflow: WorkflowName(try row.text(3)),
        policy: PolicyName(try row.text(4)))
    }
  }

  public func children(of project: ProjectID) throws -> [Child] {
    try rows(.children, [.integer(project.number ?? 0)]).map { row in
      Child(
        id: ProjectID(number: try row.integer(0)), title: try row.text(1),
        workflow: WorkflowName(try row.text(2)), stage: StageName(try row.text(3)),
        isOver: try row.integer(4) != 0)
    }
  }

  func rows(_ statement: StoreStatement, _ parameters: [Parameter] = []) throws
    -> [AnswerRow]
  {
    try read { connection in
      try connection.run(statement, parameters).rows.map(AnswerRow.init)
    }
  }

  private func nextNumber(_ last: StoreStatement) throws -> Int {
    let row = try rows(last).first
    let number = try row.map { $0.isNull(0) ? 0 : try $0.integer(0) } ?? 0
    guard (0..<Int.max).contains(number) else {
      throw StoreFailure.corrupt("there is a number \(number)")
    }
    return number + 1
  }

  private func parameters(_ stream: Stream, _ knownVersion: Int?) -> [Parameter] {
    [.text(stream.description), knownVersion.map(Parameter.integer) ?? .null]
  }

  private func workspace(_ rows: [AnswerRow], _ known: Workspace?) throws -> Workspace? {
    guard let found = try record(.workspace, rows, as: Workspace.self) else { return nil }
    guard case .read(let workspace, let requests) = found else { return known }
    cache.withLock { $0.keep(.workspace(workspace), requests) }
    return workspace
  }

  private func project(_ id: ProjectID, _ rows: [AnswerRow], _ known: Project?) throws -> Project? {
    guard let found = try record(.project(id), rows, as: Project.self) else { return nil }
    guard case .read(let project, let requests) = found else { return known }
    cache.withLock { $0.keep(.project(project), requests) }
    return project
  }

  /// What the statement of a record found; nil: there is no such record.
  private func record<State: RequestHolder>(
    _ stream: Stream, _ rows: [AnswerRow], as type: State.Type
  ) throws -> FoundRecord<State>? {
    do {
      guard let row = rows.first(where: { !$0.isNull(0) }) else { return nil }
      guard !row.isNull(1) else { return .unchanged }
      let record: State = try row.json(1)
      let open = try rows.filter { $0.isNull(0) }.map {
        try StoredRequest(parsing: try $0.bytes(1))
      }
      return .read(record.holding(open.map(\.request), at: try row.integer(0)), open)
    } catch {
      throw StoreFailure.corrupt("the record of `\(stream)` cannot be read: \(error)")
    }
  }
}

extension Connection {
  func receipt(_ command: CommandID) throws -> Receipt? {
    guard let columns = try run(.receipt, [.text(command.text)]).rows.first else { return nil }
    return try Receipt(AnswerRow(columns: columns), of: command)
  }
}

extension Receipt {
  fileprivate init(_ row: AnswerRow, of command: CommandID) throws {
    let (first, last) = (try row.integer(2), try row.integer(3))
    guard let fingerprint = Digest(bytes: try row.bytes(0)), first <= last else {
      throw StoreFailure.corrupt("the receipt of command `\(command)` is damaged")
    }
    self.init(fingerprint: fingerprint, stream: try row.stream(1), versions: first...last)
  }
}
