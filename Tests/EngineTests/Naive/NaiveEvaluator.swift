/// The rules of signing once more, read from the manuals and written as plainly as possible: who may do what now.
///
/// Tries people one by one where the engine computes sets, and keeps its own paper of the request.
struct NaiveEvaluator {
  var company: NaiveCompany
  /// What the request is pinned to, and what is in force by now.
  var chain: NaiveChain
  var inForce: NaiveChain
  /// Whether the two are different versions.
  var isOutdated = false
  /// The last override that is to be looked at again.
  var review: (on: Int, isTold: Bool)?
  let action: String
  var request: NaiveRequest

  var fault: Fault? { company.fault }

  init(_ company: NaiveCompany, _ chain: NaiveChain, action: String, submitter: String) {
    self.company = company
    self.chain = chain
    inForce = chain
    self.action = action
    request = NaiveRequest(submitter: submitter, content: [:])
  }

  // MARK: - Who is asked

  /// Everybody of whom a place asks, whatever stands against them.
  func asked(_ ask: NaiveRequest.Ask, _ amount: Int?) -> [String] {
    var people: [String] = []
    switch ask {
    case .company(let role):
      for person in company.names where company.holds(person, role) {
        let doer = company.tasks(of: person)
        // A leaver's role is asked for only through somebody who took over.
        if company.isHere(person) || doer != person || fault == .leaverSigns { people.append(doer) }
      }
    case .project(let role):
      people = (company.projectRoles[role] ?? []).map(company.tasks)
    case .person(let person): people = [company.tasks(of: person)]
    case .line(let person):
      let line = company.above(person)
      let first = line.first { company.covers($0, amount) || fault == .lineIgnoresTheAmount }
      people = first.map { [$0] } ?? []
    }
    return people
  }

  /// Whether the person has spoken in this round, or somebody for them.
  func hasSpoken(_ person: String) -> Bool {
    if fault == .oneHumanSignsTwice { return false }
    return request.inks.contains { _, _, ink in
      switch ink {
      case .yes(let yes), .no(let yes), .stillCovers(let yes):
        if fault == .twoNamesSignTwice { return yes.person == person }
        if yes.human == company.human(person) { return true }
        guard let principal = yes.principal, fault != .principalSignsAfterTheirStandIn else {
          return false
        }
        return company.human(principal) == company.human(person)
      case .repeats, .passed: return false
      }
    }
  }

  func isSubmitter(_ person: String) -> Bool {
    switch fault {
    case .submitterSigns: false
    case .submitterSignsUnderAnotherName: person == request.submitter
    default: company.human(person) == company.human(request.submitter)
    }
  }

  private func isFit(_ person: String, _ amount: Int?) -> Bool {
    (company.isHere(person) || fault == .leaverSigns) && !isSubmitter(person) && !hasSpoken(person)
      && company.covers(person, amount)
  }

  struct Signer: Hashable {
    let person: String
    /// For whom; nil: themselves.
    let principal: String?
  }

  /// Who may sign in one place now.
  func signers(_ step: Int, _ place: Int, heedingHolder: Bool = true) -> [Signer] {
    let paper = request.steps[step]
    let asks = paper.places[place].asks
    guard !paper.places[place].isRemoved else { return [] }
    let holder = heedingHolder ? paper.places[place].holder : nil
    if let holder, holder.from != nil {
      let doer = company.tasks(of: holder.person)
      if isFit(doer, paper.amount) { return withDeputies([doer], paper.amount) }
    }
    let everybody = candidates(step, place)
    var fit = everybody.filter { isFit($0, paper.amount) }
    if fit.isEmpty { fit = substitutes(for: everybody, asks, step) }
    let signers = withDeputies(fit, paper.amount)
    guard let holder, holder.from == nil, fault != .claimIsNotExclusive,
      signers.contains(where: { $0.person == holder.person })
    else { return signers }
    return signers.filter { $0.person == holder.person || $0.principal == holder.person }
  }

  /// Everybody of whom a place asks: since its step is late, those to whom it went up too.
  func candidates(_ step: Int, _ place: Int) -> [String] {
    let paper = request.steps[step]
    let people = paper.places[place].asks.flatMap { asked($0, paper.amount) }
    guard let also = paper.alsoAsked, paper.places[place].addedBy == nil else { return people }
    return people + asked(also, nil)
  }

  private func withDeputies(_ people: [String], _ amount: Int?) -> [Signer] {
    var signers: [Signer] = []
    for person in people where !signers.contains(where: { $0.person == person }) {
      signers.append(Signer(person: person, principal: nil))
    }
    for person in people {
      var deputies = company.deputies(of: person, action, amount)
      if fault == .standInOfAStandIn {
        deputies += deputies.flatMap { company.deputies(of: $0, action, amount) }
      }
      for deputy in deputies
      where !isSubmitter(deputy) && !hasSpoken(deputy)
        && !signers.contains(where: { $0.person == deputy })
      {
        signers.append(Signer(person: deputy, principal: person))
      }
    }
    return signers
  }

  /// Where a place goes if everybody is barred: to a superior, else to the next steps. Nowhere if nobody has the
  /// authority at all.
  private func substitutes(for everybody: [String], _ asks: [NaiveRequest.Ask], _ step: Int)
    -> [String]
  {
    let isNamed = asks.contains { if case .person = $0 { true } else { false } }
    let isBarred = everybody.contains(where: company.isHere)
    guard isNamed || isBarred || fault == .vacantGoesUp, fault != .barredStays else { return [] }
    let paper = request.steps[step]
    for person in everybody {
      for superior in company.above(person) where isFit(superior, paper.amount) {
        return [superior]
      }
    }
    for next in request.steps where next.position > paper.position {
      let people = next.places.filter { !$0.isRemoved }.flatMap(\.asks)
        .flatMap { asked($0, paper.amount) }.filter { isFit($0, paper.amount) }
      if !people.isEmpty { return people }
    }
    return []
  }

  /// The first place that the person may sign now; nil: none.
  func place(for person: String) -> (step: Int, place: Int, signer: Signer)? {
    for step in request.active(fault) {
      for place in request.open(step) {
        if let signer = signers(step, place).first(where: { $0.person == person }) {
          return (step, place, signer)
        }
      }
    }
    return nil
  }

  func whyNoPlace(_ person: String) -> NaiveRefusal {
    isSubmitter(person) ? .submitter : hasSpoken(person) ? .signed : .notAsked
  }

  // MARK: - Routing

  /// The sheet for a content; nil: nobody would be asked, or the field that names somebody is empty.
  func sheet(_ content: [String: String]) -> [NaiveRequest.Step]? {
    var sheet: [NaiveRequest.Step] = []
    var last: Int?
    let amount = Int(content["amount"]!)!
    for step in chain.steps {
      if let above = step.above {
        guard fault == .conditionIsInclusive ? amount >= above : amount > above else { continue }
      }
      let isBeside = step.group != nil && step.group == last
      let before = sheet.last?.position ?? -1
      guard
        let paper = paper(
          step, at: isBeside ? before : before + 1, content, covers: step.covers ? amount : nil)
      else { return nil }
      sheet.append(paper)
      last = step.group
    }
    return sheet.isEmpty ? nil : sheet
  }

  func ask(_ who: NaiveChain.Who, _ content: [String: String]) -> NaiveRequest.Ask? {
    switch who {
    case .company(let role): .company(role)
    case .project(let role): .project(role)
    case .named: content["person"].map(NaiveRequest.Ask.person)
    case .superior: .line(request.submitter)
    }
  }

  private func paper(
    _ step: NaiveChain.Step, at position: Int, _ content: [String: String], covers: Int?
  ) -> NaiveRequest.Step? {
    func ask(_ who: NaiveChain.Who) -> NaiveRequest.Ask? { self.ask(who, content) }
    var places: [NaiveRequest.Place] = []
    var majority: Int?
    switch step.mode {
    case .any(let who): places = [.init(asks: who.compactMap(ask))]
    case .all(let who):
      places = who.map { .init(asks: [$0].compactMap(ask)) }
      if fault == .oneOfAllIsEnough { places = [.init(asks: who.compactMap(ask))] }
    case .quorum(let count, let who):
      let needed = fault == .quorumOfOne ? 1 : count
      places = (0..<needed).map { _ in .init(asks: who.compactMap(ask)) }
    case .vote(let ballots, let needs):
      for (who, weight) in ballots {
        let role = ask(who)!
        let humans = Set(
          asked(role, nil).filter(company.isHere).map(company.human)
        ).subtracting([company.human(request.submitter)])
        places += (0..<max(1, humans.count)).map { _ in .init(asks: [role], weight: weight) }
      }
      let total = places.map { $0.weight! }.reduce(0, +)
      switch needs {
      case .half: majority = fault == .halfIsAMajority ? (total + 1) / 2 : total / 2 + 1
      case .share(let part, let whole):
        majority = (1...total).first { $0 * whole >= total * part }
      case .weight(let weight): majority = weight
      }
    }
    guard places.allSatisfy({ !$0.asks.isEmpty }) else { return nil }
    return NaiveRequest.Step(
      name: step.name, position: position, places: places, majority: majority, amount: covers,
      rejection: step.rejection, needsComment: step.needsComment, within: step.within,
      late: step.late)
  }
}
