/// What the clock does, and what happens to a request when the rules change under it.
extension NaiveEvaluator {
  /// Lets the clock look at the project: nothing to do is a refusal.
  mutating func tick() -> NaiveRefusal? {
    var after = self
    var hasActed = after.lookAtRequest()
    if let review = after.review, review.on < company.today, !review.isTold {
      after.review?.isTold = true
      hasActed = true
    }
    guard hasActed else { return .nothing }
    self = after
    return nil
  }

  private mutating func lookAtRequest() -> Bool {
    guard request.status == .pending || request.status == .returned else { return false }
    if isOver {
      request.status = .lapsed
      return true
    }
    guard request.status == .pending else { return false }
    let before = marks
    for (step, place, yes) in request.counted where isTooOld(yes) {
      // What an earlier one opened is open.
      guard request.counted.contains(where: { $0 == (step, place, yes) }) else { continue }
      reopen(step, place)
      let paused = request.steps[step].pausedFor
      request.steps[step].forgetTime()
      request.steps[step].pausedFor = paused
    }
    for step in request.active(fault) where request.status == .pending { beLate(step) }
    if request.status == .pending { settle() }
    let hasActed = marks != before
    if hasActed {
      var concluded = self
      if concluded.conclude() == nil { self = concluded }
    }
    return hasActed
  }

  /// All that the clock can change.
  private var marks: [String] {
    ["\(request.status)"]
      + request.steps.map { "\($0.isAsked) \($0.isLate) \($0.places.map(\.ink))" }
  }

  private mutating func beLate(_ step: Int) {
    let paper = request.steps[step]
    guard !paper.isLate, paper.pausedFor == nil, let due = paper.due, let late = paper.late,
      fault == .deadlineDayIsLate ? due <= company.today : due < company.today
    else { return }
    request.steps[step].isLate = true
    switch late {
    case .remind: break
    case .escalate(let who):
      if fault != .escalationIsForgotten {
        request.steps[step].alsoAsked = escalation(step, who)
      }
    case .giveBack: giveBack(from: step, to: nil, straightBack: false)
    case .reject: request.status = .lapsed
    case .pass(let ceiling):
      guard let amount = paper.amount, amount < ceiling || fault == .passesAtTheCeiling,
        !request.counted.isEmpty || fault == .passesWithoutAHuman
      else { return }
      while let place = request.open(step).first { fill(step, place, .passed) }
    }
  }

  /// Who may sign too: the role that the policy names, the next of the chain that the route has not, else whoever is
  /// above the first who may sign.
  private func escalation(_ step: Int, _ who: NaiveChain.Who?) -> NaiveRequest.Ask? {
    if let who { return ask(who, request.content) }
    let inRoute = request.steps.flatMap(\.places).flatMap(\.asks)
    let name = request.steps[step].name
    for later in chain.steps.drop(while: { $0.name != name }).dropFirst() {
      for role in later.roles {
        if let ask = ask(role, request.content), !inRoute.contains(ask) { return ask }
      }
    }
    return request.open(step).lazy.compactMap { signers(step, $0).first }.first.map {
      .line($0.person)
    }
  }

  /// Information is there: the clock goes on when the last question of the step is answered.
  mutating func answer(_ index: Int) {
    request.questions[index].isOpen = false
    let name = request.questions[index].step
    let step = request.steps.firstIndex { $0.name == name } ?? 0
    let isOpen = request.questions.contains { $0.isOpen && $0.isInformation && $0.step == name }
    guard let left = request.steps[step].pausedFor, request.questions[index].isInformation, !isOpen
    else { return }
    request.steps[step].pausedFor = nil
    request.steps[step].due = company.today + left
  }

  /// The request goes on under the rules that are in force.
  mutating func migrate(_ onlyIfStricter: Bool, _ person: String) -> NaiveRefusal? {
    guard company.holds(person, "administrator") || fault == .anybodyMigrates else {
      return .notAdministrator
    }
    let human = company.human(person)
    if human == company.human(request.submitter)
      || request.written.contains(where: { $0.yes.human == human })
    {
      return .submitter
    }
    guard isOutdated else { return .nothing }
    if let refusal = unready { return refusal }
    var after = self
    (after.chain, after.isOutdated) = (inForce, false)
    guard let sheet = after.sheet(request.content) else { return .emptyRoute }
    if onlyIfStricter, !isStricter(sheet) { return .nothing }
    after.request.earlier = request.earlier.filter { old in
      request.inks.contains { step, place, ink in
        request.steps[step].name == old.step && place == old.place && ink == .stillCovers(old.yes)
      }
    }
    after.remember()
    after.request.carriesAll = true
    after.request.overrideBy = nil
    after.request.steps = sheet
    after.settle()
    self = after
    return nil
  }

  /// Whether every step of the paper takes at least as much, and something takes more.
  private func isStricter(_ sheet: [NaiveRequest.Step]) -> Bool {
    func demands(_ steps: [NaiveRequest.Step]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0.majority ?? $0.places.count) })
    }
    let (new, old) = (demands(sheet), demands(request.steps))
    return old.allSatisfy { new[$0.key, default: 0] >= $0.value } && new != old
  }
}

extension NaiveChain.Step {
  /// The roles that it asks for, in their order.
  fileprivate var roles: [NaiveChain.Who] {
    let all: [NaiveChain.Who] =
      switch mode {
      case .any(let who), .all(let who), .quorum(_, let who): who
      case .vote(let ballots, _): ballots.map(\.role)
      }
    return all.filter { who in
      switch who {
      case .company, .project: true
      case .named, .superior: false
      }
    }
  }
}
