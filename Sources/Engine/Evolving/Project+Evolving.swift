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
    case .request(let event): project.requests.evolve(event, envelope)
    case .workspace: break
    }
    return project
  }

  private init?(opening event: Event, _ envelope: Envelope) {
    guard
      case .project(.opened(let id, let title, let workflow, let policy, let role, let stage)) =
        event
    else { return nil }
    self.init(
      id: id, title: title, workflow: workflow, policy: policy, openedBy: envelope.actor.person,
      openedAt: envelope.at, version: 1, stage: stage, people: [role: [envelope.actor.person]],
      forms: [:], milestones: [], baseline: [:], original: [:], spent: Decimal(0), frozen: [:],
      requests: [:])
  }

  private mutating func evolve(_ event: ProjectEvent, _ envelope: Envelope) {
    switch event {
    case .opened, .performed: break
    case .filled(let form, let values, let cleared):
      var record = forms[form]?.values ?? [:]
      record.merge(values) { $1 }
      for field in cleared { record[field] = nil }
      write(record, to: form, envelope)
    case .recorded(let form, let values): write(values, to: form, envelope)
    case .moved(let stage): self.stage = stage
    case .appointed(let role, let people): self.people[role] = people
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
    }
  }

  private mutating func write(
    _ values: [FieldName: FieldValue], to form: FormName, _ envelope: Envelope
  ) {
    forms[form] = FormRecord(
      values: values, revision: (forms[form]?.revision ?? 0) + 1, by: envelope.actor.person,
      at: envelope.at)
  }

  /// Without the requests that have ended.
  public var settled: Project {
    var copy = self
    copy.requests = requests.open
    return copy
  }
}
