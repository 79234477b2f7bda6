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
  public func electorate(of request: Request, step: Int, slot: Int) -> Electorate {
    let routed = request.route.steps[step]
    let place = routed.slots[slot]
    let bars = Bars(request, directory)
    guard !place.isRemoved else { return Electorate(electors: [], barred: []) }
    if let holder = request.progress[step].holders[slot] {
      let basis = holder.from.map(Basis.transferred)
      let candidates = candidates(for: place, routed, request.progress[step].lateness)
      let claimed = candidates.first { $0.0 == holder.person }
      if let candidate = basis.map({ (holder.person, $0) }) ?? claimed {
        let electorate = sift([candidate], request, routed, bars)
        // A holder who left, or signed elsewhere, holds nobody up: the place is everybody's again.
        if !electorate.electors.isEmpty { return electorate }
      }
    }
    let electorate = sift(
      candidates(for: place, routed, request.progress[step].lateness), request, routed, bars)
    guard electorate.electors.isEmpty,
      electorate.barred.contains(where: { $0.bar != .notActive })
        || place.authorities.contains(where: { if case .person = $0 { true } else { false } })
    else { return electorate }
    return Electorate(
      electors: substitutes(for: electorate.barred.map(\.person), bars, request, after: step),
      barred: electorate.barred)
  }

  /// How many people have a vote as holders of a role, the submitter and second entries of one human apart.
  public func voters(_ role: RoutedAuthority, submitter: PersonID) -> Int {
    let humans = Set(
      holders(of: role).map(\.0).filter { directory[$0]?.isActive(on: today) == true }
        .map(directory.human))
    return humans.subtracting([directory.human(submitter)]).count
  }

  /// Everybody whom a place asks for, as if nothing stood against anybody.
  private func candidates(
    for place: RoutedStep.Slot, _ routed: RoutedStep, _ lateness: Lateness?
  ) -> [(PersonID, Basis)] {
    var candidates = place.authorities.flatMap { authority in
      if case .line(let person) = authority {
        return superior(of: person, covering: routed.amount).map {
          [($0, Basis.line(above: person))]
        } ?? []
      }
      return holders(of: authority)
    }
    if let added = place.added {
      candidates = candidates.map { ($0.0, .added(by: added.by)) }
    } else if case .escalated(let authority)? = lateness {
      candidates += holders(of: authority).map { ($0.0, .escalated) }
    }
    return candidates.map { person, basis in
      directory.successor(of: person, on: today).map { ($0, .successor(of: person)) }
        ?? (person, basis)
    }
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
    for principal in electors.map(\.person) {
      for deputy in deputies(of: principal, request, routed)
      where bars[deputy] == nil && !electors.contains(where: { $0.person == deputy }) {
        barred.removeAll { $0.person == deputy }
        electors.append(.init(person: deputy, basis: .standIn(for: principal)))
      }
    }
    return Electorate(electors: electors, barred: barred)
  }

  /// 代理: who acts for somebody in the matter of a request, within both people's authority. One hop.
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
        routed.amount.map { covers(directory.effectiveCeiling(of: standIn), $0) } ?? true
      }.map(\.deputy)
  }

  /// Nobody has an authority that is not stated.
  private func covers(_ ceiling: Ceiling?, _ amount: Decimal) -> Bool {
    ceiling?.covers(amount) ?? false
  }

  private func superior(of person: PersonID, covering amount: Decimal?) -> PersonID? {
    directory.superiors(of: person, on: today).first { superior in
      amount.map { covers(directory[superior]?.ceiling, $0) } ?? true
    }
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
        && amount.map { covers(directory[person]?.ceiling, $0) } ?? true
    }
    for person in barred {
      if let superior = directory.superiors(of: person, on: today).first(where: maySign) {
        return [.init(person: superior, basis: .superior(of: person))]
      }
    }
    let position = request.route.steps[step].position
    for next in request.route.steps where next.position > position {
      let people = next.slots.flatMap(\.authorities).flatMap(holders).map(\.0).filter(maySign)
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
