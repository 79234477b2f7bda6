import CEL

extension Request {
  /// Takes one of its own later events into account.
  mutating func evolve(_ event: RequestEvent, _ envelope: Envelope) {
    if event.opensRound { round += 1 }
    switch event {
    case .submitted: break
    case .asked(_, let step, let day, let due):
      progress[step].askedOn = day
      progress[step].due = due
    case .signed(_, let step, let slot, let signature):
      fill(step, slot, .signed(signature))
    case .opposed(_, let step, let slot, let signature):
      fill(step, slot, .opposed(signature))
    case .concluded(_, let step, let slot, let verdict):
      fill(step, slot, .concluded(verdict))
    case .rejected, .outvoted: end(.rejected)
    case .returned(_, let from, let target, let resume, _, _):
      giveBack(from: from, to: target, resume)
    case .withdrawn: end(.withdrawn)
    case .resubmitted(_, let content, let reason, let contentDigest, let route):
      self.content = content
      self.reason = reason
      self.contentDigest = contentDigest
      revision += 1
      seen = []
      status = .pending
      begin(route)
    case .takenBack(_, let step, let slot):
      reopen(step, slot)
      // A clock that a question had stopped starts anew: the question is closed.
      if progress[step].paused != nil { progress[step].askedOn = nil }
      progress[step].paused = nil
    case .transferred(_, let step, let slot, let holder, _),
      .claimed(_, let step, let slot, let holder):
      progress[step].holders[slot] = holder
    case .released(_, let step, let slot): progress[step].holders[slot] = nil
    case .signerAdded(_, let step, let place, _):
      route.steps[step].slots.append(place)
      progress[step].outcomes.append(nil)
    case .signerRemoved(_, let step, let slot):
      // Places are known by their position, so the place stays.
      route.steps[step].slots[slot].isRemoved = true
    case .questioned(_, let step, let question, let paused):
      questions.append(question)
      if paused != nil {
        progress[step].paused = paused
        progress[step].due = nil
      }
    case .answered(_, let index, let answer, let step, let due):
      questions[index].answer = answer
      guard progress[step].paused != nil,
        !openQuestions(.information).contains(where: { $0.step == route.steps[step].name })
      else { break }
      progress[step].paused = nil
      progress[step].due = due
    case .reminded: break
    case .seen:
      if let person = envelope.actor.person, !seen.contains(person) { seen.append(person) }
    case .copied(_, let people): copied += people.filter { !copied.contains($0) }
    case .overrideRequested(_, let override): self.override = override
    case .overridden(_, let override, let second, _):
      self.override = override
      self.override?.confirmedBy = second
      end(.overridden)
    case .late(_, let step, let lateness):
      progress[step].lateness = lateness
      switch lateness {
      case .reminded, .escalated, .passed: break
      case .returned: giveBack(from: route.steps[step].name, to: nil, .forward)
      case .lapsed: end(.lapsed)
      }
    case .expired(_, let step, let slot):
      reopen(step, slot)
      progress[step].askedOn = nil
      progress[step].due = nil
      progress[step].lateness = nil
    case .migrated(_, let rulebook, let route):
      earlier = earlier.filter(stillCovers)
      remember()
      carries = .everything
      self.rulebook = rulebook
      begin(route)
    case .approved: end(.approved)
    case .lapsed: end(.lapsed)
    }
  }

  private mutating func fill(_ step: Int, _ slot: Int, _ outcome: SlotOutcome) {
    progress[step].outcomes[slot] = outcome
    guard isComplete(step) else { return }
    let name = route.steps[step].name
    closeQuestions { $0 == name }
  }

  private mutating func end(_ status: Status) {
    self.status = status
    closeQuestions { _ in true }
  }

  /// Nobody waits for an answer that no longer matters.
  private mutating func closeQuestions(_ closes: (StepName) -> Bool) {
    for index in questions.indices
    where questions[index].answer == nil && closes(questions[index].step) {
      questions[index].isClosed = true
    }
  }

  private mutating func giveBack(from: StepName, to target: Int?, _ resume: RequestEvent.Resume) {
    remember()
    override = nil
    closeQuestions { _ in true }
    guard let target else {
      // Nothing signed so far counts any more, save what is remembered of what it covered.
      status = .returned
      carries = resume == .jumpBack ? .before(from) : .nothing
      begin(route)
      return
    }
    status = .pending
    let position = route.steps[target].position
    let returner = route.steps.first { $0.name == from }?.position ?? position
    switch resume {
    case .forward: askAgain(steps { $0.position >= position })
    // Those in between agreed to the very content that comes back, and are not asked again.
    case .jumpBack: askAgain(steps { $0.position == position || $0.position >= returner })
    }
  }

  /// Starts the round of a route anew, with nobody asked.
  private mutating func begin(_ route: Route) {
    // What signers had added belongs to the round that it was added in.
    let steps = route.steps.map { step in
      var step = step
      step.slots.removeAll { $0.added != nil }
      return step
    }
    self.route = route
    self.route.steps = steps
    progress = steps.map { Progress(slots: $0.slots.count) }
    override = nil
  }

  /// Empties a place, and whatever rested on it. What was said there counts in no later round either.
  private mutating func reopen(_ step: Int, _ slot: Int) {
    let human = progress[step].outcomes[slot]?.human
    progress[step].outcomes[slot] = nil
    for index in earlier.indices
    where earlier[index].step == route.steps[step].name && earlier[index].slot == slot {
      earlier[index].isReopened = true
    }
    withdrawConclusions { if case .repeats(_, human) = $0 { true } else { false } }
    empty(steps { $0.position > route.steps[step].position })
  }

  /// Asks people again by name: an earlier yes of theirs would send it straight back unread.
  private mutating func askAgain(_ steps: [Int]) {
    let names = steps.map { route.steps[$0].name }
    for index in earlier.indices where names.contains(earlier[index].step) {
      earlier[index].isReopened = true
    }
    empty(steps)
  }

  /// Empties the places of some steps; they will be asked again, with all of their time.
  private mutating func empty(_ steps: [Int]) {
    for step in steps {
      let holders = progress[step].holders
      progress[step] = Progress(slots: route.steps[step].slots.count)
      progress[step].holders = holders.filter { $0.value.from != nil }
    }
  }

  private func steps(_ isMeant: (RoutedStep) -> Bool) -> [Int] {
    route.steps.indices.filter { isMeant(route.steps[$0]) }
  }

  private mutating func withdrawConclusions(_ rests: (MachineVerdict) -> Bool) {
    for step in progress.indices {
      for slot in progress[step].outcomes.indices {
        guard case .concluded(let verdict)? = progress[step].outcomes[slot], rests(verdict) else {
          continue
        }
        progress[step].outcomes[slot] = nil
      }
    }
  }

  /// Whether an earlier approval was found to cover its place of this round.
  private func stillCovers(_ approval: EarlierApproval) -> Bool {
    progress.indices.contains { step in
      guard route.steps[step].name == approval.step,
        progress[step].outcomes.indices.contains(approval.slot)
      else { return false }
      return progress[step].outcomes[approval.slot] == .concluded(.covered(by: approval.signature))
    }
  }

  /// Keeps what was agreed to, and to which content, when places are opened again.
  private mutating func remember() {
    for step in progress.indices {
      for slot in progress[step].outcomes.indices where route.steps[step].slots[slot].added == nil {
        let name = route.steps[step].name
        let authorities = route.steps[step].slots[slot].authorities
        let approval: EarlierApproval
        switch progress[step].outcomes[slot] {
        case .signed(let signature)?:
          approval = EarlierApproval(
            step: name, slot: slot, authorities: authorities, signature: signature,
            content: content)
        // What it covered is what was signed then, not what it was found to cover since.
        case .concluded, .opposed, nil: continue
        }
        earlier.removeAll { $0.step == name && $0.slot == slot }
        earlier.append(approval)
      }
    }
  }
}

extension [RequestID: Request] {
  /// Takes an event of any of the requests into account.
  mutating func evolve(_ event: RequestEvent, _ envelope: Envelope) {
    guard
      case .submitted(
        let id, let subject, let content, let reason, let contentDigest, let rulebook, let route) =
        event
    else {
      self[event.request]?.evolve(event, envelope)
      return
    }
    // INVARIANT (people-submit): the machine files nothing.
    guard let submitter = envelope.actor.person else { return }
    self[id] = Request(
      id: id, subject: subject, submitter: submitter, submittedAt: envelope.at, content: content,
      reason: reason, contentDigest: contentDigest, rulebook: rulebook, route: route)
  }

  /// Without those that have ended: they no longer matter to any decision, and would grow for ever.
  var open: Self { filter { $0.value.status.isOpen } }
}
