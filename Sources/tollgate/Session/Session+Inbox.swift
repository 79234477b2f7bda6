import Engine

extension Session {
  /// What addresses whoever runs the program: requests to sign, and those that concern them otherwise.
  struct Mail {
    /// Requests that they may sign now, in the order of their ids.
    let toSign: [RequestView]
    let errands: Errands
  }

  func mail() throws -> Mail {
    let addressed = try addressed()
    let actor = try requirePerson()
    return Mail(
      toSign: addressed.filter { $0.next.contains(actor) }, errands: try errands(among: addressed))
  }

  /// The requests that whoever runs the program may sign now.
  func inbox() throws -> [RequestView] {
    let actor = try requirePerson()
    return try addressed().filter { $0.next.contains(actor) }
  }

  /// The requests that might concern whoever runs the program.
  ///
  /// The store's index finds a few too many; the electorate decides.
  private func addressed() throws -> [RequestView] {
    let directory = workspace.directory
    let today = today(nil)
    let people = identities(of: try requirePerson())
    var addressees = Set(people.map(Addressee.person))
    for person in people {
      addressees.formUnion(directory[person]?.holdings.map { .role($0.role) } ?? [])
    }
    for person in try store.peopleWithSuperiorsAddressed()
    where directory.superiors(of: person, on: today).contains(where: people.contains) {
      addressees.insert(.above(person))
    }
    return try store.requests(awaiting: Array(addressees)).map(view)
  }

  /// The entries under which somebody can be asked: their own, of the people they stand in for, of those whom they
  /// took over from, and whom those stood in for.
  func identities(of actor: PersonID) -> Set<PersonID> {
    let directory = workspace.directory
    let today = today(nil)
    let human = directory.human(actor)
    var people: Set<PersonID> = [actor]
    for person in directory.people.values {
      let isSameHuman = directory.human(person.id) == human
      let isPredecessor =
        person.successor != nil && directory.successor(of: person.id, on: today) == actor
      if isSameHuman || isPredecessor { people.insert(person.id) }
    }
    let principals = directory.standIns(by: actor, on: today).map(\.principal)
    people.formUnion(principals)
    for person in directory.people.values where person.successor != nil {
      guard let successor = directory.successor(of: person.id, on: today) else { continue }
      if principals.contains(successor) { people.insert(person.id) }
    }
    return people
  }
}
