import CEL
import Engine

/// Writes histories by hand: makes the batches that `decide` would, without asking any rule.
///
/// It remembers the records as `evolve` leaves them, so a store can be compared with it.
public struct Scribe: Sendable {
  public private(set) var workspace: Workspace?
  public private(set) var projects: [ProjectID: Project] = [:]
  /// Everything that was accepted, by stream.
  public private(set) var events: [Stream: [Event]] = [:]
  private let name: String
  private var commands = 0

  /// Two scribes of different names never use the same command id.
  public init(name: String = "scribe") { self.name = name }

  /// A scribe who knows what a store holds of the workspace and some projects.
  public init(name: String, reading store: some Store, projects: [ProjectID]) throws {
    self.name = name
    workspace = try store.workspace()
    for id in projects { self.projects[id] = try store.project(id) }
  }

  /// The batch that the events would be as the next ones of a record; nothing is remembered yet.
  /// `alarms` nil: the deadlines of the requests that the events are about.
  public mutating func batch(
    _ stream: Stream, by person: PersonID = "ada", command: CommandID? = nil, _ events: [Event],
    at time: Timestamp? = nil, rulebook: RulebookSources? = nil,
    notifications: [Engine.Notification] = [], alarms: [DueDay]? = nil,
    children: [ProjectID: Bool]? = nil,
    contents: [Digest: [UInt8]] = [:], sealed: [SealedContent] = [], overview: Overview = Overview()
  ) throws -> Batch {
    commands += 1
    let envelope = Envelope(
      command: command ?? CommandID("\(name)-\(commands)"),
      actor: Actor(person: person, authentication: .account("unix-\(person)")),
      at: time ?? Timestamp(seconds: 1_800_000_000 + Int64(commands), nanos: 5)!)
    let (before, after, requests) = try evolve(stream, events, envelope)
    let touched = Set(
      events.compactMap { if case .request(let event) = $0 { event.request } else { nil } }
    ).sorted().compactMap { requests[$0] }
    let deadlines = touched.map { request in
      DueDay(
        request: request.id,
        day: request.activeSteps.compactMap { request.progress[$0].due }.min())
    }
    let order = JSON.object([
      "order": .string("by \(name)"), "command": .string(envelope.command.text),
    ]).canonical
    var kin = Kin(children: children)
    if before == 0, case .project(let project) = after, let parent = project.parent?.id {
      kin = Kin(parentVersion: projects[parent]?.version ?? 0)
    }
    return Batch(
      envelope: envelope, fingerprint: sha256(order), order: order,
      stream: stream, expectedVersion: before,
      workspaceVersion: stream == .workspace ? nil : workspace?.version ?? 0, kin: kin,
      events: events,
      after: after, touched: touched,
      newRulebook: try rulebook.map { (sha256(try JSON(encoding: $0).canonical), $0) },
      contents: contents, sealed: sealed, notifications: notifications,
      alarms: alarms ?? deadlines, concerns: concerns(after), overview: overview)
  }

  /// nil: as before.
  private func concerns(_ after: Batch.After) -> Set<Concern>? {
    guard case .project(let project) = after,
      project.concerns != projects[project.id]?.concerns ?? []
    else { return nil }
    return project.concerns
  }

  /// Remembers a batch that a store has taken.
  public mutating func accept(_ batch: Batch) {
    events[batch.stream, default: []] += batch.events
    switch batch.after {
    case .workspace(let workspace): self.workspace = workspace
    case .project(let project): projects[project.id] = project
    }
  }

  /// Appends events to a store and remembers them; anything but `done` is an error.
  @discardableResult
  public mutating func write(
    _ stream: Stream, by person: PersonID = "ada", _ events: [Event], at time: Timestamp? = nil,
    rulebook: RulebookSources? = nil, to store: some Store
  ) throws -> Batch {
    let batch = try batch(stream, by: person, events, at: time, rulebook: rulebook)
    guard try store.append(batch) == .done else { throw Unexpected.conflict(stream) }
    accept(batch)
    return batch
  }

  public enum Unexpected: Error {
    case conflict(Stream)
    case notARecord(Stream)
  }

  private func evolve(_ stream: Stream, _ events: [Event], _ envelope: Envelope) throws -> (
    before: Int, after: Batch.After, requests: [RequestID: Request]
  ) {
    switch stream {
    case .workspace:
      let after = events.reduce(workspace) { Workspace.evolve($0, $1, envelope) }
      guard let after else { throw Unexpected.notARecord(stream) }
      return (workspace?.version ?? 0, .workspace(after.settled), after.requests)
    case .project(let id):
      let after = events.reduce(projects[id]) { Project.evolve($0, $1, envelope) }
      guard let after else { throw Unexpected.notARecord(stream) }
      return (projects[id]?.version ?? 0, .project(after.settled), after.requests)
    }
  }
}
