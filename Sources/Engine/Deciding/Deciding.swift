import CEL
import Diagnostics

/// One decision about one project: the draft, and what it may look at.
struct Deciding {
  var draft: ProjectDraft
  let facts: Facts
  /// The one in force for new requests.
  let rulebook: Rulebook
  /// What others weigh in the rolling windows: as looked up for this decision, or as it was when a request was routed.
  var others: [OtherWeights]
  /// What confidential values are sealed with.
  let salt: [UInt8]

  init(_ command: Command, _ project: Project?, _ facts: Facts) throws(Refusal) {
    guard let project, let rulebook = facts.current else {
      throw Refusal(.unknownProject, Bilingual("there is no such project", zh: "没有这个项目"))
    }
    self.init(ProjectDraft(project, command.envelope), facts, rulebook, salt: command.salt)
    if case .tick = command.order { return }
    _ = try facts.requireActor(command.envelope, on: today(rulebook))
  }

  init(
    _ draft: ProjectDraft, _ facts: Facts, _ rulebook: Rulebook, salt: [UInt8] = Self.noSalt
  ) {
    self.draft = draft
    self.facts = facts
    self.rulebook = rulebook
    others = facts.others
    self.salt = salt
  }

  /// For whoever only looks: nothing of what is sealed with it is kept.
  private static let noSalt = [UInt8](repeating: 0, count: SealedContent.saltLength)

  var project: Project { draft.project }
  var envelope: Envelope { draft.envelope }
  /// INVARIANT (people-decide): every order but the clock's is refused unless a person gives it.
  var actor: PersonID { envelope.actor.person ?? "" }

  func today(_ rulebook: Rulebook) -> CivilDate {
    facts.today(rulebook.policy.calendar, envelope)
  }

  func circumstances(_ rulebook: Rulebook, submitter: PersonID) -> Evaluation.Circumstances {
    .init(
      directory: facts.directory, submitter: submitter, now: envelope.at, today: today(rulebook),
      ledger: ledger(rulebook),
      // What was looked at for a new project are those beside it.
      children: facts.parent == nil ? facts.children : [], others: others)
  }

  func gatekeeping(_ rulebook: Rulebook, submitter: PersonID) -> Gatekeeping {
    Gatekeeping(
      rulebook: rulebook, project: project,
      circumstances: circumstances(rulebook, submitter: submitter))
  }

  func population(_ rulebook: Rulebook) -> Population {
    Population(
      directory: facts.directory, projectRoles: project.people, today: today(rulebook))
  }

  /// The roles that the actor has here and now.
  func holds(_ role: RoleName, _ rulebook: Rulebook) -> Bool {
    switch rulebook.workflow[role: role]?.extent {
    case .project?: project.people[role]?.contains(actor) == true
    case .company?, nil: facts.directory[actor]?.holds(role, on: today(rulebook)) == true
    }
  }

  /// Everybody who holds one of the roles here and now.
  func holders(of roles: [RoleName], _ rulebook: Rulebook) -> [PersonID] {
    Set(
      roles.flatMap { role in
        switch rulebook.workflow[role: role]?.extent {
        case .project?: project.people[role] ?? []
        case .company?, nil: facts.directory.holders(of: role, on: today(rulebook))
        }
      }
    ).sorted()
  }

  func requireRole(_ roles: [RoleName], _ rulebook: Rulebook, to what: Bilingual) throws(Refusal) {
    guard roles.contains(where: { holds($0, rulebook) }) else {
      let names = roles.map(\.text)
      throw Refusal(
        .notAllowed,
        Bilingual(
          "\(what.en) is for \(names.joined(separator: ", "))",
          zh: "\(what.zh)须由 \(names.joined(separator: "、")) 进行"),
        whoCould: holders(of: roles, rulebook))
    }
  }

  /// Refuses while a role that must not be vacant is: `vacant: hold`. An action that appoints to it goes through.
  func requireNoVacancy(_ action: Action, _ rulebook: Rulebook) throws(Refusal) {
    for role in rulebook.workflow.roles where role.holdsWhenVacant {
      guard let people = project.people[role.name],
        !people.contains(where: { facts.directory[$0]?.isActive(on: today(rulebook)) == true }),
        !action.effects.contains(where: { effect in
          if case .appoint(role.name, _) = effect { true } else { false }
        })
      else { continue }
      let remedies = rulebook.workflow.actions.filter { candidate in
        candidate.from.contains(project.stage)
          && candidate.effects.contains { effect in
            if case .appoint(role.name, _) = effect { true } else { false }
          }
      }.map(\.name.text)
      throw Refusal(
        .vacantRole,
        Bilingual(
          "the project stands still: its `\(role.name)` has left and has no successor",
          zh: "项目暂停：其 `\(role.name)` 已离任且尚无继任者"),
        help: remedies.isEmpty
          ? Bilingual(
            "an administrator nominates a successor: tollgate people appoint PERSON \(role.name) --project \(project.id)",
            zh: "由管理员提名继任者：tollgate people appoint 人员 \(role.name) --project \(project.id)")
          : Bilingual(
            "name a successor: \(remedies.joined(separator: ", "))",
            zh: "请先指定继任者：\(remedies.joined(separator: "、"))"))
    }
  }
}
