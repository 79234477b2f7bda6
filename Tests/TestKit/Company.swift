import CEL
import Crypto
import Engine
import Foundation
import PolicyFiles

/// SHA-256 as every test and the program use it.
public let sha256: DigestFunction = { bytes in
  guard let digest = Digest(bytes: Array(SHA256.hash(data: bytes))) else {
    preconditionFailure("SHA-256 has 32 bytes")
  }
  return digest
}

/// The operating system's time zones.
public let systemTimeZones = TimeZoneRules { name, seconds in
  TimeZone(identifier: name).map {
    Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
  }
}

/// A company at work, for scenarios: commands by people, at times that the scenario sets.
///
/// Goes through the one door, so a scenario meets exactly what a client would.
public final class Company<S: Store> {
  public let service: ApprovalService<S>
  public var now: Timestamp
  private var commands = 0

  public init(_ store: S, now: String = "2026-03-02T01:00:00Z") throws {
    guard let now = Timestamp(now) else { throw CompanyError.badTime(now) }
    self.now = now
    service = ApprovalService(
      store: store, timeZones: systemTimeZones, sha256: sha256,
      compile: { try loadRulebook(sources: $0, timeZones: systemTimeZones, sha256: sha256) })
  }

  public enum CompanyError: Error {
    case badTime(String)
    case noProject
    case noRequest(RequestID)
  }

  /// Gives a command as a person; each with an id of its own unless one is given.
  @discardableResult
  public func order(
    _ person: PersonID, _ order: Order, on target: Engine.Stream?, id: CommandID? = nil,
    publishing: RulebookSources? = nil, enclosing: [[UInt8]] = [someContent]
  ) throws -> ApprovalService<S>.Outcome {
    commands += 1
    let envelope = Envelope(
      command: id ?? CommandID("c-\(commands)"),
      actor: Actor(person: person, authentication: .account("test-\(person)")), at: now)
    return try service.execute(
      Command(
        envelope: envelope, order: order, enclosures: enclosing,
        salt: sha256(Array(envelope.command.text.utf8)).bytes), on: target,
      publishing: publishing)
  }

  /// Moves the clock.
  public func wait(days: Int = 0, hours: Int = 0) throws {
    let nanoseconds = Int64(days * 24 + hours) * 3_600_000_000_000
    now = try now.adding(TimeSpan(nanoseconds: nanoseconds))
  }
}

extension Company {
  /// Founds the workspace and brings in its people, as their administrator.
  public func found(_ people: [Person], administrator: PersonID) throws {
    guard let first = people.first(where: { $0.id == administrator }) else {
      throw CompanyError.noProject
    }
    try order(
      administrator, .found(name: "test", administrator: first, allowsActingAs: false), on: nil)
    let others = people.filter { $0.id != administrator }
    if !others.isEmpty { try order(administrator, .importPeople(others), on: .workspace) }
  }

  public func publish(_ sources: RulebookSources, as administrator: PersonID) throws {
    let rulebook = try loadRulebook(
      sources: sources, timeZones: systemTimeZones, sha256: sha256)
    try order(
      administrator,
      .publish(
        rulebook.policy.name, workflow: rulebook.workflow.name, rulebook: rulebook.digest),
      on: .workspace, publishing: sources)
  }

  public func open(
    _ title: String, policy: PolicyName, by person: PersonID,
    forms: [FormName: [FieldName: String]] = [:]
  ) throws -> ProjectID {
    let outcome = try order(
      person, .open(title: title, policy: policy, forms: forms), on: nil)
    guard case .project(let id) = outcome.stream else { throw CompanyError.noProject }
    return id
  }

  /// Submits an action; the request's id, or nil when it took effect at once.
  @discardableResult
  public func submit(
    _ action: ActionName, on project: ProjectID, by person: PersonID,
    _ values: [FieldName: String] = [:], attachments: [FieldName: Attachment] = [:],
    reason: String = ""
  ) throws -> RequestID? {
    try order(
      person,
      .submit(action: action, values: values, attachments: attachments, reason: reason),
      on: .project(project)
    ).touched.first?.id
  }

  public func request(_ id: RequestID) throws -> (request: Request, stream: Engine.Stream) {
    guard let found = try service.store.request(id) else { throw CompanyError.noRequest(id) }
    return found
  }

  /// Approves what is on the screen now.
  public func approve(_ id: RequestID, by person: PersonID, comment: String = "") throws {
    let (request, stream) = try request(id)
    try order(person, .answer(id, .approve(request.binding, comment: comment)), on: stream)
  }

  public func reject(_ id: RequestID, by person: PersonID, comment: String = "no") throws {
    let (request, stream) = try request(id)
    try order(person, .answer(id, .reject(request.binding, comment: comment)), on: stream)
  }

  public func returnBack(
    _ id: RequestID, by person: PersonID, to step: StepName? = nil,
    resume: RequestEvent.Resume = .forward, comment: String = "again"
  ) throws {
    let (request, stream) = try request(id)
    try order(
      person,
      .answer(
        id, .returnBack(request.binding, to: step, resume: resume, comment: comment)), on: stream)
  }

  /// Any other answer.
  public func answer(_ id: RequestID, _ answer: Answer, by person: PersonID) throws {
    try order(person, .answer(id, answer), on: try request(id).stream)
  }

  public func project(_ id: ProjectID) throws -> Project {
    guard let project = try service.store.project(id) else { throw CompanyError.noProject }
    return project
  }
}
