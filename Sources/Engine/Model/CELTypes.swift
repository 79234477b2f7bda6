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
      name: "planned_milestone",
      fields: [.init("kind", milestoneKind), .init("due", .date), .init("budget", .decimal)])
    state = RecordType(
      name: "project_milestone",
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
    }
  }

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
