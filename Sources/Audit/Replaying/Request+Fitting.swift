import Engine

extension RequestEvent {
  /// Whether the event could have happened to the requests that are open: what it names is there.
  ///
  /// Engine and `evolve` may then be asked without being afraid of a log that no engine wrote.
  func fits(_ requests: [RequestID: Request], _ shelf: RulebookShelf) -> Bool {
    guard let request = requests[self.request] else {
      guard case .submitted(_, let subject, _, _, _, let rulebook, let route) = self else {
        return false
      }
      return route.isSound && shelf.knows(subject, rulebook)
    }
    switch self {
    case .submitted: return false
    case .asked(_, let step, _, _), .late(_, let step, _), .questioned(_, let step, _, _):
      return request.route.steps.indices.contains(step)
    case .signed(_, let step, let slot, _), .opposed(_, let step, let slot, _),
      .concluded(_, let step, let slot, _):
      return request.has(step, slot) && request.progress[step].outcomes[slot] == nil
    case .takenBack(_, let step, let slot), .transferred(_, let step, let slot, _, _),
      .claimed(_, let step, let slot, _), .released(_, let step, let slot),
      .signerRemoved(_, let step, let slot), .expired(_, let step, let slot):
      return request.has(step, slot)
    case .signerAdded(_, let step, let place, _):
      return request.route.steps.indices.contains(step) && place.isSound
    case .answered(_, let question, _, let step, _):
      return request.questions.indices.contains(question)
        && request.route.steps.indices.contains(step)
    case .returned(_, _, let step, _, _, _):
      return step.map(request.route.steps.indices.contains) ?? true
    case .resubmitted(_, _, _, _, let route): return route.isSound
    case .migrated(_, let rulebook, let route):
      return route.isSound && shelf.knows(request.subject, rulebook)
    case .rejected, .outvoted, .withdrawn, .overridden, .approved, .lapsed:
      return request.status.isOpen
    case .reminded, .seen, .copied, .overrideRequested: return true
    }
  }
}

extension Request {
  fileprivate func has(_ step: Int, _ slot: Int) -> Bool {
    route.steps.indices.contains(step) && route.steps[step].slots.indices.contains(slot)
  }
}

extension RulebookShelf {
  /// Whether a rulebook has the action that is asked for; also where there is no such rulebook to look into.
  fileprivate func knows(_ subject: Request.Subject, _ rulebook: Digest) -> Bool {
    guard case .action(let action, _) = subject, let rulebook = self[rulebook] else { return true }
    return rulebook.workflow[action: action] != nil
  }
}

extension Route {
  /// Whether it asks somebody, in steps that each have a place to sign.
  fileprivate var isSound: Bool {
    !steps.isEmpty
      && steps.allSatisfy { step in
        !step.slots.isEmpty && step.slots.allSatisfy(\.isSound) && step.within?.isSound != false
          && (step.majority ?? 1).isBounded
      }
  }
}

extension RoutedStep.Slot {
  fileprivate var isSound: Bool { (weight ?? 1).isBounded }
}

extension Term {
  fileprivate var isSound: Bool {
    switch self {
    case .days(let days), .workingDays(let days): days.isBounded
    }
  }
}

extension Int {
  /// Far beyond what any policy says, and far from where sums overflow or calendars are counted through for ever.
  fileprivate var isBounded: Bool { (0...100_000).contains(self) }
}
