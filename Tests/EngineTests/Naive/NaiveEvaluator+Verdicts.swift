/// What follows when somebody tries something: the paper afterwards, or why not.
extension NaiveEvaluator {
  /// Carries a command out; nil: done.
  mutating func attempt(_ command: NaiveCommand, by person: String) -> NaiveRefusal? {
    if command == .tick { return tick() }
    if !company.isHere(person), fault != .leaverSigns { return .gone }
    var after = self
    if let refusal = after.carryOut(command, person) ?? after.conclude() { return refusal }
    self = after
    return nil
  }

  private mutating func carryOut(_ command: NaiveCommand, _ person: String) -> NaiveRefusal? {
    switch command {
    case .approve(let view, let says): return approve(view, says, person)
    case .reject(let view, let says): return reject(view, says, person)
    case .returnBack(let view, let to, let straight, let says):
      return returnBack(view, to, straight, says, person)
    case .withdraw:
      guard [.pending, .returned].contains(request.status) else { return .notPending }
      guard owns(person) || fault == .withdrawnByAnybody else { return .notAllowed }
      request.status = .withdrawn
    case .takeBack: return takeBack(person)
    case .transfer(let other): return transfer(to: other, person)
    case .claim:
      if let refusal = unready { return refusal }
      guard let place = place(for: person) else { return whyNoPlace(person) }
      guard signers(place.step, place.place).count > 1,
        request.steps[place.step].places[place.place].holder == nil
      else { return .nothing }
      request.steps[place.step].places[place.place].holder = (person, nil)
    case .release: return release(person)
    case .addSigner(let other, let turn): return add(other, turn, person)
    case .removeSigner(let other): return remove(other, person)
    case .ask(let says): return question(nil, says, person)
    case .consult(let other, let says): return question(other, says, person)
    case .reply(let says):
      if let refusal = unready { return refusal }
      guard says else { return .silent }
      let index = request.questions.firstIndex {
        $0.isOpen && company.human($0.to) == company.human(person)
      }
      guard let index else { return .nothing }
      answer(index)
    case .remind:
      if let refusal = unready { return refusal }
      if let refusal = uninvolved(person) { return refusal }
    case .see:
      if let refusal = unready { return refusal }
      guard place(for: person) != nil else { return whyNoPlace(person) }
      guard !request.seen.contains(person) else { return .nothing }
      request.seen.append(person)
    case .copy(let others): return copy(others, person)
    case .override(let view, let says): return override(view, says, person)
    case .resubmit(let values): return resubmit(values, person)
    case .migrate(let onlyIfStricter): return migrate(onlyIfStricter, person)
    case .tick: break
    }
    return nil
  }

  /// Why nothing can be said to it any more; nil: it can.
  var unready: NaiveRefusal? {
    guard request.status == .pending else { return .notPending }
    return isOver ? .lapsed : nil
  }

  private func owns(_ person: String) -> Bool {
    company.human(person) == company.human(request.submitter)
  }

  private func outdated(_ view: NaiveCommand.View) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    return view == .current || fault == .staleViewCounts ? nil : .stale
  }

  private mutating func approve(_ view: NaiveCommand.View, _ says: Bool, _ person: String)
    -> NaiveRefusal?
  {
    if let refusal = outdated(view) { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    if request.steps[here.step].needsComment, !says, fault != .noCommentNeeded { return .silent }
    fill(here.step, here.place, .yes(yes(here.signer)))
    settle()
    return nil
  }

  private func yes(_ signer: Signer) -> NaiveRequest.Yes {
    .init(
      person: signer.person, human: company.human(signer.person), principal: signer.principal,
      on: company.today)
  }

  private mutating func reject(_ view: NaiveCommand.View, _ says: Bool, _ person: String)
    -> NaiveRefusal?
  {
    if let refusal = outdated(view) { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    guard says else { return .silent }
    let step = request.steps[here.step]
    if step.places[here.place].weight != nil {
      fill(here.step, here.place, .no(yes(here.signer)))
      guard request.isLost(here.step, fault) else { return nil }
    }
    switch step.rejection {
    case "returns": giveBack(from: here.step, to: nil, straightBack: false)
    case "back":
      let before = request.steps.map(\.position).filter { $0 < step.position }.max()
      let target = before.flatMap { wanted in
        request.steps.indices.first { request.steps[$0].position == wanted }
      }
      giveBack(from: here.step, to: target, straightBack: false)
    default: request.status = .rejected
    }
    return nil
  }

  private mutating func returnBack(
    _ view: NaiveCommand.View, _ to: String?, _ straight: Bool, _ says: Bool, _ person: String
  ) -> NaiveRefusal? {
    if let refusal = outdated(view) { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    guard says else { return .silent }
    var target: Int?
    if let to {
      target = request.steps.indices.first {
        request.steps[$0].name == to
          && request.steps[$0].position < request.steps[here.step].position
      }
      guard target != nil else { return .unknownStep }
    }
    giveBack(from: here.step, to: target, straightBack: straight)
    return nil
  }

  private mutating func takeBack(_ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    let own = request.written.last { $0.yes.human == company.human(person) }
    guard let own else { return .notAsked }
    let here = request.steps[own.step]
    let hasLater = request.written.contains { other in
      let there = request.steps[other.step]
      return there.position > here.position
        || other.step == own.step
          && there.places[other.place].turn > here.places[own.place].turn
    }
    if hasLater, fault != .takenBackAfterOthersActed { return .notAllowed }
    reopen(own.step, own.place)
    // A clock that stood still starts anew.
    if request.steps[own.step].pausedFor != nil { request.steps[own.step].isAsked = false }
    request.steps[own.step].pausedFor = nil
    settle()
    return nil
  }

  /// Why somebody is not to have a say; nil: they may.
  private func unfit(_ other: String, than person: String) -> NaiveRefusal? {
    if !company.isHere(other) { return .gone }
    if company.human(other) == company.human(person) { return .notAllowed }
    if isSubmitter(other) { return .submitter }
    return hasSpoken(other) ? .signed : nil
  }

  private mutating func transfer(to other: String, _ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    guard here.signer.principal == nil else { return .notAllowed }
    if let refusal = unfit(other, than: person) { return refusal }
    let isColleague = signers(here.step, here.place, heedingHolder: false).contains {
      $0.person == other
    }
    guard isColleague || company.bosses(person).contains(other) || fault == .transferToAnybody
    else { return .notAsked }
    guard company.covers(other, request.steps[here.step].amount) else { return .notAsked }
    request.steps[here.step].places[here.place].holder = (other, person)
    return nil
  }

  private mutating func release(_ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    for step in request.active(fault) {
      for place in request.steps[step].places.indices {
        guard let holder = request.steps[step].places[place].holder, holder.from == nil,
          holder.person == person
        else { continue }
        request.steps[step].places[place].holder = nil
        return nil
      }
    }
    return .nothing
  }

  private mutating func add(_ other: String, _ turn: Int, _ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    if let refusal = unfit(other, than: person) { return refusal }
    let isThere = request.open(here.step).contains { place in
      signers(here.step, place).contains { $0.person == other }
    }
    if isThere { return .nothing }
    guard company.covers(other, request.steps[here.step].amount) else { return .notAsked }
    request.steps[here.step].places.append(
      .init(asks: [.person(other)], addedBy: person, turn: turn))
    return nil
  }

  private mutating func remove(_ other: String, _ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    for step in request.active(fault) {
      for (index, place) in request.steps[step].places.enumerated()
      where place.asks == [.person(other)] && !place.isRemoved && place.addedBy != nil {
        guard place.addedBy == person || fault == .anybodyRemoves else { return .notAllowed }
        guard place.ink == nil else { return .signed }
        request.steps[step].places[index].isRemoved = true
        settle()
        return nil
      }
    }
    return .notAllowed
  }

  private mutating func question(_ to: String?, _ says: Bool, _ person: String) -> NaiveRefusal? {
    if let refusal = unready { return refusal }
    guard let here = place(for: person) else { return whyNoPlace(person) }
    if let to {
      guard company.isHere(to) else { return .gone }
      guard company.human(to) != company.human(person), !owns(to) else { return .notAllowed }
    }
    guard says else { return .silent }
    request.questions.append(
      (request.steps[here.step].name, to ?? request.submitter, true, to == nil))
    if to == nil, let due = request.steps[here.step].due, fault != .pausedClockRuns {
      request.steps[here.step].pausedFor = max(0, due - company.today)
      request.steps[here.step].due = nil
    }
    return nil
  }

  private func uninvolved(_ person: String) -> NaiveRefusal? {
    let human = company.human(person)
    if owns(person) || request.written.contains(where: { $0.yes.human == human })
      || request.earlier.contains(where: { $0.yes.human == human })
    {
      return nil
    }
    return place(for: person) == nil ? whyNoPlace(person) : nil
  }

  private mutating func copy(_ others: [String], _ person: String) -> NaiveRefusal? {
    guard [.pending, .returned].contains(request.status) else { return .notPending }
    if let refusal = uninvolved(person) { return refusal }
    var new: [String] = []
    for other in others where !request.copied.contains(other) && !new.contains(other) {
      guard company.isHere(other) else { return .unknownPerson }
      new.append(other)
    }
    if new.isEmpty { return .nothing }
    request.copied += new
    return nil
  }

  private mutating func override(_ view: NaiveCommand.View, _ says: Bool, _ person: String)
    -> NaiveRefusal?
  {
    if let refusal = outdated(view) { return refusal }
    guard !chain.overriddenBy.isEmpty else { return .notAllowed }
    let holders = chain.overriddenBy.flatMap { who -> [String] in
      switch who {
      case .company(let role):
        company.names.filter { company.holds($0, role) && company.isHere($0) }
      case .project(let role): company.projectRoles[role] ?? []
      case .named, .superior: []
      }
    }
    if isSubmitter(person) { return .submitter }
    guard holders.contains(person) || fault == .overriddenByAnybody else { return .notAllowed }
    guard says else { return .silent }
    if let first = request.overrideBy,
      holders.contains(where: { company.human($0) == first && company.isHere($0) })
    {
      if first == company.human(person) { return .signed }
      request.status = .overridden
      review = (request.reviewOn, false)
    } else {
      request.overrideBy = company.human(person)
      request.reviewOn = company.today + 3
      if fault == .overriddenByOne { request.status = .overridden }
    }
    return nil
  }

  private mutating func resubmit(_ values: [String: String], _ person: String) -> NaiveRefusal? {
    guard owns(person) else { return .notAllowed }
    guard request.status == .returned else { return .notReturned }
    if isOver { return .lapsed }
    let content = request.content.merging(values) { $1 }
    request.revision += 1
    request.seen = []
    request.overrideBy = nil
    return begin(content) ? nil : .emptyRoute
  }
}
