import CEL

/// The people of the company and of a project on one day, of whom electorates are made.
public struct Population: Sendable {
  public let directory: Directory
  public let projectRoles: [RoleName: [PersonID]]
  public let today: CivilDate

  public init(directory: Directory, projectRoles: [RoleName: [PersonID]], today: CivilDate) {
    self.directory = directory
    self.projectRoles = projectRoles
    self.today = today
  }

  /// Who may sign in one place of a request.
  ///
  /// `heedingHolder` false: as if nobody had claimed the place, and it had been handed to nobody.
  public func electorate(
    of request: Request, step: Int, slot: Int, heedingHolder: Bool = true
  ) -> Electorate {
    let routed = request.route.steps[step]
    let place = routed.slots[slot]
    let bars = Bars(request, directory)
    guard !place.isRemoved else { return Electorate(electors: [], barred: []) }
    let holder = heedingHolder ? request.progress[step].holders[slot] : nil
    if let holder, let giver = holder.from {
      let handed = sift(
        [replaced(holder.person, .transferred(from: giver))], request, routed, bars)
      // A holder who left, or signed elsewhere, holds nobody up: the place is everybody's again.
      if !handed.electors.isEmpty { return handed }
    }
    var electorate = sift(
      candidates(for: place, routed, request.progress[step].lateness), request, routed, bars)
    if electorate.electors.isEmpty,
      electorate.barred.contains(where: { $0.bar != .notActive })
        || place.authorities.contains(where: { if case .person = $0 { true } else { false } })
    {
      let substitutes = substitutes(
        for: electorate.barred.map(\.person), bars, request, after: step)
      electorate = Electorate(
        electors: withDeputies(substitutes, request, routed, bars), barred: electorate.barred)
    }
    guard let holder, holder.from == nil, electorate[holder.person] != nil else {
      return electorate
    }
    return Electorate(
      electors: electorate.electors.filter {
        $0.person == holder.person || $0.basis == .standIn(for: holder.person)
      }, barred: electorate.barred)
  }

  /// Why a person may not sign in this round any more; nil: nothing that they did stands against it.
  func bar(_ person: PersonID, in request: Request) -> Electorate.Bar? {
    Bars(request, directory)[person]
  }

  /// Whose signature of this round would be merged into a place: they could sign it, had they not signed before.
  func repeating(_ request: Request, step: Int, slot: Int) -> (step: StepName, human: PersonID)? {
    let routed = request.route.steps[step]
    // INVARIANT (one human, one place): whoever is counted in a step is not counted there again.
    let counted = Set(request.progress[step].outcomes.compactMap { $0?.human })
    for (person, bar) in electorate(of: request, step: step, slot: slot).barred {
      guard case .alreadySigned(let earlier) = bar else { continue }
      let human = directory.human(person)
      guard !counted.contains(human), covers(directory[person]?.ceiling, routed.amount),
        request.approvals.contains(where: { $0.signature.human == human })
      else { continue }
      return (earlier, human)
    }
    return nil
  }

  /// How many people have a vote as holders of a role, the submitter and second entries of one human apart.
  public func voters(_ role: RoutedAuthority, submitter: PersonID) -> Int {
    let humans = Set(
      asked(role, amount: nil).map(\.0).filter { directory[$0]?.isActive(on: today) == true }
        .map(directory.human))
    return humans.subtracting([directory.human(submitter)]).count
  }

  /// Everybody whom a place asks for, as if nothing stood against anybody.
  private func candidates(
    for place: RoutedStep.Slot, _ routed: RoutedStep, _ lateness: Lateness?
  ) -> [(PersonID, Basis)] {
    var candidates = place.authorities.flatMap { asked($0, amount: routed.amount) }
    if let added = place.added {
      candidates = candidates.map { ($0.0, .added(by: added.by)) }
    } else if case .escalated(let authority)? = lateness {
      candidates += asked(authority, amount: nil).map { ($0.0, .escalated) }
    }
    return candidates
  }

  /// Whoever is asked by an authority: its holders, or those who have taken over from them.
  private func asked(_ authority: RoutedAuthority, amount: Decimal?) -> [(PersonID, Basis)] {
    switch authority {
    case .companyRole(let role):
      // A role is asked for through a holder who has left, if somebody has taken over from them.
      directory.everHolders(of: role).filter { id in
        directory[id]?.holds(role, on: today) == true
          && (directory[id]?.isActive(on: today) == true
            || directory.successor(of: id, on: today) != nil)
      }.map { replaced($0, .role(role)) }
    case .projectRole, .person: holders(of: authority).map { replaced($0.0, $0.1) }
    case .line(let person):
      superiors(of: person).first { covers(directory[$0.0]?.ceiling, amount) }.map { [$0] } ?? []
    }
  }

  /// The person, or whoever has taken over from them.
  private func replaced(_ person: PersonID, _ basis: Basis) -> (PersonID, Basis) {
    directory.successor(of: person, on: today).map { ($0, .successor(of: person)) }
      ?? (person, basis)
  }

  /// Up the reporting line, the nearest first; whoever has left is passed over unless somebody took over from them.
  private func superiors(of person: PersonID) -> [(PersonID, Basis)] {
    var found: [(PersonID, Basis)] = []
    var seen: Set<PersonID> = [person]
    var current = directory[person]?.manager
    while let superior = current, seen.insert(superior).inserted {
      let asked = replaced(superior, .line(above: person))
      if directory[asked.0]?.isActive(on: today) == true { found.append(asked) }
      current = directory[superior]?.manager
    }
    return found
  }

  /// Tells those who may sign from those who may not, and lets stand-ins act for the former.
  private func sift(
    _ candidates: [(PersonID, Basis)], _ request: Request, _ routed: RoutedStep, _ bars: Bars
  ) -> Electorate {
    var electors: [Electorate.Elector] = []
    var barred: [(person: PersonID, bar: Electorate.Bar)] = []
    for (person, basis) in candidates
    where !electors.contains(where: { $0.person == person })
      && !barred.contains(where: { $0.person == person })
    {
      if directory[person]?.isActive(on: today) != true {
        barred.append((person, .notActive))
      } else if let bar = bars[person] {
        barred.append((person, bar))
      } else if let amount = routed.amount, !covers(directory[person]?.ceiling, amount) {
        barred.append((person, .amount(amount)))
      } else {
        electors.append(.init(person: person, basis: basis))
      }
    }
    let all = withDeputies(electors, request, routed, bars)
    barred.removeAll { entry in all.contains { $0.person == entry.person } }
    return Electorate(electors: all, barred: barred)
  }

  /// 代理: with those who stand in for them, within both people's authority. One hop.
  private func withDeputies(
    _ principals: [Electorate.Elector], _ request: Request, _ routed: RoutedStep, _ bars: Bars
  ) -> [Electorate.Elector] {
    var electors = principals
    for principal in principals.map(\.person) {
      for deputy in deputies(of: principal, request, routed)
      where bars[deputy] == nil && !electors.contains(where: { $0.person == deputy }) {
        electors.append(.init(person: deputy, basis: .standIn(for: principal)))
      }
    }
    return electors
  }

  private func deputies(of principal: PersonID, _ request: Request, _ routed: RoutedStep)
    -> [PersonID]
  {
    let action: ActionName?
    let project: ProjectID?
    switch request.subject {
    case .action(let name, let id): (action, project) = (name, id)
    case .publish: (action, project) = (nil, nil)
    }
    return directory.standIns(for: principal, on: today, action: action, project: project)
      .filter { standIn in
        // Where a step asks for no amount, a cap has nothing to be held against: it bars.
        routed.amount.map { covers(directory.effectiveCeiling(of: standIn), $0) }
          ?? (standIn.cap == nil)
      }.map(\.deputy)
  }

  /// Nobody has an authority by amount that is not stated; nil: no amount is asked for.
  private func covers(_ ceiling: Ceiling?, _ amount: Decimal?) -> Bool {
    amount.map { ceiling?.covers($0) ?? false } ?? true
  }

  /// Everybody who has an authority, active or not, barred or not.
  func holders(of authority: RoutedAuthority) -> [(PersonID, Basis)] {
    switch authority {
    case .companyRole(let role):
      directory.holders(of: role, on: today).map { ($0, .role(role)) }
    case .projectRole(let role): (projectRoles[role] ?? []).map { ($0, .role(role)) }
    case .person(let person): [(person, .named)]
    case .line(let person):
      directory.superiors(of: person, on: today).map { ($0, .line(above: person)) }
    }
  }

  private func substitutes(
    for barred: [PersonID], _ bars: Bars, _ request: Request, after step: Int
  ) -> [Electorate.Elector] {
    let amount = request.route.steps[step].amount
    func maySign(_ person: PersonID) -> Bool {
      directory[person]?.isActive(on: today) == true && bars[person] == nil
        && covers(directory[person]?.ceiling, amount)
    }
    for person in barred {
      if let superior = superiors(of: person).map(\.0).first(where: maySign) {
        return [.init(person: superior, basis: .superior(of: person))]
      }
    }
    let position = request.route.steps[step].position
    for next in request.route.steps where next.position > position {
      var people: [PersonID] = []
      for authority in next.slots.filter({ !$0.isRemoved }).flatMap(\.authorities) {
        for (person, _) in asked(authority, amount: amount)
        where maySign(person) && !people.contains(person) { people.append(person) }
      }
      if !people.isEmpty {
        return people.map { .init(person: $0, basis: .nextStep(next.name)) }
      }
    }
    return []
  }
}

/// Which humans may not sign a request any more in this round, and why.
private struct Bars {
  private let humans: [PersonID: Electorate.Bar]
  private let directory: Directory

  init(_ request: Request, _ directory: Directory) {
    var humans: [PersonID: Electorate.Bar] = [:]
    for (step, progress) in request.progress.enumerated() {
      let bar = Electorate.Bar.alreadySigned(request.route.steps[step].name)
      for outcome in progress.outcomes {
        switch outcome {
        case .signed(let signature)?, .opposed(let signature)?,
          .concluded(.covered(let signature))?:
          humans[signature.human] = bar
          // Whoever somebody signed for has spoken too.
          if case .standIn(let principal) = signature.basis {
            humans[directory.human(principal)] = bar
          }
        case .concluded(.repeats)?, .concluded(.timedOut)?, nil: break
        }
      }
    }
    humans[directory.human(request.submitter)] = .submitter
    self.humans = humans
    self.directory = directory
  }

  subscript(person: PersonID) -> Electorate.Bar? { humans[directory.human(person)] }
}
