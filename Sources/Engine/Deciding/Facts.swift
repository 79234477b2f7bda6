import CEL

/// What a decision knows beside the record it is about. All of it stands still while it decides.
public final class Facts: Sendable {
  public let directory: Directory
  public let allowsActingAs: Bool
  /// The current version of the policy that governs the project (or of the policy to be published anew); nil: none.
  public let current: Rulebook?
  /// The rulebook that the request in question is pinned to; nil: the command is about none.
  public let pinned: Rulebook?
  /// Those of the record's other open requests, where the command is about all of them.
  public let open: [Rulebook]
  /// The one that is to be put in force; nil: the command is about none.
  public let proposed: Rulebook?
  /// Since when the policy has each of its duties.
  public let duties: [DutyName: Timestamp]
  /// What others weigh in the rolling windows of the action; empty: the command routes no request.
  public let others: [OtherWeights]
  /// What the version to be put in force would leave without any path.
  public let stranded: [Stranded]
  public let timeZones: TimeZoneRules
  public let sha256: DigestFunction
  /// Of each series that a number may be taken of, the last one given; none: it begins.
  public let lastNumbers: [String: Int]
  public let sealing: Sealing
  /// The project that a new one is opened under; nil: the command opens none under another.
  public let parent: Project?
  /// The projects that were opened under this one, in the order of their numbers; nil: nobody looked.
  public let children: [Child]?
  /// The identity that a new project or request gets.
  public let nextProject: ProjectID
  public let nextRequest: RequestID

  public init(
    directory: Directory, allowsActingAs: Bool, current: Rulebook?,
    pinned: Rulebook?, open: [Rulebook] = [], proposed: Rulebook? = nil,
    others: [OtherWeights] = [], stranded: [Stranded] = [],
    duties: [DutyName: Timestamp] = [:],
    timeZones: TimeZoneRules,
    sha256: @escaping DigestFunction,
    parent: Project? = nil, children: [Child]? = nil, lastNumbers: [String: Int] = [:],
    nextProject: ProjectID, nextRequest: RequestID, sealing: Sealing = .none
  ) {
    self.directory = directory
    self.allowsActingAs = allowsActingAs
    self.current = current
    self.pinned = pinned
    self.open = open
    self.proposed = proposed
    self.duties = duties
    self.others = others
    self.stranded = stranded
    self.timeZones = timeZones
    self.sha256 = sha256
    self.lastNumbers = lastNumbers
    self.parent = parent
    self.children = children
    self.nextProject = nextProject
    self.nextRequest = nextRequest
    self.sealing = sealing
  }

  /// The same, with what others weigh in the rolling windows, or with what would be stranded.
  package func with(
    _ others: [OtherWeights] = [], stranded: [Stranded] = []
  ) -> Facts {
    Facts(
      directory: directory, allowsActingAs: allowsActingAs, current: current, pinned: pinned,
      open: open, proposed: proposed, others: others, stranded: stranded, duties: duties,
      timeZones: timeZones, sha256: sha256, parent: parent, children: children,
      lastNumbers: lastNumbers, nextProject: nextProject, nextRequest: nextRequest,
      sealing: sealing)
  }

  /// The rulebook of a digest, if it was given; nil: it was not.
  func rulebook(_ digest: Digest) -> Rulebook? {
    ([current, pinned] + open).compactMap(\.self).first { $0.digest == digest }
  }
}

/// What a command leads to: the events, the record after them, and the requests they touched (ended ones included).
public struct Decision<Aggregate: Sendable>: Sendable {
  public let events: [Event]
  public let record: Aggregate
  public let touched: [Request]
  /// When the clock finds something next, for each touched request and for the record.
  public internal(set) var dueDays: [DueDay] = []
}
