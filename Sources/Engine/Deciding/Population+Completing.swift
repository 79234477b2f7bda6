import CEL

extension Population {
  /// More tries than this are not worth the answer.
  private static let tryLimit = 20_000

  /// Whether a request with a route could gather all of its signatures from these people, by the rules under which they
  /// really sign. nil: not found out within bounds.
  package func canComplete(_ route: Route, submitter: PersonID, repeats: Policy.Repeats) -> Bool? {
    guard let none = Digest(bytes: Array(repeating: 0, count: Digest.length)),
      let start = Timestamp(seconds: 0)
    else { return nil }
    let request = Request(
      id: "R-0", subject: .publish("nothing", workflow: "nothing", rulebook: none),
      submitter: submitter, submittedAt: start, content: [:], reason: "", contentDigest: none,
      rulebook: none, route: route)
    return canComplete(request, repeats)
  }

  /// The same for a request on its way, with what was signed so far.
  func canComplete(_ request: Request, _ repeats: Policy.Repeats) -> Bool? {
    var tries = 0
    return canComplete(request, repeats, at: request.submittedAt, &tries)
  }

  private func canComplete(
    _ request: Request, _ repeats: Policy.Repeats, at time: Timestamp, _ tries: inout Int
  ) -> Bool? {
    guard let step = request.activeSteps.first else { return true }
    let open = request.openSlots(step)
    // Every other place must be filled, so its turn may come now; of votes, any that can be cast may carry the step.
    for slot in open.first.map({ request.isVote(step, $0) ? open : [$0] }) ?? [] {
      tries += 1
      if tries > Self.tryLimit { return nil }
      for outcome in outcomes(request, repeats, step, slot, at: time) {
        var next = request
        next.progress[step].outcomes[slot] = outcome
        switch canComplete(next, repeats, at: time, &tries) {
        case true?: return true
        case nil: return nil
        case false?: continue
        }
      }
    }
    return false
  }

  /// How a place could be filled: by a repeat, which the machine would conclude at once, else by anybody who may sign.
  private func outcomes(
    _ request: Request, _ repeats: Policy.Repeats, _ step: Int, _ slot: Int, at time: Timestamp
  ) -> [SlotOutcome] {
    let electorate = electorate(of: request, step: step, slot: slot)
    if repeats == .merge, let earlier = repeating(request, step: step, slot: slot) {
      return [.concluded(.repeats(step: earlier.step, human: earlier.human))]
    }
    return electorate.electors.map { elector in
      .signed(
        Signature(
          person: elector.person, human: directory.human(elector.person), basis: elector.basis,
          comment: "", at: time, binding: request.binding))
    }
  }
}
