import CEL

/// A project in one line, as reports read it. Times are as exact as a millisecond.
public struct ProjectSummary: Sendable, Hashable {
  public let id: ProjectID
  public let title: String
  public let workflow: WorkflowName
  public let policy: PolicyName
  public let stage: StageName
  /// Since when the project stands in its stage.
  public let since: Timestamp
  /// Whether nothing happens to it any more: the stage is then its result.
  public let isOver: Bool
  /// What tables have fixed about it, such as its importance, in the order of the tables' names.
  public let levels: [String]
  /// The first holder of the role that whoever opens a project has.
  public let owner: PersonID
  public let opened: Timestamp
  /// The plan's first amount of money, as first approved and as it stands; nil: there is no plan yet.
  public let originalBudget: Decimal?
  public let budget: Decimal?
  public let spent: Decimal
  /// The plan's first date, as first approved and as it stands; nil: there is none yet.
  public let originalFinish: CivilDate?
  public let finish: CivilDate?

  public init(
    id: ProjectID, title: String, workflow: WorkflowName, policy: PolicyName, stage: StageName,
    since: Timestamp, isOver: Bool, levels: [String], owner: PersonID, opened: Timestamp,
    originalBudget: Decimal?, budget: Decimal?, spent: Decimal, originalFinish: CivilDate?,
    finish: CivilDate?
  ) {
    self.id = id
    self.title = title
    self.workflow = workflow
    self.policy = policy
    self.stage = stage
    self.since = since.wholeMilliseconds
    self.isOver = isOver
    self.levels = levels
    self.owner = owner
    self.opened = opened.wholeMilliseconds
    self.originalBudget = originalBudget
    self.budget = budget
    self.spent = spent
    self.originalFinish = originalFinish
    self.finish = finish
  }
}

extension ProjectSummary {
  init(_ project: Project, _ workflow: Workflow) {
    let money = workflow.planField { if case .money = $0 { true } else { false } }
    let date = workflow.planField { $0 == .date }
    func amount(_ plan: [FieldName: FieldValue]) -> Decimal? {
      if case .decimal(let amount)? = money.flatMap({ plan[$0] }) { amount } else { nil }
    }
    func day(_ plan: [FieldName: FieldValue]) -> CivilDate? {
      if case .date(let day)? = date.flatMap({ plan[$0] }) { day } else { nil }
    }
    self.init(
      id: project.id, title: project.title, workflow: project.workflow, policy: project.policy,
      stage: project.stage, since: project.stageSince,
      isOver: workflow[stage: project.stage]?.isLast ?? false, levels: project.levels,
      owner: project.people[workflow.openedBy]?.first ?? project.openedBy,
      opened: project.openedAt, originalBudget: amount(project.original),
      budget: amount(project.baseline), spent: project.spent,
      originalFinish: day(project.original), finish: day(project.baseline))
  }
}

extension Workflow {
  /// The first part of plans that is of a type.
  fileprivate func planField(_ fits: (FieldType) -> Bool) -> FieldName? {
    baselineFields.first { fits($0.1) }?.0
  }
}

extension Project {
  /// What tables have fixed, in the order of their names.
  var levels: [String] {
    frozen.sorted { $0.key < $1.key }.flatMap { $0.value.map(\.text) }
  }
}

extension Timestamp {
  /// The time without what is shorter than a millisecond, which no store keeps.
  var wholeMilliseconds: Timestamp { Timestamp(milliseconds: milliseconds) ?? self }
}
