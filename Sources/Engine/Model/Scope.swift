import CEL

/// The names that expressions of one action can use, and where each name's value comes from.
///
/// | name | value |
/// |---|---|
/// | `FORM.FIELD` | what the project's record of that form holds |
/// | `request.FIELD` | what is asked for; only in the scope of an action with a form |
/// | `baseline.FIELD`, `original.FIELD` | the present and the first approved plan |
/// | `project.spent`, `.stage`, `.milestones`, and the fields of a form called `project` | the project |
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
  public private(set) var limits: [Limit]
  /// Each with what a request of this action weighs in it.
  public private(set) var windows: [(window: Window, weight: Expression)] = []
  public private(set) var measures: [Measure] = []
  public private(set) var tables: [DecisionTable] = []

  /// The scope of the project alone, with every name of the workflow and none of a policy.
  public init(workflow: Workflow, environment base: Environment) {
    limits = []
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
        declare(
          "\(form.name).\(field.name)", types.type(of: field.type), .form(form.name, field.name))
      }
    }
    for (name, type) in workflow.baselineFields {
      declare("baseline.\(name)", types.type(of: type), .baseline(name))
      declare("original.\(name)", types.type(of: type), .original(name))
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
        scope.declare("request.\(field.name)", types.type(of: field.type), .request(field.name))
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

  /// The forms that expressions read, directly or through measures and tables.
  func formsRead(by expressions: [Expression]) -> Set<FormName> {
    var forms: Set<FormName> = []
    for slot in expressions.flatMap(\.program.slots) {
      switch sources[slot.index] {
      case .form(let form, _): forms.insert(form)
      // A measure or table reads only what was declared before it, so this ends.
      case .measure(let index): forms.formUnion(formsRead(by: [measures[index].expression]))
      case .output(let table, _):
        forms.formUnion(formsRead(by: tables[table].inputs.map(\.expression)))
      case .window(let index):
        forms.formUnion(formsRead(by: [windows[index].weight]))
        if case .field(let form, _) = windows[index].window.bearer { forms.insert(form) }
      case .request, .baseline, .original, .spent, .stage, .milestones, .submitter, .now, .today,
        .limit:
        break
      }
    }
    return forms
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
