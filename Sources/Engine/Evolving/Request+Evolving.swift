extension Request {
  /// The request that a `submitted` event brings into being.
  static func evolve(
    id: RequestID, subject: Subject, content: [FieldName: FieldValue], reason: String,
    contentDigest: Digest, rulebook: Digest, route: Route, envelope: Envelope
  ) -> Request {
    Request(
      id: id, subject: subject, submitter: envelope.actor.person, submittedAt: envelope.at,
      content: content, reason: reason, contentDigest: contentDigest, rulebook: rulebook,
      route: route)
  }

  /// Takes one of its own later events into account.
  mutating func evolve(_ event: RequestEvent) {
    switch event {
    case .submitted: break
    case .asked(_, let step, let due):
      asked[step] = true
      self.due[step] = due
    case .signed(_, let step, let slot, let signature): outcomes[step][slot] = .signed(signature)
    case .concluded(_, let step, let slot, let verdict):
      outcomes[step][slot] = .concluded(verdict)
    case .rejected: status = .rejected
    case .returned(_, _, let target, _, _):
      round += 1
      if target == nil { status = .returned }
      // Back at the submitter nothing signed so far counts any more; back at a step, what came before it still does.
      let position = target.map { route.steps[$0].position } ?? 0
      for step in outcomes.indices where route.steps[step].position >= position {
        outcomes[step] = Array(repeating: nil, count: outcomes[step].count)
        asked[step] = false
        due[step] = nil
      }
    case .withdrawn: status = .withdrawn
    case .resubmitted(_, let content, let reason, let contentDigest, let route):
      self.content = content
      self.reason = reason
      self.contentDigest = contentDigest
      self.route = route
      revision += 1
      status = .pending
      outcomes = route.steps.map { Array(repeating: nil, count: $0.slots.count) }
      asked = route.steps.map { _ in false }
      due = route.steps.map { _ in nil }
    case .approved: status = .approved
    case .lapsed: status = .lapsed
    }
  }
}

extension [RequestID: Request] {
  /// Takes an event of any of the requests into account.
  mutating func evolve(_ event: RequestEvent, _ envelope: Envelope) {
    if case .submitted(
      let id, let subject, let content, let reason, let contentDigest, let rulebook, let route) =
      event
    {
      self[id] = .evolve(
        id: id, subject: subject, content: content, reason: reason, contentDigest: contentDigest,
        rulebook: rulebook, route: route, envelope: envelope)
    } else {
      self[event.request]?.evolve(event)
    }
  }

  /// Without those that have ended: they no longer matter to any decision, and would grow for ever.
  var open: Self { filter { $0.value.status.isOpen } }
}
