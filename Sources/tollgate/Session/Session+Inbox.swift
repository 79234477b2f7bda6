import Engine

extension Session {
  /// The requests that whoever runs the program may sign now, in the order of their ids.
  ///
  /// The store's index finds a few too many; the electorate decides.
  func inbox() throws -> [RequestView] {
    let actor = try requirePerson()
    let directory = workspace.directory
    let today = today(nil)
    var addressees: [Addressee] = [.person(actor)]
    addressees += Set(directory[actor]?.holdings.map(\.role) ?? []).sorted().map(Addressee.role)
    for person in try store.peopleWithSuperiorsAddressed()
    where directory.superiors(of: person, on: today).contains(actor) {
      addressees.append(.above(person))
    }
    return try store.requests(awaiting: addressees).map(view).filter { $0.next.contains(actor) }
  }
}
