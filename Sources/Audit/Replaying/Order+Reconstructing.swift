import CEL
import Engine

extension Order {
  /// The order that led to these events, as far as they tell: values as somebody could have typed them.
  ///
  /// nil: they do not tell. `project` is the record before them; `rulebook` the one they were decided under.
  init?(leadingTo events: [Event], of project: Project?, _ rulebook: Rulebook?) {
    guard let first = events.first else { return nil }
    switch first {
    case .project(let event):
      self.init(leadingTo: event, events, project, rulebook)
    case .request(let event):
      self.init(leadingTo: event, project, rulebook)
    case .workspace(let event):
      self.init(leadingTo: event)
    }
  }

  private init?(
    leadingTo event: ProjectEvent, _ events: [Event], _ project: Project?, _ rulebook: Rulebook?
  ) {
    switch event {
    case .opened(_, let title, _, let policy, _, _):
      var forms: [FormName: [FieldName: String]] = [:]
      for case .project(.filled(let form, let values, let cleared)) in events.dropFirst() {
        guard let typed = rulebook?.workflow[form: form]?.typed(values), cleared.isEmpty else {
          return nil
        }
        forms[form] = typed.values
      }
      self = .open(title: title, policy: policy, forms: forms)
    case .filled(let form, let values, let cleared):
      guard var typed = rulebook?.workflow[form: form]?.typed(values).values else { return nil }
      for field in cleared { typed[field] = "" }
      self = .fill(form: form, values: typed)
    case .performed(let action, let content, let reason, _):
      self.init(submitting: action, content, reason, project, rulebook)
    case .appointed(let role, let people):
      // By an administrator, who adds one at the end.
      guard let added = people.last else { return nil }
      self = .appointToProject(person: added, role: role)
    case .recorded, .moved, .rebaselined, .spent, .planned, .reached, .froze: return nil
    }
  }

  private init?(leadingTo event: RequestEvent, _ project: Project?, _ rulebook: Rulebook?) {
    switch event {
    case .submitted(_, .action(let action, _), let content, let reason, _, _, _):
      self.init(submitting: action, content, reason, project, rulebook)
    case .submitted(_, .publish(let policy, let workflow, let rulebook), _, _, _, _, _):
      self = .publish(policy, workflow: workflow, rulebook: rulebook)
    case .resubmitted(let id, let content, let reason, _, _):
      guard let request = project?.requests[id] else {
        self = .resubmit(id, values: [:], attachments: [:], reason: reason)
        return
      }
      guard case .action(let name, _) = request.subject,
        let action = rulebook?.workflow[action: name]
      else { return nil }
      let changed = content.filter { request.content[$0.key] != $0.value }
      let typed = action.form.flatMap { rulebook?.workflow[form: $0] }?.typed(changed)
      self = .resubmit(
        id, values: typed?.values ?? [:], attachments: typed?.attachments ?? [:], reason: reason)
    case .signed(let id, _, _, let signature):
      self = .approve(id, signature.binding, comment: signature.comment)
    case .rejected(let id, _, let comment, let binding):
      self = .reject(id, binding, comment: comment)
    case .returned(let id, _, let target, let comment, let binding):
      var step: StepName?
      if let target {
        guard let route = project?.requests[id]?.route, route.steps.indices.contains(target) else {
          return nil
        }
        step = route.steps[target].name
      }
      self = .returnBack(id, binding, to: step, comment: comment)
    case .withdrawn(let id, let comment): self = .withdraw(id, comment: comment)
    case .asked, .concluded, .approved, .lapsed: return nil
    }
  }

  private init?(leadingTo event: WorkspaceEvent) {
    switch event {
    case .founded(let name, let administrator, let allowsActingAs):
      self = .found(name: name, administrator: administrator, allowsActingAs: allowsActingAs)
    case .imported(let people): self = .importPeople(people)
    case .appointed(let person, let holding): self = .appoint(person, holding)
    case .relieved(let person, let role, _): self = .relieve(person, role)
    case .left(let person, _): self = .leave(person)
    case .published(let policy, let workflow, let rulebook, _):
      self = .publish(policy, workflow: workflow, rulebook: rulebook)
    }
  }

  /// Fields that hold what they default to need not have been typed, and are decided anew as defaults.
  private init?(
    submitting name: ActionName, _ content: [FieldName: FieldValue], _ reason: String,
    _ project: Project?, _ rulebook: Rulebook?
  ) {
    guard let rulebook, let project, let action = rulebook.workflow[action: name] else {
      return nil
    }
    guard let form = action.form.flatMap({ rulebook.workflow[form: $0] }) else {
      self = .submit(action: name, values: [:], attachments: [:], reason: reason)
      return
    }
    let chosen = content.filter { field, value in
      switch form[field]?.defaultValue {
      case .baseline(let item)?: project.baseline[item] != value
      case .value(let fixed)?: fixed != value
      case nil: true
      }
    }
    let typed = form.typed(chosen)
    self = .submit(
      action: name, values: typed.values, attachments: typed.attachments, reason: reason)
  }
}

extension Form {
  /// How somebody could have typed these values, and what they would have attached.
  fileprivate func typed(_ values: [FieldName: FieldValue]) -> (
    values: [FieldName: String], attachments: [FieldName: Attachment]
  ) {
    var typed: [FieldName: String] = [:]
    var attachments: [FieldName: Attachment] = [:]
    for (name, value) in values {
      switch value {
      case .file(let file): attachments[name] = file
      case .milestones([]):
        // Nothing at all would take the value away.
        typed[name] = ","
      case .decimal(let share) where self[name]?.type == .percent:
        let percent = (try? share.multiplying(Decimal(100)))?.normalized ?? share
        typed[name] = "\(percent)%"
      case .text, .choice, .decimal, .integer, .boolean, .date, .person, .milestone, .milestones:
        typed[name] = value.text
      }
    }
    return (typed, attachments)
  }
}
