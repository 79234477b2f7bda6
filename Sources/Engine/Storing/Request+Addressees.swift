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
      }
    }
    let active = activeSteps
    guard let last = active.last else { return [] }
    for step in active { route.steps[step].slots.flatMap(\.authorities).forEach(add) }
    // If everybody is barred the place goes up: to superiors of the submitter and of those who signed, …
    addressees.insert(.above(submitter))
    for (_, _, signature) in signatures { addressees.insert(.above(signature.person)) }
    // … or to the next steps' authorities.
    for step in route.steps.dropFirst(last + 1) { step.slots.flatMap(\.authorities).forEach(add) }
    return addressees
  }
}
