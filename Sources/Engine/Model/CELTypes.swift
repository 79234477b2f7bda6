import CEL
import Diagnostics

/// How the workflow's kinds of value appear to expressions.
public struct CELTypes: Sendable {
  /// A person: equal when the `id` is.
  public static let person = ValueType.record(personRecord)
  static let personRecord = RecordType(
    name: "person", fields: [.init("id", .string), .init("rank", .int)], key: "id")

  public let stage: ValueType
  let milestoneKind: ValueType
  private let planned: RecordType
  let state: RecordType

  public init(workflow: Workflow) {
    stage = .choice(ChoiceType(name: "stage", cases: workflow.stages.map(\.name.text)))
    milestoneKind = .choice(
      ChoiceType(name: "milestone", cases: workflow.milestones.map(\.name.text)))
    planned = RecordType(
      name: Self.plannedName,
      fields: [.init("kind", milestoneKind), .init("due", .date), .init("budget", .decimal)])
    state = RecordType(
      name: Self.stateName,
      fields: [
        .init("kind", milestoneKind), .init("due", .date), .init("budget", .decimal),
        .init("reached", .bool),
      ])
  }

  /// A control point of a project: `kind`, `due`, `budget`, `reached`.
  public var milestoneState: ValueType { .record(state) }

  public func type(of field: FieldType) -> ValueType {
    switch field {
    case .text, .file: .string
    case .choice(let choices): .choice(ChoiceType(name: "choice", cases: choices.map(\.name)))
    case .money, .percent, .number: .decimal
    case .integer: .int
    case .boolean: .bool
    case .date: .date
    case .person: Self.person
    case .milestones: .list(.record(planned))
    case .milestone: milestoneKind
    case .list(let list): .list(.record(record(of: list)))
    }
  }

  /// What a row of a list is to expressions.
  func record(of list: ListType) -> RecordType {
    RecordType(
      name: list.name, fields: list.columns.map { .init($0.name.text, type(of: $0.type)) })
  }

  /// Whether a record is a control point, of a plan or of a project.
  public static func isControlPoint(_ record: RecordType) -> Bool {
    [plannedName, stateName].contains(record.name)
  }

  private static let plannedName = "planned_milestone"
  private static let stateName = "project_milestone"

  /// A planned control point, in the order of the record's fields.
  func value(_ planned: PlannedMilestone) -> Value {
    .record(
      RecordValue(
        self.planned,
        [.string(planned.kind.text), .date(planned.due), planned.budget.map(Value.decimal)]))
  }
}

extension Limit.Amount {
  public var celType: ValueType {
    switch self {
    case .percent, .money, .number: .decimal
    case .days: .duration
    }
  }
}
