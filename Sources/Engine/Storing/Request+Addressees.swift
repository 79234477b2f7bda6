extension Request {
  /// Everybody who might have to sign now. A little more than may: the engine's word decides.
  ///
  /// Roles of the project are resolved, since they change only with the project's own record; roles of the
  /// company and reporting lines are not, since the directory changes without it.
  public func addressees(projectRoles: [RoleName: [PersonID]]) -> Set<Addressee> {
    var addressees: Set<Addressee> = []
    func add(_ authority: RoutedAuthority) {
      switch authority {
      case .companyRole(let role): addressees.insert(.role(role))
      case .projectRole(let role):
        for person in projectRoles[role] ?? [] { addressees.insert(.person(person)) }
      case .person(let person): addressees.insert(.person(person))
      case .line(let person): addressees.insert(.above(person))
      }
    }
    func add(_ places: some Sequence<RoutedStep.Slot>) {
      for place in places where !place.isRemoved { place.authorities.forEach(add) }
    }
    for question in questions where question.answer == nil && !question.isClosed {
      addressees.insert(.person(question.to))
    }
    let active = activeSteps
    guard let last = active.map({ route.steps[$0].position }).max() else {
      // Back with the submitter.
      if status == .returned { addressees.insert(.person(submitter)) }
      return addressees
    }
    for step in active {
      add(route.steps[step].slots)
      for holder in progress[step].holders.values { addressees.insert(.person(holder.person)) }
      if case .escalated(let authority)? = progress[step].lateness { add(authority) }
    }
    // If everybody is barred the place goes up: to superiors of the submitter and of those who signed, …
    addressees.insert(.above(submitter))
    for (_, _, signature) in signatures { addressees.insert(.above(signature.person)) }
    // … or to the next steps' authorities.
    for step in route.steps where step.position > last { add(step.slots) }
    return addressees
  }
}
