import CEL

/// The names that expressions of one action can use, and where each name's value comes from.
///
/// | name | value |
/// |---|---|
/// | `FORM.FIELD` | what the project's record of that form holds |
/// | `request.FIELD` | what is asked for; only in the scope of an action with a form |
/// | `baseline.FIELD`, `original.FIELD` | the present and the first approved plan |
/// | `project.spent`, `.stage`, `.milestones`, and the fields of a form called `project` | the project |
/// | `duties.NAME.overdue` | how many times a duty is overdue |
/// | `parent.id`, `parent.NAME` | the project that this one was opened under, what was taken over from it |
/// | `children.WORKFLOW.count`, `.open` | how many projects of it were opened under this one, and are not over |
/// | `submitter` | who submits (a person: `.id`, `.rank`) |
/// | `now`, `today` | the time of the command; the date in the policy's zone |
/// | `limits.NAME`, a measure's name, `TABLE.OUTPUT` | the policy |
/// | `windows.NAME` | what this request and others add up to; in the scope of the window's actions |
///
/// A name without a value is unset: reading it is an error, `has(name)` is false.
public struct Scope: Sendable {
  public enum Source: Sendable, Hashable {
    case form(FormName, FieldName)
    case request(FieldName)
    case baseline(FieldName)
    case original(FieldName)
    case spent, stage, milestones, submitter, now, today
    case overdue(DutyName)
    case parentID
    case parent(FieldName)
    case children(WorkflowName)
    case openChildren(WorkflowName)
    /// By position in `limits`.
    case limit(Int)
    /// By position in `windows`.
    case window(Int)
    /// By position in `measures`.
    case measure(Int)
    /// By position in `tables` and in the table's outputs.
    case output(table: Int, Int)
  }

  /// nil: the scope of the project alone.
  public private(set) var action: ActionName?
  public private(set) var environment: Environment
  let types: CELTypes
  /// By slot.
  public private(set) var sources: [Source] = []
  /// What the scope was declared under, by slot: `request.budget`.
  public private(set) var names: [String] = []
  /// What the rows are, of names that stand for lists.
  private(set) var lists: [Source: ListType] = [:]
  public private(set) var limits: [Limit]
  let duties: [Duty]
  /// Each with what a request of this action weighs in it.
  public private(set) var windows: [(window: Window, weight: Expression)] = []
  public private(set) var measures: [Measure] = []
  public private(set) var tables: [DecisionTable] = []

  /// The scope of the project alone, with every name of the workflow and none of a policy.
  public init(workflow: Workflow, environment base: Environment) {
    limits = []
    duties = workflow.duties
    environment = base
    let types = CELTypes(workflow: workflow)
    self.types = types
    declare("now", .timestamp, .now)
    declare("today", .date, .today)
    declare("submitter", CELTypes.person, .submitter)
    declare("project.spent", .decimal, .spent)
    declare("project.stage", types.stage, .stage)
    declare("project.milestones", .list(types.milestoneState), .milestones)
    for form in workflow.forms {
      for field in form.fields {
        declare(field: "\(form.name).\(field.name)", field.type, .form(form.name, field.name))
      }
    }
    for duty in workflow.duties {
      declare("duties.\(duty.name).overdue", .int, .overdue(duty.name))
    }
    if let parent = workflow.parent {
      declare("parent.id", .string, .parentID)
      for copy in parent.copies {
        declare(field: "parent.\(copy.name)", copy.type, .parent(copy.name))
      }
    }
    for child in workflow.children {
      declare("children.\(child).count", .int, .children(child))
      declare("children.\(child).open", .int, .openChildren(child))
    }
    for (name, type) in workflow.baselineFields {
      declare(field: "baseline.\(name)", type, .baseline(name))
      declare(field: "original.\(name)", type, .original(name))
    }
  }

  /// The scope of an action, with `request.FIELD` if the action has a form, or again of the project (nil), both
  /// with a policy's limits.
  ///
  /// Made from the workflow's scope, because declaring every name anew for each action would take most of the
  /// time of loading a policy. Measures and tables are added later, in the order of the policy.
  ///
  /// INVARIANT (slots-only-grow): what a workflow's own expressions read stands in the same slots under every
  /// policy, so limits come after `request`, windows after limits, and measures and tables after those.
  public func with(_ action: Action?, of workflow: Workflow, limits: [Limit] = []) -> Scope {
    precondition(
      self.action == nil && self.limits.isEmpty && windows.isEmpty && measures.isEmpty
        && tables.isEmpty)
    var scope = self
    scope.action = action?.name
    scope.limits = limits
    if let form = action?.form.flatMap({ workflow[form: $0] }) {
      for field in form.fields {
        scope.declare(field: "request.\(field.name)", field.type, .request(field.name))
      }
    }
    for (index, limit) in limits.enumerated() {
      scope.declare("limits.\(limit.name)", limit.amount.celType, .limit(index))
    }
    return scope
  }

  /// Makes a window usable as `windows.NAME`. Its weight was compiled in this scope as it stands.
  public mutating func add(_ window: Window, weight: Expression) {
    declare("windows.\(window.name)", .decimal, .window(windows.count))
    windows.append((window, weight))
  }

  /// Makes a measure usable by its name. Its expression was compiled in this scope as it stands.
  public mutating func add(_ measure: Measure) {
    declare(measure.name.text, measure.expression.program.resultType, .measure(measures.count))
    measures.append(measure)
  }

  /// Makes a table's outputs usable as `TABLE.OUTPUT`. Its inputs were compiled in this scope as it stands.
  public mutating func add(_ table: DecisionTable) {
    for (index, output) in table.outputs.enumerated() {
      declare(
        "\(table.name).\(output.name)", output.result, .output(table: tables.count, index))
    }
    tables.append(table)
  }

  /// The facts that an expression reads, directly or through measures and tables.
  package func sourcesRead(by expression: Expression) -> [Source] {
    expression.program.slots.flatMap { slot -> [Source] in
      switch sources[slot.index] {
      // A measure or table reads only what was declared before it, so this ends.
      case .measure(let position): sourcesRead(by: measures[position].expression)
      case .window(let position):
        [.window(position)] + windows[position].window.sources
          + sourcesRead(by: windows[position].weight)
      case .output(let position, _):
        tables[position].inputs.flatMap { sourcesRead(by: $0.expression) }
      case let source: [source]
      }
    }
  }

  /// The forms that expressions read, directly or through measures and tables.
  func formsRead(by expressions: [Expression]) -> Set<FormName> {
    Set(
      expressions.flatMap(sourcesRead).compactMap { source in
        if case .form(let form, _) = source { form } else { nil }
      })
  }

  private mutating func declare(field name: String, _ type: FieldType, _ source: Source) {
    lists[source] = type.list
    declare(name, types.type(of: type), source)
  }

  private mutating func declare(_ name: String, _ type: ValueType, _ source: Source) {
    let slot = environment.declare(name, type)
    precondition(slot.index == sources.count, "slots are handed out in the order of declaration")
    sources.append(source)
    names.append(name)
  }
}

extension Workflow {
  /// The fields that plans consist of, with the types of the form fields they are taken from, in order of first mention.
  public var baselineFields: [(FieldName, FieldType)] {
    var fields: [(FieldName, FieldType)] = []
    for action in actions {
      for case .baseline(let name, let from) in action.effects {
        guard !fields.contains(where: { $0.0 == name }),
          let form = action.form.flatMap({ self[form: $0] }), let field = form[from]
        else { continue }
        fields.append((name, field.type))
      }
    }
    return fields
  }
}

extension Window {
  /// What its sum depends on beside the weights.
  fileprivate var sources: [Scope.Source] {
    if case .field(let form, let field) = bearer { [.form(form, field)] } else { [] }
  }
}
