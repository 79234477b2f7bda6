extension Directory {
  /// The directory after an event of the workspace. What names nobody who is there changes nothing.
  mutating func evolve(_ event: WorkspaceEvent) {
    switch event {
    case .founded, .published, .obliged: break
    case .imported(let people):
      for person in people { put(person) }
    case .appointed(let id, let holding):
      change(id) { $0.holdings.append(holding) }
    case .relieved(let id, let role, let day):
      change(id) { person in
        for index in person.holdings.indices
        where person.holdings[index].role == role && person.holdings[index].covers(day) {
          person.holdings[index].until = day
        }
      }
    case .left(let id, let day):
      change(id) { $0.leftOn = day }
    case .handedOver(let id, let successor, let day):
      change(id) { $0.successor = Succession(to: successor, on: day) }
    case .tookBack(let id, _):
      change(id) { $0.successor = nil }
    case .delegated(let standIn):
      standIns.append(standIn)
      standInsMade += 1
    case .standInEnded(let standIn, _, _):
      standIns.removeAll { $0.id == standIn.id }
    case .absent(let id, let absence):
      change(id) { person in
        let place =
          person.absences.firstIndex { absence.from < $0.from } ?? person.absences.endIndex
        person.absences.insert(absence, at: place)
      }
    case .cameBack(let id, let from, let day):
      change(id) { person in
        guard let index = person.absences.firstIndex(where: { $0.from == from }) else { return }
        let absence = person.absences.remove(at: index)
        guard absence.from < day else { return }
        person.absences.insert(
          Absence(from: absence.from, until: day, reason: absence.reason), at: index)
      }
    }
  }

  private mutating func change(_ id: PersonID, _ change: (inout Person) -> Void) {
    guard var person = self[id] else { return }
    change(&person)
    put(person)
  }
}
