import CEL

/// The one door: every command of every client comes through here, and nothing else writes.
///
/// Loads what a decision needs, lets the engine decide, appends at the versions it looked at, and decides anew when
/// somebody was faster.
public struct ApprovalService<S: Store>: Sendable {
  /// Compiles the texts of a rulebook; they were checked when they were published.
  public typealias Compiler = @Sendable (RulebookSources) throws -> Rulebook

  /// How often a decision is taken anew when others are faster, before it is given up as busy. Fifty clients on one
  /// record lose at most as many races as there are others.
  static var attempts: Int { 100 }

  public let store: S
  let compile: Compiler
  private let timeZones: TimeZoneRules
  let sha256: DigestFunction
  private let isSigned: SignatureCheck
  private let rulebooks = RulebookCache()

  /// Without a check no signature is believed: people who have registered a key decide nothing then.
  public init(
    store: S, timeZones: TimeZoneRules, sha256: @escaping DigestFunction,
    isSigned: @escaping SignatureCheck = { _, _, _ in false }, compile: @escaping Compiler
  ) {
    self.store = store
    self.timeZones = timeZones
    self.sha256 = sha256
    self.isSigned = isSigned
    self.compile = compile
  }

  /// What a command led to.
  public struct Outcome: Sendable {
    public let stream: Stream
    public let events: [Event]
    /// Requests that the events are about, as they stand or ended.
    public let touched: [Request]
    /// Whether the command had been carried out before, and this is what it led to then.
    public let isRepetition: Bool

    package func opened(with vault: Vault) -> Outcome {
      vault.isEmpty
        ? self
        : Outcome(
          stream: stream, events: events.map { $0.opened(with: vault) },
          touched: touched.map { $0.opened(with: vault) }, isRepetition: isRepetition)
    }
  }

  /// Carries a command out. `target` is nil for one that creates its record.
  ///
  /// Throws a `Refusal` when a rule says no, a `StoreFailure` when it could not be done; nothing is written then.
  /// With `dryRun` everything is decided and nothing written.
  public func execute(
    _ command: Command, on target: Stream?, publishing sources: RulebookSources? = nil,
    dryRun: Bool = false
  ) throws -> Outcome {
    let order = try command.statement(target)
    let fingerprint = sha256(order)
    let contents = try command.contents(sha256)
    if !dryRun, case .project(let id)? = target, let remembered = store.remembered(id),
      // Refused by what may be over: looked at anew below.
      let (batch, outcome) = try? decide(
        command, target, remembered, (order, fingerprint), sources, contents),
      // Nothing is written unless it is not over; nor if the command was carried out before.
      try store.append(batch) == .done
    {
      return outcome
    }
    for _ in 0..<Self.attempts {
      let beginning = try beginning(of: command, on: target)
      // After a conflict, too: the same command may have won from another process.
      if let receipt = beginning.receipt {
        return try repetition(receipt, (order, fingerprint))
      }
      let (batch, outcome) = try decide(
        command, target, beginning, (order, fingerprint), sources, contents)
      guard !dryRun else { return outcome }
      if try store.append(batch) == .done { return outcome }
    }
    throw StoreFailure.busy
  }

  /// Carries out several commands in one transaction, all of them or none. Each is about a record of its own, and what one
  /// does the others do not see.
  ///
  /// Commands that were carried out before are so again only all together: throws `commandReused` where some were and
  /// others were not.
  public func execute(all commands: [(command: Command, target: Stream?)]) throws -> [Outcome] {
    let orders = try commands.map { command, target in
      let statement = try command.statement(target)
      return (statement, fingerprint: sha256(statement))
    }
    for _ in 0..<Self.attempts {
      let receipts = try commands.compactMap { try store.receipt($0.command.envelope.command) }
      if !receipts.isEmpty {
        guard receipts.count == commands.count else { throw Refusal.commandReused }
        return try zip(receipts, orders).map { try repetition($0, $1) }
      }
      var decided: [(batch: Batch, outcome: Outcome)] = []
      var ahead = Ahead()
      for ((command, target), order) in zip(commands, orders) {
        let next = try decide(
          command, target, try beginning(of: command, on: target), order, nil,
          try command.contents(sha256), after: ahead)
        decided.append(next)
        ahead.take(next.0)
      }
      if try store.append(all: decided.map(\.batch)) == .done { return decided.map(\.outcome) }
    }
    throw StoreFailure.busy
  }

  private func beginning(of command: Command, on target: Stream?) throws -> Beginning {
    let project: ProjectID? = if case .project(let id)? = target { id } else { nil }
    return try store.beginning(of: command.envelope.command, on: project)
  }

  private func decide(
    _ command: Command, _ target: Stream?, _ beginning: Beginning,
    _ order: ([UInt8], fingerprint: Digest),
    _ sources: RulebookSources?, _ contents: [Digest: [UInt8]],
    after ahead: Ahead = Ahead()
  ) throws -> (Batch, Outcome) {
    let workspace = beginning.workspace
    let (sources, proposed) = try publishable(command.order, sources)
    if command.order.concernsWorkspace || target == .workspace {
      try requireOpen(command.order.request, of: workspace?.requests)
      var facts = try gather(for: command, workspace, nil, proposed: proposed).facts
      if let (policy, rulebook) = try toBePublished(by: command.order, workspace, proposed) {
        facts = facts.with(
          stranded: try stranded(under: rulebook, of: policy, facts, command.envelope))
      }
      let decision = try Workspace.decide(command, on: workspace, facts)
      return (
        Batch(
          envelope: command.envelope, fingerprint: order.fingerprint, order: order.0,
          stream: .workspace,
          expectedVersion: workspace?.version ?? 0, workspaceVersion: nil,
          events: decision.events, after: .workspace(decision.record), touched: decision.touched,
          newRulebook: sources.map { ($0.digest(sha256), $0) },
          notifications: Telling(
            command.envelope, decision.events, before: workspace.map(Moment.Owner.workspace),
            after: .workspace(decision.record), touched: decision.touched, facts
          ).notifications, alarms: decision.dueDays,
          overview: Overview(
            workspace, decision.record, touched: decision.touched, at: command.envelope.at)),
        Outcome(
          stream: .workspace, events: decision.events, touched: decision.touched,
          isRepetition: false)
      )
    }
    var project: Project?
    if case .project(let id)? = target {
      project = try beginning.project.map(opened)
      guard project != nil else { throw Refusal.unknownProject(id) }
    }
    try requireOpen(command.order.request, of: project?.requests)
    let (facts, read) = try gather(for: command, workspace, project, after: ahead)
    let (statement, typed) = try command.sealed(order.0, facts)
    let fingerprint = typed.isEmpty ? order.fingerprint : sha256(statement)
    let opened = try Project.decide(command, on: project, facts)
    let sealed = typed + opened.contents(salt: command.salt, sha256)
    // From here on nobody needs to know.
    let (decision, before) = (opened.closed, project?.closed)
    let stream = Stream.project(decision.record.id)
    return (
      Batch(
        envelope: command.envelope, fingerprint: fingerprint, order: statement,
        stream: stream,
        expectedVersion: project?.version ?? 0, workspaceVersion: workspace?.version,
        kin: Kin(facts), events: decision.events, after: .project(decision.record),
        touched: decision.touched, contents: contents, sealed: sealed,
        notifications: Telling(
          command.envelope, decision.events, before: before.map(Moment.Owner.project),
          after: .project(decision.record), touched: decision.touched, facts
        ).notifications, alarms: decision.dueDays, read: read,
        concerns: decision.record.concerns == project?.concerns ?? []
          ? nil : decision.record.concerns,
        overview: facts.current.map {
          Overview(
            before, decision.record, touched: decision.touched, $0, facts,
            at: command.envelope.at)
        } ?? Overview()),
      Outcome(
        stream: stream, events: decision.events, touched: decision.touched, isRepetition: false)
    )
  }

  /// Tells whoever answers a request that has ended how it ended; records keep only open ones.
  private func requireOpen(_ id: RequestID?, of open: [RequestID: Request]?) throws {
    guard let id, open?[id] == nil, let ended = try store.request(id)?.request else { return }
    throw Refusal.notPending(ended)
  }

  /// Everything that a decision may look at, for a command as it comes.
  public func facts(
    for command: Command, _ workspace: Workspace?, _ project: Project?, after ahead: Ahead = Ahead()
  ) throws -> Facts {
    try gather(for: command, workspace, project, after: ahead).facts
  }

  /// The same, with the weights that were looked at.
  private func gather(
    for command: Command, _ workspace: Workspace?, _ project: Project?, proposed: Rulebook? = nil,
    after ahead: Ahead = Ahead()
  ) throws -> (facts: Facts, read: [WeightsRead]) {
    var read: [WeightsRead] = []
    let facts = try Facts(
      for: command, workspace, project, timeZones: timeZones, sha256: sha256, isSigned: isSigned,
      parent: { try store.project($0) }, children: { try store.children(of: $0) },
      nextProject: {
        guard command.order.opensProject else { return "" }
        return ProjectID(number: try store.nextProject().requireNumber() + ahead.projects)
      },
      nextRequest: {
        guard command.order.filesRequest else { return "" }
        return RequestID(number: try store.nextRequest().requireNumber() + ahead.requests)
      },
      lastNumber: { max(try store.lastNumber(of: $0), ahead.numbers[$0] ?? 0) },
      rulebook: { digest in
        // What is to be published is not stored yet.
        if let proposed, proposed.digest == digest { return proposed }
        return try rulebook(digest)
      },
      others: { question in
        let found = ahead.found(
          try store.weights(of: question.bearers, from: question.from),
          of: question.bearers, from: question.from)
        read.append(WeightsRead(bearers: question.bearers, from: question.from, found: found))
        return question.others(found)
      })
    return (facts, read)
  }

  /// The compiled rulebook of a digest. Throws `StoreFailure.corrupt` when its texts are missing or not what the digest says.
  public func rulebook(_ digest: Digest) throws -> Rulebook {
    try rulebooks.rulebook(digest) {
      guard let sources = try store.rulebook(digest) else {
        throw StoreFailure.corrupt("the texts of rulebook \(digest.short) are missing")
      }
      guard sources.digest(sha256) == digest else {
        throw StoreFailure.corrupt("the texts of rulebook \(digest.short) have been altered")
      }
      return try compile(sources)
    }
  }

  /// A record as it is decided about: what is confidential in it is open, as far as it is there.
  private func opened(_ project: Project) throws -> Project {
    guard project.isSealed else { return project }
    return project.opened(with: try store.vault(Set(project.seals.map(\.digest))))
  }

  private func repetition(_ receipt: Receipt, _ order: ([UInt8], fingerprint: Digest)) throws
    -> Outcome
  {
    let records = try store.history(
      of: receipt.stream, after: receipt.versions.lowerBound - 1, limit: receipt.versions.count)
    guard try receipt.fingerprint == order.fingerprint || isSame(records.first, order.0) else {
      throw Refusal.commandReused
    }
    let requests = Set(
      records.compactMap { record in
        if case .request(let event) = record.event { event.request } else { nil }
      })
    return Outcome(
      stream: receipt.stream, events: records.map(\.event),
      touched: try requests.sorted().compactMap { try store.request($0)?.request },
      isRepetition: true)
  }

  /// Whether an order is the one that stands in the log, where it stands sealed: with another salt it reads otherwise.
  private func isSame(_ record: Record?, _ order: [UInt8]) throws -> Bool {
    guard let logged = record?.order, !logged.seals.isEmpty else { return false }
    return logged.opened(with: try store.vault(logged.seals)).canonical == order
  }
}

extension Store {
  /// What there is to open these with.
  package func vault(_ seals: Set<Digest>) throws -> Vault {
    var vault: Vault = [:]
    for digest in seals { vault[digest] = try sealed(digest) }
    return vault
  }
}
