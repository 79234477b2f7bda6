import CEL

extension Project {
  /// The project after an event; nil before: the event opens it.
  ///
  /// Cannot fail: what happened, happened. An event that is not a project's changes nothing but the version.
  public static func evolve(_ project: Project?, _ event: Event, _ envelope: Envelope) -> Project? {
    guard var project else { return Project(opening: event, envelope) }
    project.version += 1
    switch event {
    case .project(let event): project.evolve(event, envelope)
    case .request(let event):
      project.requests.evolve(event, envelope)
      if case .submitted(_, .action(let action, _), _, _, _, _, _) = event {
        project.forget(action, envelope)
      }
    case .workspace: break
    }
    return project
  }

  private init?(opening event: Event, _ envelope: Envelope) {
    guard
      case .project(
        .opened(let id, let title, let workflow, let policy, let role, let stage, let parent)) =
        event, let opener = envelope.actor.person
    else { return nil }
    self.init(
      id: id, title: title, workflow: workflow, policy: policy, openedBy: opener,
      openedAt: envelope.at, parent: parent, version: 1, stage: stage, stageSince: envelope.at,
      people: [role: [opener]], forms: [:], milestones: [], baseline: [:], original: [:],
      spent: Decimal(0), frozen: [:], requests: [:], conditions: [], reviews: [:],
      nominations: [:], drafts: [:])
  }

  private mutating func evolve(_ event: ProjectEvent, _ envelope: Envelope) {
    switch event {
    case .opened: break
    case .performed(let action, _, _, _): forget(action, envelope)
    case .filled(let form, let values, let cleared):
      var record = forms[form]?.values ?? [:]
      record.merge(values) { $1 }
      for field in cleared { record[field] = nil }
      write(record, to: form, envelope)
    case .recorded(let form, let values): write(values, to: form, envelope)
    case .moved(let stage):
      self.stage = stage
      stageSince = envelope.at
    case .ended: ended = envelope.at
    case .appointed(let role, let people):
      self.people[role] = people
      if let nominee = nominations[role], people.contains(nominee) { nominations[role] = nil }
    case .rebaselined(let plan):
      baseline.merge(plan) { $1 }
      original.merge(plan) { first, _ in first }
    case .spent(let amount):
      // INVARIANT (spend-fits): `decide` added the same two numbers before it let the event happen.
      if let sum = try? spent.adding(amount) { spent = sum }
    case .planned(let plan):
      let reached = Dictionary(
        milestones.compactMap { milestone in
          milestone.reached.map { (milestone.planned.kind, (milestone.planned, $0)) }
        }, uniquingKeysWith: { first, _ in first })
      let kept = plan.map { Milestone(planned: $0, reached: reached[$0.kind]?.1) }
      let dropped = reached.values.filter { old in !plan.contains { $0.kind == old.0.kind } }
        .map { Milestone(planned: $0.0, reached: $0.1) }
        .sorted { $0.planned.kind < $1.planned.kind }
      milestones = dropped + kept
    case .reached(let kind):
      for index in milestones.indices where milestones[index].planned.kind == kind {
        milestones[index].reached = envelope.at
      }
    case .froze(let table, let outputs): frozen[table] = outputs
    case .conditioned(let conditions): self.conditions += conditions
    case .conditionReported(let id, _): change(id) { $0.state = .reported }
    case .conditionSettled(let id, let isMet, _):
      if isMet { conditions.removeAll { $0.id == id } } else { change(id) { $0.state = .open } }
    case .conditionExtended(let id, let day, _):
      change(id) { condition in
        condition.due = day
        condition.state = .open
      }
    case .conditionOverdue(let id): change(id) { $0.state = .overdue }
    case .reviewDue(let request, let day, let humans):
      reviews[request] = Review(on: day, humans: humans, isOverdue: false)
    case .reviewed(let request, _): reviews[request] = nil
    case .reviewOverdue(let request): reviews[request]?.isOverdue = true
    case .nominated(let role, let person): nominations[role] = person
    case .drafted(let action, let content, let reason):
      guard let author = envelope.actor.person else { return }
      drafts[author, default: [:]][action] =
        content.isEmpty ? nil : StoredDraft(content: content, reason: reason)
      if drafts[author]?.isEmpty == true { drafts[author] = nil }
    }
  }

  /// What was filed is no draft any more.
  private mutating func forget(_ action: ActionName, _ envelope: Envelope) {
    guard let author = envelope.actor.person, drafts[author] != nil else { return }
    drafts[author]?[action] = nil
    if drafts[author]?.isEmpty == true { drafts[author] = nil }
  }

  private mutating func change(_ id: ConditionID, _ change: (inout Condition) -> Void) {
    guard let index = conditions.firstIndex(where: { $0.id == id }) else { return }
    change(&conditions[index])
  }

  private mutating func write(
    _ values: [FieldName: FieldValue], to form: FormName, _ envelope: Envelope
  ) {
    forms[form] = FormRecord(
      values: values, revision: (forms[form]?.revision ?? 0) + 1, by: envelope.actor,
      at: envelope.at)
  }

  /// Without the requests that have ended.
  public var settled: Project {
    var copy = self
    copy.requests = requests.open
    return copy
  }
}
