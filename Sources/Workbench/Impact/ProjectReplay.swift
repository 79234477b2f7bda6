import CEL
import Engine

/// One project's history, with each filing of a request looked at under another rulebook.
struct ProjectReplay {
  private let rulebook: Rulebook
  private let facts: Facts
  private var project: Project?
  /// In the order of their first filing; a resubmission takes the place of what was filed before.
  private var order: [RequestID] = []
  private(set) var filings: [RequestID: Filing] = [:]

  struct Filing {
    let action: ActionName
    let before: [StepName]
    let after: Result<[StepName], Refusal>
    let asked: [StepName: [PersonID]]
    let amount: Decimal?
    let at: Timestamp
    var signers: [(step: StepName, person: PersonID)] = []
    var decidedAt: Timestamp?
    var isOpen = true
  }

  init(_ rulebook: Rulebook, _ facts: Facts) {
    self.rulebook = rulebook
    self.facts = facts
  }

  mutating func take(_ record: Record) {
    // What has ended no longer matters to any rule, and would only be carried along; but a rejection may be followed by
    // the return that it leads to.
    let before =
      if case .request(.returned) = record.event { project } else { project?.settled }
    project = Project.evolve(before, record.event, record.envelope)
    guard case .request(let event) = record.event, let before else { return }
    let id = event.request
    switch event {
    case .submitted, .resubmitted:
      guard let request = project?.requests[id], case .action(let name, _) = request.subject else {
        return
      }
      if filings[id] == nil { order.append(id) }
      let filing = file(request, name, before.without(id), record.envelope)
      filings[id] = filing
    case .signed(_, let step, _, let signature):
      guard let name = filings[id]?.before, name.indices.contains(step) else { return }
      filings[id]?.signers.append((name[step], signature.person))
    case .approved, .overridden: end(id, at: record.envelope.at)
    // A rejection may be followed by a return: the request decides whether it has ended.
    case .rejected, .outvoted, .withdrawn, .lapsed, .returned, .late:
      guard let status = project?.requests[id]?.status else { return }
      if status.isOpen {
        filings[id]?.isOpen = true
        filings[id]?.decidedAt = nil
      } else {
        filings[id]?.isOpen = false
        filings[id]?.decidedAt = status == .rejected ? record.envelope.at : nil
      }
    case .asked, .opposed, .concluded, .takenBack, .transferred, .claimed, .released, .signerAdded,
      .signerRemoved, .questioned, .answered, .reminded, .seen, .copied, .overrideRequested,
      .expired, .migrated:
      break
    }
  }

  private mutating func end(_ id: RequestID, at time: Timestamp?) {
    filings[id]?.isOpen = false
    filings[id]?.decidedAt = time
  }

  private func file(
    _ request: Request, _ name: ActionName, _ project: Project, _ envelope: Envelope
  ) -> Filing {
    let steps = request.route.steps.map(\.name)
    var after = Result<[StepName], Refusal>.success(steps)
    var asked: [StepName: [PersonID]] = [:]
    let action = rulebook.workflow[action: name]
    if let action {
      // A window that the past did not keep is not known, and rules that read it cannot be evaluated.
      let facts = facts.with(request.route.windows.map(\.others))
      let inquiry = Inquiry(project, rulebook, facts, at: envelope)
      do throws(Refusal) {
        let route = try inquiry.examine(action, request.content, submitter: request.submitter)
          .route()
        after = .success(route.steps.map(\.name))
        for step in route.steps where !steps.contains(step.name) {
          asked[step.name] = step.candidates(inquiry.population, not: request.submitter)
        }
        try inquiry.requireAdmissible(action, request.content, submitter: request.submitter)
      } catch {
        after = .failure(error)
        asked = [:]
      }
    }
    let form = action?.form.flatMap { rulebook.workflow[form: $0] }
    let amount = form?.fields.lazy.compactMap { field -> Decimal? in
      guard case .money = field.type, case .decimal(let amount)? = request.content[field.name]
      else { return nil }
      return amount
    }.first
    return Filing(
      action: name, before: steps, after: after, asked: asked, amount: amount, at: envelope.at)
  }

  var changes: [Impact.Change] {
    guard let project else { return [] }
    return order.compactMap { id in
      guard let filing = filings[id] else { return nil }
      if case .success(filing.before) = filing.after { return nil }
      let removed: [StepName] =
        if case .success(let after) = filing.after {
          filing.before.filter { !after.contains($0) }
        } else {
          []
        }
      return Impact.Change(
        request: id, project: project.id, action: filing.action, isOpen: filing.isOpen,
        before: filing.before, after: filing.after, amount: filing.amount,
        days: filing.decidedAt.map { Int(($0.seconds - filing.at.seconds) / 86_400) },
        saved: filing.signers.filter { removed.contains($0.step) }.map(\.person),
        asked: filing.asked.values.flatMap { $0 }.sorted())
    }
  }
}

extension RoutedStep {
  /// Everybody with an authority for the step who is active and not the submitter.
  fileprivate func candidates(_ population: Population, not submitter: PersonID) -> [PersonID] {
    let directory = population.directory
    let people = slots.flatMap(\.authorities).flatMap { authority -> [PersonID] in
      switch authority {
      case .companyRole(let role): directory.holders(of: role, on: population.today)
      case .projectRole(let role): population.projectRoles[role] ?? []
      case .person(let person): [person]
      case .line(let person): directory.superiors(of: person, on: population.today)
      }
    }
    return Set(people).filter {
      directory[$0]?.isActive(on: population.today) == true
        && directory.human($0) != directory.human(submitter)
    }.sorted()
  }
}
