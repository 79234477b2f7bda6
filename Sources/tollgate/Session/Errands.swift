import CEL
import Engine

/// What waits for one person beside signatures: each kind of thing with what is needed to tell it.
struct Errands {
  /// Questions that were put to them, and requests of theirs that came back.
  var questions: [(view: RequestView, question: Question)] = []
  var returned: [(view: RequestView, because: String)] = []
  /// 特批 that somebody asked for and they may confirm.
  var overrides: [(view: RequestView, override: Override)] = []
  /// Conditions that they have to meet, and those that they have to look at.
  var toMeet: [(project: Project, condition: Condition)] = []
  var toConfirm: [(project: Project, condition: Condition)] = []
  var reviews: [(project: Project, request: RequestID, review: Review)] = []
  /// What is owed on projects by a role of theirs: periods that have ended, and whatever arose.
  var duties: [(project: Project, owed: Owed, rulebook: Rulebook)] = []
  var nominations: [(project: Project, role: RoleName, rulebook: Rulebook?)] = []
  var drafts: [(project: Project, action: ActionName, draft: StoredDraft)] = []

  var count: Int {
    questions.count + returned.count + overrides.count + toMeet.count + toConfirm.count
      + reviews.count + duties.count + nominations.count + drafts.count
  }
}

extension Session {
  /// Everything beside signatures that waits for whoever runs the program. `mine` are the requests that address them.
  func errands(among mine: [RequestView]) throws -> Errands {
    let actor = try requirePerson()
    let directory = workspace.directory
    let human = directory.human(actor)
    func isMe(_ person: PersonID) -> Bool { directory.human(person) == human }
    var errands = Errands()
    for view in mine {
      for question in view.request.questions
      where question.answer == nil && !question.isClosed && isMe(question.to) {
        errands.questions.append((view, question))
      }
      if view.request.status == .returned, isMe(view.request.submitter) {
        errands.returned.append((view, try reasonReturned(view)))
      }
    }
    let concerns = identities(of: actor).map(Concern.person) + [.oversight]
    for project in try store.projects(concerning: concerns).compactMap(store.project) {
      try collect(from: project, isMe, into: &errands)
    }
    return errands
  }

  private func collect(
    from project: Project, _ isMe: (PersonID) -> Bool, into errands: inout Errands
  ) throws {
    let rulebook = try workspace.policies[project.policy].map { try service.rulebook($0.rulebook) }
    for condition in project.conditions {
      if condition.state != .reported, isMe(condition.terms.owner) {
        errands.toMeet.append((project, condition))
      }
      let setter =
        workspace.directory.successor(of: condition.by, on: today(rulebook)) ?? condition.by
      if condition.state != .open, isMe(setter) { errands.toConfirm.append((project, condition)) }
    }
    for (id, review) in project.reviews.sorted(by: { $0.key < $1.key })
    where !review.humans.contains(where: isMe) {
      guard let rulebook, holds(rulebook.policy.override?.by ?? [], project, rulebook) else {
        continue
      }
      errands.reviews.append((project, id, review))
    }
    if let rulebook, !rulebook.workflow.duties.isEmpty {
      let outlook = Outlook(project, rulebook, try facts(rulebook, of: project), at: envelope)
      for duty in outlook.duties where duty.people.contains(where: isMe) {
        for owed in duty.owed where !owed.isFiled && owed.hasCome(on: outlook.today) {
          errands.duties.append((project, owed, rulebook))
        }
      }
    }
    for request in project.requests.values.sorted(by: { $0.id < $1.id }) {
      guard request.status == .pending, let override = request.override, !isMe(override.human),
        !isMe(request.submitter)
      else { continue }
      let pinned = try service.rulebook(request.rulebook)
      guard holds(pinned.policy.override?.by ?? [], project, pinned) else { continue }
      errands.overrides.append((try view(request.id), override))
    }
    for (role, person) in project.nominations.sorted(by: { $0.key < $1.key }) where isMe(person) {
      errands.nominations.append((project, role, rulebook))
    }
    let drafts = try project.drafts[requirePerson()] ?? [:]
    for (action, draft) in drafts.sorted(by: { $0.key < $1.key }) {
      errands.drafts.append((project, action, draft))
    }
  }

  /// What was said when a request came back to its submitter; empty: nothing.
  private func reasonReturned(_ view: RequestView) throws -> String {
    let stream = view.project.map { Engine.Stream.project($0.id) } ?? .workspace
    for record in try history(of: stream).reversed() {
      guard case .request(.returned(view.request.id, _, _, _, let comment, _)) = record.event else {
        continue
      }
      return comment
    }
    return ""
  }

  /// Whether whoever runs the program holds one of the roles, in the company or on the project.
  private func holds(_ roles: [RoleName], _ project: Project, _ rulebook: Rulebook) -> Bool {
    guard let actor = actor?.person else { return false }
    return roles.contains { role in
      switch rulebook.workflow[role: role]?.extent {
      case .project?: project.people[role]?.contains(actor) == true
      case .company?, nil:
        workspace.directory[actor]?.holds(role, on: today(rulebook)) == true
      }
    }
  }
}

extension Owed {
  /// Whether it can be done in full: its period has ended.
  fileprivate func hasCome(on today: CivilDate) -> Bool {
    switch occasion {
    case .period(let end): end < today
    case .arisen: true
    }
  }
}
