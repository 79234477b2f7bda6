import CEL
import Engine

/// How every place of a request was filled, round by round, and who could have filled it; made again from the log alone.
///
/// Who could sign is told by the people and roles of the moment when the place was filled or closed, not by those
/// of today. Places that still wait are told by the last people that the log knows.
package struct SigningHistory: Sendable {
  /// One round: from a filing, or from a return to an earlier step, up to the next return or the end.
  package struct Round: Sendable {
    package let number: Int
    /// Of the content that stood in this round.
    package let revision: Int
    package let places: [Place]
  }

  package struct Place: Sendable {
    package let step: RoutedStep
    package let slot: Int
    package let ending: Ending
    /// Of the moment of the ending.
    package let electorate: Electorate
    /// Whether its turn had come by then.
    package let wasAsked: Bool
  }

  package enum Ending: Sendable {
    case filled(SlotOutcome, at: Timestamp)
    /// Left without an outcome; `by` nil: a machine's conclusion, or nobody's.
    case left(Reason, by: PersonID?, at: Timestamp)
    case open
  }

  /// Why a place has no outcome although its round is over.
  package enum Reason: Sendable {
    case returned, rejected, withdrawn, overridden, lapsed
    /// Something before it was opened again, and it is asked anew in the next round.
    case reopened
    /// The step was decided without it.
    case notNeeded
  }

  package let rounds: [Round]

  /// nil: the log has no such request. `today` is the day of places that still wait.
  package init?(
    of id: RequestID, _ rulebook: Rulebook, in store: some Store, today: CivilDate,
    timeZones: TimeZoneRules
  ) throws {
    guard let (_, stream) = try store.request(id) else { return nil }
    var observer = Observer(id)
    try store.replay(stream) { record in
      observer.take(record)
      return true
    }
    guard !observer.rounds.isEmpty || observer.request != nil else { return nil }
    observer.finish()
    let zone = rulebook.policy.calendar.zone
    var moments: [Int: Moment] = [:]
    for round in observer.rounds {
      for place in round.places { moments[place.moment.sequence] = place.moment }
    }
    let directories = try Self.directories(at: moments.keys.sorted(), in: store)
    rounds = observer.rounds.map { round in
      Round(
        number: round.number, revision: round.revision,
        places: round.places.map { place in
          let moment = place.moment
          let population = Population(
            directory: directories[moment.sequence] ?? Directory(), projectRoles: moment.roles,
            today: moment.at.flatMap { timeZones.day(of: $0, in: zone) } ?? today)
          return Place(
            step: moment.request.route.steps[place.step], slot: place.slot, ending: place.ending,
            electorate: population.electorate(
              of: moment.request, step: place.step, slot: place.slot),
            wasAsked: moment.request.activeSteps.contains(place.step))
        })
    }
  }

  /// The directory as it was before each of some events, by their sequence numbers.
  private static func directories(at sequences: [Int], in store: some Store) throws -> [Int:
    Directory]
  {
    var found: [Int: Directory] = [:]
    var left = sequences[...]
    var workspace: Workspace?
    try store.replay(.workspace) { record in
      while let next = left.first, next <= record.sequence {
        found[next] = workspace?.directory
        left.removeFirst()
      }
      workspace = Workspace.evolve(workspace, record.event, record.envelope)
      return !left.isEmpty
    }
    for next in left { found[next] = workspace?.directory }
    return found
  }
}

/// What the world was like just before something happened to a request.
private struct Moment {
  /// Of the event; beyond all of them for what is still open.
  let sequence: Int
  /// nil: still open.
  let at: Timestamp?
  let request: Request
  let roles: [RoleName: [PersonID]]
}

/// Watches a stream go by for the places of one request.
private struct Observer {
  struct Place {
    let step: Int
    let slot: Int
    let ending: SigningHistory.Ending
    let moment: Moment
  }

  struct Round {
    let number: Int
    let revision: Int
    let places: [Place]
  }

  private let id: RequestID
  private var project: Project?
  private var workspace: Workspace?
  /// The places of the present round that are filled.
  private var filled: [Place] = []
  private(set) var rounds: [Round] = []

  init(_ id: RequestID) { self.id = id }

  var request: Request? { project?.requests[id] ?? workspace?.requests[id] }

  mutating func take(_ record: Record) {
    let before = request
    let moment = before.map { request in
      Moment(
        sequence: record.sequence, at: record.envelope.at, request: request,
        roles: project?.people ?? [:])
    }
    project = Project.evolve(project, record.event, record.envelope)
    workspace = Workspace.evolve(workspace, record.event, record.envelope)
    guard case .request(let event) = record.event, event.request == id, let before, let moment,
      let after = request
    else { return }
    // What was added as a signer's place, or filled.
    for step in after.progress.indices where before.progress.indices.contains(step) {
      for (slot, outcome) in after.progress[step].outcomes.enumerated() {
        guard let outcome, after.round == before.round,
          before.progress[step].outcomes.indices.contains(slot),
          before.progress[step].outcomes[slot] == nil
        else { continue }
        filled.append(
          .init(
            step: step, slot: slot, ending: .filled(outcome, at: record.envelope.at),
            moment: moment))
      }
    }
    if let reason = event.reason(after: after.status) {
      close(moment, .left(reason, by: record.envelope.actor.person, at: record.envelope.at))
      filled.removeAll { place in
        !after.progress.indices.contains(place.step)
          || !after.progress[place.step].outcomes.indices.contains(place.slot)
          || after.progress[place.step].outcomes[place.slot] == nil
      }
    } else if case .resubmitted = event {
      filled = []
    }
  }

  /// What waits when the log ends is a round too, unless the request waits for its submitter.
  mutating func finish() {
    guard let request, request.status == .pending else { return }
    close(Moment(sequence: .max, at: nil, request: request, roles: project?.people ?? [:]), .open)
  }

  private mutating func close(_ moment: Moment, _ ending: SigningHistory.Ending) {
    let request = moment.request
    // Withdrawn or lapsed while it was back with the submitter: that round has been told.
    guard request.status == .pending else { return }
    let places = request.route.steps.indices.flatMap { step in
      request.route.steps[step].slots.indices.filter {
        !request.route.steps[step].slots[$0].isRemoved
      }.map { slot in
        filled.last { $0.step == step && $0.slot == slot }
          ?? Place(
            step: step, slot: slot,
            ending: moment.at.map {
              request.isComplete(step) ? .left(.notNeeded, by: nil, at: $0) : ending
            } ?? ending,
            moment: moment)
      }
    }
    rounds.append(Round(number: request.round, revision: request.revision, places: places))
  }
}

extension RequestEvent {
  /// Why places that are open are left as they are, if the event ends a round; nil: it ends none.
  fileprivate func reason(after status: Request.Status) -> SigningHistory.Reason? {
    switch self {
    case .returned, .late(_, _, .returned): .returned
    case .rejected, .outvoted: .rejected
    case .withdrawn: .withdrawn
    case .overridden: .overridden
    case .approved: .notNeeded
    case .lapsed: .lapsed
    case .late: status == .lapsed ? .lapsed : nil
    case .takenBack, .expired, .migrated: .reopened
    case .submitted, .asked, .signed, .opposed, .concluded, .resubmitted, .transferred, .claimed,
      .released, .signerAdded, .signerRemoved, .questioned, .answered, .reminded, .seen, .copied,
      .overrideRequested:
      nil
    }
  }
}

extension TimeZoneRules {
  /// The date of a moment in a zone; nil: no such zone, or outside of the calendar.
  fileprivate func day(of time: Timestamp, in zone: String) -> CivilDate? {
    civilTime(time, zone: zone).flatMap { CivilDate(year: $0.year, month: $0.month, day: $0.day) }
  }
}
