import Diagnostics

public typealias WorkflowName = Name<Workflow>
public typealias RoleName = Name<Role>
public typealias StageName = Name<Stage>
public typealias MilestoneName = Name<MilestoneKind>

/// What can happen to a project: its forms, control points, stages and actions. Who must agree is the policy's matter.
public final class Workflow: Sendable {
  public let name: WorkflowName
  public let title: Bilingual
  /// ISO 4217, such as `CNY`. Amounts in another currency are refused.
  public let currency: String
  /// Whoever opens a project holds this role on it.
  public let openedBy: RoleName
  public let roles: [Role]
  public let forms: [Form]
  public let milestones: [MilestoneKind]
  public let stages: [Stage]
  public let actions: [Action]
  public let duties: [Duty]
  /// Where its projects are opened; nil: on their own.
  public let parent: Parentage?
  /// The workflows whose projects may be opened under one of these, and which its rules can ask about.
  public let children: [WorkflowName]

  public init(
    name: WorkflowName, title: Bilingual, currency: String, openedBy: RoleName, roles: [Role],
    forms: [Form], milestones: [MilestoneKind], stages: [Stage], actions: [Action],
    duties: [Duty] = [], parent: Parentage? = nil, children: [WorkflowName] = []
  ) {
    self.name = name
    self.title = title
    self.currency = currency
    self.openedBy = openedBy
    self.roles = roles
    self.forms = forms
    self.milestones = milestones
    self.stages = stages
    self.actions = actions
    self.duties = duties
    self.parent = parent
    self.children = children
  }

  public subscript(role name: RoleName) -> Role? { roles.first { $0.name == name } }
  public subscript(form name: FormName) -> Form? { forms.first { $0.name == name } }
  public subscript(milestone name: MilestoneName) -> MilestoneKind? {
    milestones.first { $0.name == name }
  }
  public subscript(stage name: StageName) -> Stage? { stages.first { $0.name == name } }
  public subscript(action name: ActionName) -> Action? { actions.first { $0.name == name } }
  public subscript(duty name: DutyName) -> Duty? { duties.first { $0.name == name } }

  /// INVARIANT (one-first-stage): a checked workflow has exactly one stage marked `first`.
  public var firstStage: Stage { stages.first(where: \.isFirst)! }
}

/// A part somebody plays: on one project, or in the company.
public struct Role: Sendable {
  public enum Extent: String, Sendable, Codable {
    case project, company
  }

  public let name: RoleName
  public let title: Bilingual
  public let extent: Extent
  /// Whether a project stands still while nobody active holds the role that was once given (`vacant: hold`).
  public let holdsWhenVacant: Bool

  public init(name: RoleName, title: Bilingual, extent: Extent, holdsWhenVacant: Bool = false) {
    self.name = name
    self.title = title
    self.extent = extent
    self.holdsWhenVacant = holdsWhenVacant
  }

  /// The company's administrators, who import people and publish policies. Every workspace has this role.
  public static let administrator: RoleName = "administrator"
}

/// A station of a project's life.
public struct Stage: Sendable {
  public let name: StageName
  public let title: Bilingual
  public let isFirst: Bool
  /// Nothing happens to a project any more.
  public let isLast: Bool

  public init(name: StageName, title: Bilingual, isFirst: Bool = false, isLast: Bool = false) {
    self.name = name
    self.title = title
    self.isFirst = isFirst
    self.isLast = isLast
  }
}

/// A kind of control point. It stands when its criterion is met and its role has confirmed it; a date never meets it.
public struct MilestoneKind: Sendable {
  public let name: MilestoneName
  public let title: Bilingual
  /// The business criterion; nil: the evidence and the confirmation are all that is asked.
  public let criterion: Expression?
  /// Names of attachments that must be shown.
  public let evidence: [FieldName]
  /// Never the one who reports it.
  public let confirmedBy: RoleName

  public init(
    name: MilestoneName, title: Bilingual, criterion: Expression?, evidence: [FieldName],
    confirmedBy: RoleName
  ) {
    self.name = name
    self.title = title
    self.criterion = criterion
    self.evidence = evidence
    self.confirmedBy = confirmedBy
  }
}
