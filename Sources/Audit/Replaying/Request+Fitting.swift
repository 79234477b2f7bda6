import Engine

extension RequestEvent {
  /// Whether the event could have happened to the requests that are open: what it names is there.
  ///
  /// `evolve` may then be asked without being afraid of a log that nobody's engine wrote.
  func fits(_ requests: [RequestID: Request]) -> Bool {
    guard let request = requests[self.request] else {
      if case .submitted(_, _, _, _, _, _, let route) = self { return route.isSound }
      return false
    }
    switch self {
    case .submitted: return false
    case .asked(_, let step, _): return request.route.steps.indices.contains(step)
    case .signed(_, let step, let slot, _), .concluded(_, let step, let slot, _):
      return request.route.steps.indices.contains(step)
        && request.route.steps[step].slots.indices.contains(slot)
        && request.outcomes[step][slot] == nil
    case .returned(_, _, let step, _, _):
      return step.map(request.route.steps.indices.contains) ?? true
    case .resubmitted(_, _, _, _, let route): return route.isSound
    case .rejected, .withdrawn, .approved, .lapsed: return request.status.isOpen
    }
  }
}

extension Route {
  /// Whether it asks somebody, in steps that each have a place to sign.
  fileprivate var isSound: Bool {
    !steps.isEmpty && steps.allSatisfy { !$0.slots.isEmpty }
  }
}
