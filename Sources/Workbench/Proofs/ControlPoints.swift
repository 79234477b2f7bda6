import CEL
import Engine

/// A list of control points that rules look into.
///
/// Rules ask how many there are, and whether some or all of them have a property, each for itself. A list of any
/// length then reads like one that holds an answer to each question, and is longer than any length compared with: lists
/// up to that length are every case there is.
struct ControlPoints {
  /// As expressions call it: `request.milestones`.
  let name: String
  let record: RecordType
  /// Every kind of control point; a list has each at most once.
  let kinds: [String]
  /// Whether a complete form has at least one.
  let isNeverEmpty: Bool
  /// Whether there may be no list at all.
  let isOptional: Bool
  /// The greatest length that a rule compares with.
  fileprivate(set) var longest = 0
  /// How many elements it takes to answer every question that rules ask of it.
  fileprivate(set) var questions = 0
  fileprivate var bodies: [Body] = []

  /// What a rule asks of each element.
  fileprivate struct Body {
    let node: CheckedExpression
    let expression: Expression
    let variable: String
    let scope: Scope
  }

  /// How many elements are told apart.
  var length: Int { min(max(longest + 1, questions), max(1, kinds.count)) }

  fileprivate mutating func compare(with length: Int) { longest = max(longest, length) }

  /// Longer lists make more cases than a check may take.
  static let lengthLimit = 4

  /// nil: the source is no list of control points.
  init?(
    _ source: Scope.Source, named name: String, _ type: ValueType?, _ workflow: Workflow,
    _ action: Action?
  ) {
    guard case .list(.record(let record))? = type, CELTypes.isControlPoint(record) else {
      return nil
    }
    self.name = name
    self.record = record
    kinds = workflow.milestones.map(\.name.text)
    switch source {
    case .request(let field):
      guard let field = action?.form.flatMap({ workflow[form: $0]?[field] }) else { return nil }
      isNeverEmpty = field.isRequired
      isOptional = !field.isRequired && field.defaultValue == nil
    case .form(let form, let field):
      guard let field = workflow[form: form]?[field] else { return nil }
      isNeverEmpty = field.isRequired
      isOptional = !field.isRequired && field.defaultValue == nil
    case .baseline, .original: (isNeverEmpty, isOptional) = (false, true)
    case .milestones: (isNeverEmpty, isOptional) = (false, false)
    case .spent, .stage, .submitter, .now, .today, .overdue, .parentID, .parent, .children,
      .openChildren, .limit, .window, .measure, .output:
      return nil
    }
  }
}

// MARK: - Reading rules

extension Space {
  /// An element of a list while a rule about each is read.
  struct Element {
    let variable: String
    let list: Scope.Source
    let index: Int
  }

  /// Takes in a comparison of a list's length with a whole number; false: it is none.
  mutating func compareLength(_ operands: [CheckedExpression]) -> Bool {
    for (size, number) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .call("size", let arguments) = size.kind, arguments.count == 1,
        case .slot(let slot, let name) = arguments[0].kind,
        case .literal(.int(let length)) = number.kind,
        let source = list(slot, name), length < ControlPoints.lengthLimit
      else { continue }
      lists[source]?.compare(with: Int(length))
      return true
    }
    return false
  }

  /// Takes in a question about some or all elements of a list; false: it is of another form.
  mutating func ask(
    _ macro: String, _ range: CheckedExpression, _ variables: [String],
    _ arguments: [CheckedExpression], of expression: Expression
  ) -> Bool {
    guard element == nil, variables.count == 1, arguments.count == 1,
      let witnesses = ["all": 1, "exists": 1, "exists_one": 2][macro],
      case .slot(let slot, let name) = range.kind, let source = list(slot, name)
    else { return false }
    lists[source]?.questions += witnesses
    lists[source]?.bodies.append(
      .init(node: arguments[0], expression: expression, variable: variables[0], scope: scope))
    visit(arguments[0], at: .init(variable: variables[0], list: source, index: 0), of: expression)
    return true
  }

  /// The axis of what a rule reads of an element; nil: it reads no element.
  func axis(of operand: CheckedExpression, _ field: String) -> Axis? {
    guard let element, case .local(element.variable) = operand.kind,
      let list = lists[element.list],
      let type = list.record.fields.first(where: { $0.name == field })?.type
    else { return nil }
    let kind: Axis.Kind
    switch type {
    case .date: kind = Axis.dates(nil, nil)
    case .decimal:
      kind = .number(.decimal, step: Ratio.step(2), low: .zero, high: Ratio(FieldType.maximumMoney))
    case .bool: kind = .choices([.bool(false), .bool(true)])
    case .choice: kind = .choices(list.kinds.map(Value.string))
    default: return nil
    }
    return Axis(
      source: .element(element.list, element.index, field),
      name: "\(list.name)[\(element.index)].\(field)",
      kind: kind, isOptional: field == "budget")
  }

  /// The list that a name stands for, known from now on; nil: it is none.
  private mutating func list(_ slot: Slot, _ name: String) -> Scope.Source? {
    let source = scope.sources[slot.index]
    if lists[source] != nil { return source }
    guard
      let list = ControlPoints(
        source, named: name, scope.environment.type(of: name), workflow, action)
    else { return nil }
    lists[source] = list
    return source
  }

  /// Asks every further element what the first was asked, and adds the lengths. Throws when that makes too many cases.
  mutating func unfold() throws(Arrangement.Failure) {
    let scope = scope
    for (source, list) in lists.sorted(by: { $0.value.name < $1.value.name }) {
      guard list.length <= ControlPoints.lengthLimit else { throw .tooManyCells }
      for index in 1..<max(1, list.length) {
        for body in list.bodies {
          turn(to: body.scope)
          visit(
            body.node, at: .init(variable: body.variable, list: source, index: index),
            of: body.expression)
        }
      }
      let lengths = (list.isNeverEmpty ? 1 : 0)...max(1, list.length)
      axis(
        Axis(
          source: .length(source), name: list.name,
          kind: .choices(lengths.map { .int(Int64($0)) }), isOptional: list.isOptional))
    }
    turn(to: scope)
  }
}

// MARK: - Values

extension ControlPoints {
  /// The list at some coordinates: what rules read of each element, and something for the rest.
  ///
  /// `isReal`: whether no kind comes twice. nil: there is none.
  func elements(_ source: Scope.Source, _ coordinates: [Axis.Source: Coordinate]) -> (
    values: [RecordValue], isReal: Bool
  )? {
    guard case .value(.int(let length))? = coordinates[.length(source)] else { return nil }
    func read(_ index: Int, _ field: String) -> Coordinate? {
      coordinates[.element(source, index, field)]
    }
    let read = (0..<Int(length)).map { index in
      record.fields.reduce(into: [String: Value]()) { values, field in
        if case .value(let value)? = read(index, field.name) { values[field.name] = value }
      }
    }
    let chosen = read.compactMap { $0["kind"] }
    var free = kinds.map(Value.string).filter { !chosen.contains($0) }
    let values = read.enumerated().map { index, values in
      var values = values
      if values["kind"] == nil { values["kind"] = free.isEmpty ? .string("") : free.removeFirst() }
      // Nobody reads it, or the element would have a coordinate.
      if values["due"] == nil {
        values["due"] = CivilDate(year: 2026, month: 6, day: 30).map(Value.date)
      }
      if record.index(of: "reached") != nil, values["reached"] == nil {
        values["reached"] = .bool(false)
      }
      return RecordValue(record, values)
    }
    return (values, Set(chosen).count == chosen.count && length <= kinds.count)
  }

  /// Each as it would be typed: `[accepted:2026-06-30:1000]`; those that are reached with a tick.
  static func text(_ elements: [RecordValue]) -> String {
    guard !elements.isEmpty else { return "[]" }
    return "["
      + elements.map { element in
        ["kind", "due", "budget"].compactMap { element[$0]?.text }.joined(separator: ":")
          + (element["reached"] == .bool(true) ? " ✓" : "")
      }.joined(separator: ", ") + "]"
  }
}
