import CEL

/// Something that falls due on a day and is overdue the day after, as reports find it.
public struct Due: Sendable, Hashable {
  /// nil: it is the workspace's own.
  public let project: ProjectID?
  /// nil: it belongs to no request.
  public let request: RequestID?
  public let kind: Kind
  /// Of the step, the control point or the condition; empty: a review needs none.
  public let name: String
  /// The last day on which it is in time.
  public let day: CivilDate
  /// Who has to see to it; empty: that is not one person's matter.
  public let asked: [RoutedAuthority]

  public enum Kind: String, Sendable, CaseIterable {
    /// A step of a request waits for signatures.
    case signature
    /// A control point is not reached.
    case controlPoint
    /// A condition of an approval is not met.
    case condition
    /// 特批 is to be looked at again.
    case review
  }

  public init(
    project: ProjectID?, request: RequestID?, kind: Kind, name: String, day: CivilDate,
    asked: [RoutedAuthority]
  ) {
    self.project = project
    self.request = request
    self.kind = kind
    self.name = name
    self.day = day
    self.asked = asked
  }
}

extension Project {
  /// Everything that falls due in the project and its open requests; nothing once it is over.
  func dues(_ workflow: Workflow) -> Set<Due> {
    guard workflow[stage: stage]?.isLast != true else { return [] }
    var dues: Set<Due> = []
    for request in requests.values { dues.formUnion(request.dues(of: id, projectRoles: people)) }
    let owner = people[workflow.openedBy]?.first ?? openedBy
    for milestone in milestones where milestone.reached == nil {
      dues.insert(
        Due(
          project: id, request: nil, kind: .controlPoint, name: milestone.planned.kind.text,
          day: milestone.planned.due, asked: [.person(owner)]))
    }
    for condition in conditions where condition.state != .reported {
      dues.insert(
        Due(
          project: id, request: condition.request, kind: .condition, name: condition.id.text,
          day: condition.due, asked: [.person(condition.terms.owner)]))
    }
    for (request, review) in reviews {
      dues.insert(
        Due(project: id, request: request, kind: .review, name: "", day: review.on, asked: []))
    }
    return dues
  }
}

extension Request {
  /// The deadlines of the steps that are asked now; a clock that stands still has none.
  func dues(of project: ProjectID?, projectRoles: [RoleName: [PersonID]]) -> [Due] {
    activeSteps.compactMap { step in
      progress[step].due.map { day in
        Due(
          project: project, request: id, kind: .signature, name: route.steps[step].name.text,
          day: day, asked: asked(step, projectRoles))
      }
    }
  }

  /// Whom the open places of a step ask, each once, in the order of the places.
  private func asked(_ step: Int, _ projectRoles: [RoleName: [PersonID]]) -> [RoutedAuthority] {
    var asked: [RoutedAuthority] = []
    func add(_ authority: RoutedAuthority) {
      if !asked.contains(authority) { asked.append(authority) }
    }
    for slot in openSlots(step) {
      if let holder = progress[step].holders[slot] {
        add(.person(holder.person))
        continue
      }
      for authority in route.steps[step].slots[slot].authorities {
        if case .projectRole(let role) = authority, let people = projectRoles[role], !people.isEmpty
        {
          for person in people { add(.person(person)) }
        } else {
          add(authority)
        }
      }
    }
    if case .escalated(let authority)? = progress[step].lateness { add(authority) }
    return asked
  }
}
