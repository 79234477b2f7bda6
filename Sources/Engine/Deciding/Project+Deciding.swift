import CEL
import Diagnostics

extension Project {
  /// What a command about a project leads to: its events, or the reason why it is refused.
  ///
  /// Pure: the same command, project and facts give the same answer for ever. `project` is nil for `open` alone.
  public static func decide(_ command: Command, on project: Project?, _ facts: Facts)
    throws(Refusal) -> Decision<Project>
  {
    var decision = try events(command, on: project, facts)
    if let rulebook = facts.current {
      decision.dueDays = Deciding(
        ProjectDraft(decision.record, command.envelope), facts, rulebook
      ).dueDays(of: decision.touched, before: project)
    }
    return decision
  }

  private static func events(_ command: Command, on project: Project?, _ facts: Facts)
    throws(Refusal) -> Decision<Project>
  {
    switch command.order {
    case .open(let title, let policy, let forms, let parent):
      return try open(title, policy, forms, under: parent, command, facts)
    case .fill(let form, let values):
      return try Deciding(command, project, facts).fill(form, values)
    case .submit(let action, let values, let attachments, let reason):
      return try Deciding(command, project, facts).submit(action, values, attachments, reason)
    case .appointToProject(let person, let role):
      return try Deciding(command, project, facts).appoint(person, role)
    case .accept(let role): return try Deciding(command, project, facts).accept(role)
    case .draft(let action, let values, let reason):
      return try Deciding(command, project, facts).keep(action, values, reason)
    case .condition(let id, let answer):
      return try Deciding(command, project, facts).condition(id, answer)
    case .review(let id, let comment):
      return try Deciding(command, project, facts).review(id, comment)
    case .migrate(let id, let onlyIfStricter):
      return try Deciding(command, project, facts).migrate(id, onlyIfStricter: onlyIfStricter)
    case .answer(let id, let answer):
      return try Deciding(command, project, facts).answer(id, answer)
    case .resubmit(let id, let values, let attachments, let reason):
      return try Deciding(command, project, facts).resubmit(id, values, attachments, reason)
    case .tick: return try Deciding(command, project, facts).tick()
    case .found, .publish, .importPeople, .appoint, .relieve, .leave, .handOver, .takeBack,
      .delegate, .endStandIn, .absent, .comeBack:
      preconditionFailure("an order about the workspace is decided by the workspace")
    }
  }

  private static func open(
    _ title: String, _ policy: PolicyName, _ forms: [FormName: [FieldName: String]],
    under parent: ProjectID?, _ command: Command, _ facts: Facts
  ) throws(Refusal) -> Decision<Project> {
    guard let rulebook = facts.current else { throw .unknownPolicy(policy) }
    let (workflow, envelope) = (rulebook.workflow, command.envelope)
    _ = try facts.requireActor(envelope, on: facts.today(rulebook.policy.calendar, envelope))
    guard !title.allSatisfy(\.isWhitespace), title.unicodeScalars.count <= 200 else {
      throw Refusal(
        .invalidValue,
        Bilingual("a project needs a title of 1 to 200 characters", zh: "项目需有 1 至 200 字的名称"),
        help: Bilingual("--title \"…\"", zh: "--title \"…\""))
    }
    let link = try workflow.link(to: parent, facts, envelope.actor.person)
    let opened = Event.project(
      .opened(
        id: facts.nextProject, title: title, workflow: workflow.name, policy: policy,
        role: workflow.openedBy, stage: workflow.firstStage.name,
        parent: link))
    guard let draft = ProjectDraft(opening: opened, envelope) else {
      preconditionFailure("`opened` opens a project")
    }
    var deciding = Deciding(draft, facts, rulebook, salt: command.salt)
    for (form, values) in forms.sorted(by: { $0.key < $1.key }) {
      try deciding.record(form, values)
    }
    return deciding.draft.decision
  }
}

extension Refusal {
  public static func unknownPolicy(_ name: PolicyName) -> Refusal {
    Refusal(
      .unknownPolicy, Bilingual("no policy `\(name)` is published", zh: "制度 `\(name)` 尚未发布"),
      help: Bilingual("tollgate policy publish FILE", zh: "tollgate policy publish 文件"))
  }
}
