import CEL

/// Which record events belong to.
public enum Stream: Sendable, Hashable, CustomStringConvertible {
  case workspace
  case project(ProjectID)

  /// `workspace`, or the project's id: no project is called that, ids of projects begin with `P-`.
  public var description: String {
    switch self {
    case .workspace: "workspace"
    case .project(let id): id.text
    }
  }
}

/// An event as it stands in the log.
public struct Record: Sendable, Hashable {
  /// The place in the log of the whole store, from 1.
  public let sequence: Int
  public let stream: Stream
  /// The place in the stream, from 1.
  public let version: Int
  public let envelope: Envelope
  /// What was ordered, by whom and of which record, as it stands in the log: canonical JSON; nil: a further event of the
  /// same command.
  public let orderText: [UInt8]?
  public let event: Event
  /// SHA-256 of 0x00 and the canonical JSON of the record: a leaf of RFC 6962.
  public let leaf: Digest

  public init(
    sequence: Int, stream: Stream, version: Int, envelope: Envelope, orderText: [UInt8]?,
    event: Event, leaf: Digest
  ) {
    self.sequence = sequence
    self.stream = stream
    self.version = version
    self.envelope = envelope
    self.orderText = orderText
    self.event = event
    self.leaf = leaf
  }

  /// The order as a tree, made anew each time.
  public var order: JSON? { orderText.flatMap { try? JSON(parsing: $0) } }

  /// What the leaf covers: stream, version, envelope, order and event; not the sequence, which may be assigned later.
  public static func statement(
    stream: Stream, version: Int, envelope: Envelope, order: JSON?, event: Event
  ) throws -> JSON {
    var members: [String: JSON] = [
      "stream": .string(stream.description),
      "version": .integer(Int64(version)),
      "envelope": try JSON(encoding: envelope),
      "event": try JSON(encoding: event),
    ]
    members["order"] = order
    return .object(members)
  }
}

/// Everything that one command changes; written wholly or not at all.
public struct Batch: Sendable {
  public enum After: Sendable {
    case workspace(Workspace)
    case project(Project)
  }

  public let envelope: Envelope
  /// Of ``order``: a command id that comes again with another one is refused.
  public let fingerprint: Digest
  /// What was ordered, by whom and of which record, as canonical JSON. Stands in the log with the first event, so that
  /// the decision can be taken anew by whoever verifies it.
  public let order: [UInt8]
  public let stream: Stream
  /// The version that was decided on; 0 creates the record.
  public let expectedVersion: Int
  /// The version of the workspace whose people and policies were looked at; nil: the stream is the workspace.
  public let workspaceVersion: Int?
  /// The other projects that were looked at.
  public let kin: Kin
  public let events: [Event]
  /// The record after the events, without ended requests.
  public let after: After
  /// Requests that the events are about, ended ones included.
  public let touched: [Request]
  /// The texts of a rulebook that the events mention for the first time; nil: none.
  public let newRulebook: (digest: Digest, sources: RulebookSources)?
  /// What attached files contain, by digest; what is stored already is not stored again.
  public let contents: [Digest: [UInt8]]
  /// What confidential values of the order and the events were sealed from; what is there is not written again.
  public let sealed: [SealedContent]
  /// What people are to be told, in order; put into the outbox with the events.
  public let notifications: [Notification]
  /// The days on which something falls due, as they change with the events.
  public let alarms: [DueDay]
  /// The weights that were looked at: if they are others by now, somebody was faster.
  public let read: [WeightsRead]
  /// Whom the project's open matters concern from now on; nil: the same as before, or the stream is the workspace.
  public let concerns: Set<Concern>?
  /// What changes of the lines that reports read.
  public let overview: Overview

  public init(
    envelope: Envelope, fingerprint: Digest, order: [UInt8], stream: Stream, expectedVersion: Int,
    workspaceVersion: Int?, kin: Kin = .none, events: [Event], after: After, touched: [Request],
    newRulebook: (digest: Digest, sources: RulebookSources)? = nil,
    contents: [Digest: [UInt8]] = [:], sealed: [SealedContent] = [],
    notifications: [Notification] = [], alarms: [DueDay] = [], read: [WeightsRead] = [],
    concerns: Set<Concern>? = nil, overview: Overview = Overview()
  ) {
    self.envelope = envelope
    self.fingerprint = fingerprint
    self.order = order
    self.stream = stream
    self.expectedVersion = expectedVersion
    self.workspaceVersion = workspaceVersion
    self.kin = kin
    self.events = events
    self.after = after
    self.touched = touched
    self.newRulebook = newRulebook
    self.contents = contents
    self.sealed = sealed
    self.notifications = notifications
    self.alarms = alarms
    self.read = read
    self.concerns = concerns
    self.overview = overview
  }
}

/// What became of a batch.
public enum Appended: Sendable, Hashable {
  case done
  /// Somebody was faster: the versions, weights, a new identity or a place to sign are others by now. Nothing was written; decide anew.
  case conflict
}

/// What a command id was used for.
public struct Receipt: Sendable, Hashable {
  public let fingerprint: Digest
  public let stream: Stream
  /// The versions of the events that it led to.
  public let versions: ClosedRange<Int>

  public init(fingerprint: Digest, stream: Stream, versions: ClosedRange<Int>) {
    self.fingerprint = fingerprint
    self.stream = stream
    self.versions = versions
  }
}

/// An open place to sign, as the index of the inbox finds it: more people may be addressed than may sign.
public enum Addressee: Sendable, Hashable {
  case person(PersonID)
  /// Whoever holds the company role.
  case role(RoleName)
  /// Whoever is above the person in the reporting line: they may have to stand in for a barred signer.
  case above(PersonID)

  /// `person:li`, `role:executive`, `above:li`
  public var text: String {
    switch self {
    case .person(let person): "person:\(person)"
    case .role(let role): "role:\(role)"
    case .above(let person): "above:\(person)"
    }
  }
}

/// A line of a list of projects.
public struct ProjectLine: Sendable, Hashable {
  public let id: ProjectID
  public let title: String
  public let stage: StageName
  public let workflow: WorkflowName
  public let policy: PolicyName

  public init(
    id: ProjectID, title: String, stage: StageName, workflow: WorkflowName, policy: PolicyName
  ) {
    self.id = id
    self.title = title
    self.stage = stage
    self.workflow = workflow
    self.policy = policy
  }
}

/// Where records, their history and everything decisions look up are kept.
///
/// DANGER: `append` is the only way to write, and one transaction. Whatever it acknowledged survives the death of
/// the process and of the power; whatever it did not is wholly absent. Errors are `StoreFailure`.
public protocol Store: OverviewStore {
  func workspace() throws -> Workspace?
  func project(_ id: ProjectID) throws -> Project?
  /// The request as it stands or ended, with its stream.
  func request(_ id: RequestID) throws -> (request: Request, stream: Stream)?
  func rulebook(_ digest: Digest) throws -> RulebookSources?
  /// What an attached file contained; nil: nobody attached such a file. Neither checked nor decoded.
  func content(_ digest: Digest) throws -> [UInt8]?
  /// What a confidential value was sealed from; nil: it is not there. Neither checked nor decoded.
  ///
  /// Everything else that a store gives has confidential values closed.
  func sealed(_ digest: Digest) throws -> SealedContent?
  /// Identities that nobody has yet; taken only by appending.
  func nextProject() throws -> ProjectID
  func nextRequest() throws -> RequestID
  func receipt(_ command: CommandID) throws -> Receipt?
  /// What a decision begins with, in one visit; `project` nil: it is about none that is there.
  func beginning(of command: CommandID, on project: ProjectID?) throws -> Beginning
  /// The same as this process saw it last, without asking; nil: it has not. Others may have changed it: only what `append`
  /// accepts was decided by how things stand.
  func remembered(_ project: ProjectID) -> Beginning?
  /// The last number of a series; 0: none was given. The next is taken only by appending.
  func lastNumber(of series: String) throws -> Int
  /// What bears a number, such as `SQ-2026-0012`: a request, or the record itself (nil); of several the first.
  func bearer(ofNumber text: String) throws -> (stream: Stream, request: RequestID?)?

  func append(_ batch: Batch) throws -> Appended
  /// Writes several batches in one transaction, all of them or none. Each is about a record of its own.
  func append(all batches: [Batch]) throws -> Appended

  /// Events of a stream after a version, in order, at most `limit`.
  func history(of stream: Stream, after version: Int, limit: Int) throws -> [Record]
  /// Requests with an open place for one of the addressees, in order of their ids.
  func requests(awaiting addressees: [Addressee]) throws -> [RequestID]
  /// The people whose superiors are addressed by an open place.
  func peopleWithSuperiorsAddressed() throws -> [PersonID]
  /// Requests of a project, open and ended, the latest first.
  func requests(of project: ProjectID, limit: Int) throws -> [Request]
  /// Projects after an id, in order of their numbers.
  func projects(after id: ProjectID?, limit: Int) throws -> [ProjectLine]
  /// Projects whose open matters concern one of these, in order of their numbers.
  func projects(concerning concerns: [Concern]) throws -> [ProjectID]
  /// Projects of a policy with requests that have not ended, in order of their numbers.
  func projects(withOpenRequestsUnder policy: PolicyName) throws -> [ProjectID]
  /// Projects that were opened under one, in the order of their numbers.
  func children(of project: ProjectID) throws -> [Child]
  /// What falls due on a day or before, the earliest first.
  func alarms(through day: CivilDate, limit: Int) throws -> [Alarm]
  /// What requests weigh under these names that are open or took effect at a time or later; milliseconds count.
  func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> FoundWeights

  // The outbox. Times are as exact as a millisecond.

  /// Takes notifications whose time has come, the longest waiting first, to deliver them: each counts as an attempt and
  /// is nobody else's until `end`. Whoever dies meanwhile leaves it to the next who comes after that.
  func takeNotifications(at now: Timestamp, heldUntil end: Timestamp, limit: Int) throws
    -> [OutboxEntry]
  /// Writes down what became of tries. What is not pending any more stays as it is.
  func settle(_ settlements: [Settlement]) throws
  /// Lets notifications that were given up be tried again from a time on; others stay as they are.
  func retryNotifications(_ positions: [Int], at time: Timestamp) throws
  /// Entries of a state: pending ones by the time of their next try, others the latest first.
  func outbox(_ state: OutboxEntry.State, limit: Int) throws -> [OutboxEntry]
  /// Removes at most `limit` entries that were delivered or given up before a time, and tells how many they were.
  func pruneOutbox(before time: Timestamp, limit: Int) throws -> Int
}

extension Store {
  public func remembered(_ project: ProjectID) -> Beginning? { nil }
}

/// What is looked at before anything else is decided.
public struct Beginning: Sendable {
  /// nil: the command was not carried out before.
  public let receipt: Receipt?
  public let workspace: Workspace?
  public let project: Project?

  public init(receipt: Receipt?, workspace: Workspace?, project: Project?) {
    self.receipt = receipt
    self.workspace = workspace
    self.project = project
  }
}

/// Why a store could not do what it was asked. Nothing was written.
///
/// One exception: a disk that fails at the very end of a commit leaves it in doubt. Whoever sends the same command
/// again, to a store opened anew, is told what became of it.
public enum StoreFailure: Error, Sendable, Hashable {
  /// The file is not there, or is not a workspace of this program.
  case notAWorkspace(String)
  /// There is a workspace already.
  case exists(String)
  /// Another process kept it locked for too long.
  case busy
  case readOnly(String)
  case full(String)
  case corrupt(String)
  /// Written by a newer version of the program.
  case tooNew(found: String)
  /// Written by an earlier version of the program, and it cannot be brought up to date because it cannot be written to.
  case tooOld(String)
  case failed(String)
}
