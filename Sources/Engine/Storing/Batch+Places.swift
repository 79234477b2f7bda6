/// A place to sign that was filled in one round of a request.
package struct FilledPlace: Sendable, Hashable {
  package let request: RequestID
  package let round: Int
  package let step: Int
  package let slot: Int
  /// nil: the machine concluded it.
  package let human: PersonID?
}

extension Batch.After {
  /// The open requests of the record.
  package var requests: [RequestID: Request] {
    switch self {
    case .workspace(let workspace): workspace.requests
    case .project(let project): project.requests
    }
  }
}

extension Batch {
  /// INVARIANT (batch-is-whole): the batch is about its stream, and says how each request stands that its events are
  /// about. A store refuses any other before it writes, since constraints see only what they are told.
  package func requireWhole() throws(StoreFailure) {
    let described: (stream: Stream, version: Int) =
      switch after {
      case .workspace(let workspace): (.workspace, workspace.version)
      case .project(let project): (.project(project.id), project.version)
      }
    guard !events.isEmpty, expectedVersion >= 0, described.stream == stream,
      described.version == expectedVersion + events.count,
      (stream == .workspace) == (workspaceVersion == nil),
      (birth == nil) == (kin.parentVersion == nil)
    else { throw .failed("the batch for `\(stream)` does not fit its record") }
    let known = Set(touched.map(\.id))
    for case .request(let event) in events where !known.contains(event.request) {
      throw .failed("the batch does not say how `\(event.request)` stands")
    }
    // The record is kept without its requests: what is written of each is what was touched.
    for request in touched
    where after.requests[request.id] != (request.status.isOpen ? request : nil) {
      throw .failed("the batch says in two ways how `\(request.id)` stands")
    }
  }

  /// The requests that the batch brings into being.
  package var submitted: Set<RequestID> {
    Set(
      events.compactMap { event in
        if case .request(.submitted(let id, _, _, _, _, _, _)) = event { id } else { nil }
      })
  }

  /// Who might have to sign now, for each request where that may have changed.
  ///
  /// Also for open requests that the events are not about: they may have changed who holds a role of the project.
  package var addressees: [(request: RequestID, addressees: Set<Addressee>)] {
    let roles: [RoleName: [PersonID]] =
      switch after {
      case .workspace: [:]
      case .project(let project): project.people
      }
    let open = after.requests
    let ended = touched.filter { open[$0.id] == nil }
    return (open.values.sorted { $0.id < $1.id } + ended).map {
      ($0.id, $0.addressees(projectRoles: roles))
    }
  }

  /// The places that the events filled, each under its round.
  ///
  /// What a return to an earlier step leaves standing is filled again under the new round, so that a human who
  /// signed before still counts once.
  package var filledPlaces: [FilledPlace] {
    touched.flatMap { request in
      let events = self.events.compactMap { event in
        if case .request(let event) = event, event.request == request.id { event } else { nil }
      }
      let reopenings = events.count { $0.opensRound }
      var round = request.round - reopenings
      var places: [FilledPlace] = []
      for event in events {
        if event.opensRound {
          round += 1
        }
        switch event {
        case .signed(let id, let step, let slot, let signature),
          .opposed(let id, let step, let slot, let signature):
          places.append(
            FilledPlace(request: id, round: round, step: step, slot: slot, human: signature.human))
        case .concluded(let id, let step, let slot, let verdict):
          places.append(
            FilledPlace(
              request: id, round: round, step: step, slot: slot, human: verdict.countedHuman))
        case .submitted, .asked, .rejected, .outvoted, .returned, .withdrawn, .resubmitted,
          .takenBack, .transferred, .claimed, .released, .signerAdded, .signerRemoved,
          .questioned, .answered, .reminded, .seen, .copied, .overrideRequested, .overridden,
          .late, .expired, .migrated, .approved, .lapsed:
          break
        }
      }
      guard reopenings > 0 else { return places }
      let standing = request.filledPlaces.filter { place in
        !places.contains {
          $0.round == place.round && $0.step == place.step && $0.slot == place.slot
        }
      }
      return places + standing
    }
  }
}

extension Request {
  /// The places that stand filled in its round.
  fileprivate var filledPlaces: [FilledPlace] {
    progress.indices.flatMap { step in
      progress[step].outcomes.indices.compactMap { slot in
        let human: PersonID?
        switch progress[step].outcomes[slot] {
        case .signed(let signature)?, .opposed(let signature)?: human = signature.human
        case .concluded(let verdict)?: human = verdict.countedHuman
        case nil: return nil
        }
        return FilledPlace(request: id, round: round, step: step, slot: slot, human: human)
      }
    }
  }
}

extension MachineVerdict {
  /// The human who fills a place by it and may fill no other; a repeat fills a second one of the same human's.
  fileprivate var countedHuman: PersonID? {
    switch self {
    case .covered(let signature): signature.human
    case .repeats, .timedOut: nil
    }
  }
}
