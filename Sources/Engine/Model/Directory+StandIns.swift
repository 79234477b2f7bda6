import CEL

/// On whose behalf people act, and who has taken over from whom.
extension Directory {
  /// Hand-overs of hand-overs that are followed, at most; a chain that long is a directory in need of repair.
  package static let handOversInARow = 16

  public func standIn(_ id: StandInID) -> StandIn? { standIns.first { $0.id == id } }

  /// Who acts for a person on a day in a matter, in the order in which it was arranged.
  ///
  /// One hop: the deputies of a deputy are not among them. Neither is anybody who is the same human, nor anybody on
  /// behalf of one who has left. nil for a matter of no action or of no project.
  public func standIns(
    for principal: PersonID, on day: CivilDate, action: ActionName?, project: ProjectID?
  ) -> [StandIn] {
    standIns.filter {
      $0.principal == principal && isInForce($0, on: day)
        && $0.extent.holds(action: action, project: project)
    }
  }

  /// For whom a person acts on a day, in whatever matters.
  public func standIns(by deputy: PersonID, on day: CivilDate) -> [StandIn] {
    standIns.filter { $0.deputy == deputy && isInForce($0, on: day) }
  }

  /// Whether a stand-in holds on a day: within its days, both with the company, and two humans.
  public func isInForce(_ standIn: StandIn, on day: CivilDate) -> Bool {
    standIn.covers(day) && people[standIn.principal]?.isActive(on: day) == true
      && people[standIn.deputy]?.isActive(on: day) == true
      && human(standIn.principal) != human(standIn.deputy)
  }

  /// The most that a deputy may agree to for the principal: the lowest of both ceilings and the cap.
  ///
  /// nil: neither has a ceiling and there is no cap, so nothing is said about amounts. If only one of the two has a
  /// ceiling, the other has no authority by amount, and nobody lends what they do not have: zero.
  public func effectiveCeiling(of standIn: StandIn) -> Ceiling? {
    let ceilings = [people[standIn.principal]?.ceiling, people[standIn.deputy]?.ceiling]
    let stated = ceilings.compactMap(\.self)
    if stated.count == 1 { return .amount(.zero) }
    return (stated + (standIn.cap.map { [.amount($0)] } ?? [])).min()
  }

  /// Who has taken over from a person by a day, at the end of all hand-overs.
  ///
  /// nil: nobody, or nobody who is with the company on that day.
  public func successor(of id: PersonID, on day: CivilDate) -> PersonID? {
    var seen: Set<PersonID> = [id]
    var current = id
    while let succession = people[current]?.successor, succession.on <= day {
      guard seen.count <= Self.handOversInARow, seen.insert(succession.to).inserted else {
        return nil
      }
      current = succession.to
    }
    guard current != id, people[current]?.isActive(on: day) == true else { return nil }
    return current
  }
}
