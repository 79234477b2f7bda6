import CEL
import Diagnostics

/// What single events tell, beside what became of a request and who is asked.
extension Telling {
  func tell(_ event: RequestEvent, _ told: inout Told) {
    guard let request = after.requests[event.request], let deed = words.deed(event) else { return }
    func tell(_ people: [PersonID]?, _ kind: Notification.Kind, step: Int? = nil) {
      for person in people ?? [] { told.tell(person, kind, request, deed, step: step) }
    }
    switch event {
    case .reminded(let id, _):
      for step in request.activeSteps {
        tell(after.electors(of: id, step: step), .reminded, step: step)
      }
    case .late(let id, let step, .reminded):
      tell(after.electors(of: id, step: step), .reminded, step: step)
    case .late(let id, let step, .escalated):
      tell(before?.electors(of: id, step: step), .escalated, step: step)
    case .late(let id, let step, .passed):
      // It went on without them.
      tell(before?.electors(of: id, step: step), .overdue, step: step)
    case .copied(_, let people): tell(people, .copied)
    case .questioned(_, _, let question, _):
      switch question.kind {
      case .information: tell([question.to], .informationAsked)
      case .advice: tell([question.to], .consulted)
      }
    case .answered(_, let index, _, let step, _):
      guard request.questions.indices.contains(index) else { return }
      let question = request.questions[index]
      switch question.kind {
      case .information: tell([question.by], .answered, step: step)
      case .advice: tell([question.by], .advised, step: step)
      }
    case .overrideRequested:
      tell(overriders.filter { !isSubmitter($0, request) }, .overrideAsked)
    case .overridden(_, let first, _, _): tell([first.by], .overridden)
    case .submitted, .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .returned,
      .withdrawn, .resubmitted, .takenBack, .transferred, .claimed, .released, .signerAdded,
      .signerRemoved, .seen, .late(_, _, .returned), .late(_, _, .lapsed), .expired, .migrated,
      .approved, .lapsed:
      // All of it shows in what became of the request, or in who is asked.
      break
    }
  }

  func tell(_ event: ProjectEvent, _ told: inout Told) {
    switch event {
    case .appointed(let role, let people):
      let old = before?.population.projectRoles[role] ?? []
      for person in people where !old.contains(person) {
        told.tell(person, .appointed, nil, words.appointment(role))
      }
      for person in old where !people.contains(person) {
        told.tell(person, .relieved, nil, words.relief(role))
      }
    case .nominated(let role, let person):
      told.tell(person, .nominated, nil, words.nomination(role))
    case .conditioned(let conditions):
      for condition in conditions {
        told.tell(
          condition.terms.owner, .condition, after.requests[condition.request],
          words.condition(condition, "agreed on a condition that is yours to meet", "附条件同意，须由你落实"),
          due: condition.due)
      }
    case .conditionReported(let id, let comment):
      guard let condition = condition(id) else { return }
      told.tell(
        condition.by, .condition, nil,
        words.condition(condition, "says that a condition is met", "报告条件已落实").quoting(comment))
    case .conditionSettled(let id, let isMet, let comment):
      guard let condition = condition(id) else { return }
      let words =
        isMet
        ? words.condition(condition, "agrees that a condition is met", "确认条件已落实")
        : words.condition(condition, "does not agree that a condition is met", "认为条件未落实")
      told.tell(condition.terms.owner, .condition, nil, words.quoting(comment))
    case .conditionExtended(let id, let day, let comment):
      guard let condition = condition(id) else { return }
      told.tell(
        condition.terms.owner, .condition, nil,
        words.condition(condition, "moved the day of a condition", "变更了条件的期限").quoting(comment),
        due: day)
    case .conditionOverdue(let id):
      guard let condition = condition(id) else { return }
      for person in [condition.by, condition.terms.owner] {
        told.tell(person, .overdue, nil, words.overdue(condition), due: condition.due)
      }
    case .dutyOverdue(let name, let occasion, let due):
      guard let duty = rulebook?.workflow[duty: name] else { return }
      for person in duty.by.flatMap({ holders(of: $0) }) {
        told.tell(person, .overdue, nil, words.overdue(duty, occasion), due: due)
      }
    case .reviewOverdue(let id):
      let population = after.population
      for person in population.directory.holders(of: Role.administrator, on: population.today) {
        told.tell(person, .overdue, nil, words.reviewOverdue(id))
      }
    case .reviewDue(let id, let day, let humans):
      let directory = after.population.directory
      for person in overriders where !humans.contains(directory.human(person)) {
        told.tell(person, .review, after.requests[id], words.reviewDue(id, on: day), due: day)
      }
    case .reviewed(let id, let comment):
      for person in before?.project?.reviews[id]?.humans ?? [] {
        told.tell(person, .review, nil, words.reviewed(id).quoting(comment))
      }
    case .opened, .filled, .performed, .recorded, .moved, .ended, .rebaselined, .spent, .planned,
      .reached, .froze, .dutyArose, .dutyFulfilled, .drafted:
      break
    }
  }

  func tell(_ event: WorkspaceEvent, _ told: inout Told) {
    switch event {
    case .appointed(let person, let holding):
      told.tell(person, .appointed, nil, words.appointment(holding.role))
    case .relieved(let person, let role, _):
      told.tell(person, .relieved, nil, words.relief(role))
    case .handedOver(let person, let successor, let day):
      told.tell(successor, .handedOver, nil, words.handOver(from: person, on: day))
    case .delegated(let standIn):
      told.tell(standIn.deputy, .standIn, nil, words.standIn(standIn))
      told.tell(standIn.principal, .standIn, nil, words.standIn(standIn))
    case .keyAdded(let person, let key): told.tell(person, .key, nil, words.newKey(key))
    case .keyRevoked(let person, _, let reason):
      told.tell(person, .key, nil, words.revokedKey.quoting(reason))
    case .standInEnded(let standIn, let day, let end):
      for person in [standIn.deputy, standIn.principal] {
        told.tell(person, .standIn, nil, words.standInEnd(standIn, on: day, end))
      }
    case .absent(let person, let absence):
      for other in concerned(byAbsenceOf: person) {
        told.tell(other, .absence, nil, words.absence(of: person, absence))
      }
    case .cameBack(let person, let from, let day):
      for other in concerned(byAbsenceOf: person) {
        told.tell(other, .absence, nil, words.comingBack(person, from: from, on: day))
      }
    case .founded, .imported, .left, .tookBack, .obliged, .published: break
    }
  }

  /// As it stood before the decision, or as the decision made it.
  private func condition(_ id: ConditionID) -> Condition? {
    (before?.project?.conditions ?? []).first { $0.id == id }
      ?? after.project?.conditions.first { $0.id == id }
  }

  /// The person, whoever directs them, and those who act for them on some day.
  private func concerned(byAbsenceOf person: PersonID) -> [PersonID] {
    let (directory, today) = (after.population.directory, after.population.today)
    return [person] + directory.superiors(of: person, on: today).prefix(1)
      + directory.standIns.filter { $0.principal == person }.map(\.deputy)
  }

  /// Whoever the policy lets let a request pass.
  private var overriders: [PersonID] {
    (rulebook?.policy.override?.by ?? []).flatMap { holders(of: $0) }
  }

  private func holders(of role: RoleName) -> [PersonID] {
    after.population.holders(of: rulebook?.workflow.authority(role) ?? .companyRole(role)).map(\.0)
  }

  private func isSubmitter(_ person: PersonID, _ request: Request) -> Bool {
    let directory = after.population.directory
    return directory.human(person) == directory.human(request.submitter)
  }
}
