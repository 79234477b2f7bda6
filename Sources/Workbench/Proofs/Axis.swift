import CEL
import Engine

/// One fact that rules depend on, with every value that it can take: a field, the money spent, a person's rank.
struct Axis: Hashable {
  enum Source: Hashable {
    case base(Scope.Source)
    /// The rank of a person who is the value of a name.
    case rank(Scope.Source)
    /// The result of a table that another action has fixed.
    case frozen(TableName)
    /// How many control points a list has.
    case length(Scope.Source)
    /// A field of a list's element, by its position.
    case element(Scope.Source, Int, String)
  }

  enum Kind: Hashable {
    /// Multiples of a step, within inclusive bounds; nil: unbounded on that side.
    case number(Form, step: Ratio, low: Ratio?, high: Ratio?)
    case choices([Value])
    /// Rows of outputs.
    case rows([[Value]])
  }

  /// What its numbers are to expressions.
  enum Form: Hashable {
    case decimal, integer, date
  }

  let source: Source
  /// As expressions call it: `request.budget`.
  let name: String
  let kind: Kind
  /// Whether it may have no value at all.
  let isOptional: Bool

  /// Whether it belongs to what is asked for; else to the project, which stands still while requests are compared.
  var isRequested: Bool {
    switch source {
    case .base(.request), .rank(.request), .length(.request), .element(.request, _, _): true
    case .base, .rank, .frozen, .length, .element: false
    }
  }

  var isNumber: Bool { if case .number = kind { true } else { false } }

  /// A number of the axis as expressions see it; a value between two steps is possible only for decimals.
  func value(_ number: Ratio) -> Value? {
    guard case .number(let form, _, _, _) = kind else { return nil }
    switch form {
    case .decimal: return number.decimal.map(Value.decimal) ?? .ratio(number)
    case .integer:
      return number.denominator == 1 ? Int64(exactly: number.numerator).map(Value.int) : nil
    case .date:
      guard number.denominator == 1, let days = Int(exactly: number.numerator) else { return nil }
      return CivilDate(daysSinceEpoch: days).map(Value.date)
    }
  }
}

/// A value of an axis.
enum Coordinate: Hashable {
  case unset
  case value(Value)
  case row([Value])

  var text: String {
    switch self {
    case .unset: "–"
    case .value(let value): value.text
    case .row(let values): values.map(\.text).joined(separator: ", ")
    }
  }
}

extension Axis {
  /// The axis of a name in a scope; nil: of a kind that proofs do not know (text, people, lists).
  init?(_ source: Scope.Source, named name: String, _ workflow: Workflow, _ action: Action?) {
    let fields: [Field]
    switch source {
    case .form(let form, let field): fields = [workflow[form: form]?[field]].compactMap { $0 }
    case .request(let field):
      fields = [action?.form.flatMap { workflow[form: $0]?[field] }].compactMap { $0 }
      // It depends on the other fields of the request, in a way that cuts along an axis would not see.
      if fields.contains(where: { $0.formula != nil }) { return nil }
    case .baseline(let field), .original(let field): fields = workflow.sources(ofPlan: field)
    // Of its own: what others weigh is theirs, whatever is asked for.
    case .spent, .window:
      self.init(
        source: .base(source), name: name,
        kind: .number(.decimal, step: Ratio.step(2), low: .zero, high: nil), isOptional: false)
      return
    case .today:
      self.init(
        source: .base(source), name: name, kind: Self.dates(nil, nil), isOptional: false)
      return
    case .stage:
      let stages = action?.from ?? workflow.stages.map(\.name)
      self.init(
        source: .base(source), name: name, kind: .choices(stages.map { .string($0.text) }),
        isOptional: false)
      return
    case .overdue:
      self.init(
        source: .base(source), name: name,
        kind: .number(.integer, step: Ratio(.one), low: .zero, high: nil), isOptional: false)
      return
    case .parent(let name):
      let copy = workflow.parent?.copies.first { $0.name == name }
      fields =
        copy.map { copy in
          [Field(name: name, title: copy.title, type: copy.type, isRequired: copy.isRequired)]
        } ?? []
    case .children, .openChildren:
      let most = Ratio(Decimal(Int64(Child.maximum)))
      self.init(
        source: .base(source), name: name,
        kind: .number(.integer, step: Ratio(.one), low: .zero, high: most), isOptional: false)
      return
    case .milestones, .submitter, .now, .parentID, .limit, .measure, .output: return nil
    }
    guard let first = fields.first, let kind = Self.kind(first.type, fields) else { return nil }
    let isOptional: Bool
    switch source {
    // A plan's fields come from complete requests; a request that leaves a default out has it all the same.
    case .baseline, .original: isOptional = fields.contains { !$0.isAlwaysThere }
    default: isOptional = !first.isAlwaysThere
    }
    self.init(source: .base(source), name: name, kind: kind, isOptional: isOptional)
  }

  private static func kind(_ type: FieldType, _ fields: [Field]) -> Kind? {
    let low = bound(fields.map(\.minimum), min)
    let high = bound(fields.map(\.maximum), max)
    switch type {
    case .money(let scale):
      return .number(
        .decimal, step: Ratio.step(scale), low: low ?? .zero,
        high: high ?? Ratio(FieldType.maximumMoney))
    case .percent: return .number(.decimal, step: Ratio.step(8), low: low, high: high)
    case .number(let scale): return .number(.decimal, step: Ratio.step(scale), low: low, high: high)
    case .integer: return .number(.integer, step: Ratio(.one), low: low, high: high)
    case .date: return dates(low, high)
    case .boolean: return .choices([.bool(false), .bool(true)])
    case .choice(let choices): return .choices(choices.map { .string($0.name) })
    case .text, .person, .file, .milestones, .milestone, .list: return nil
    }
  }

  static func dates(_ low: Ratio?, _ high: Ratio?) -> Kind {
    // 1970 to 2099: dates farther off are no dates of projects.
    .number(
      .date, step: Ratio(.one), low: low ?? Ratio(Decimal(0)), high: high ?? Ratio(Decimal(47_481)))
  }

  /// The outermost of the bounds; nil when one of the fields has none.
  private static func bound(_ values: [FieldValue?], _ outer: (Ratio, Ratio) -> Ratio) -> Ratio? {
    var result: Ratio?
    for value in values {
      let number: Ratio
      switch value {
      case .decimal(let decimal)?: number = Ratio(decimal)
      case .integer(let integer)?: number = Ratio(Decimal(integer))
      case .date(let date)?: number = Ratio(Decimal(Int64(date.daysSinceEpoch)))
      default: return nil
      }
      result = result.map { outer($0, number) } ?? number
    }
    return result
  }
}

extension Field {
  /// Whether a complete form has a value for it.
  fileprivate var isAlwaysThere: Bool { isRequired || defaultValue != nil }
}

extension Workflow {
  /// The form fields that a field of the plan is taken from.
  fileprivate func sources(ofPlan name: FieldName) -> [Field] {
    actions.flatMap { action in
      action.effects.compactMap { effect in
        guard case .baseline(name, let from) = effect else { return nil }
        return action.form.flatMap { self[form: $0]?[from] }
      }
    }
  }
}

extension Ratio {
  /// The smallest amount with so many decimals.
  static func step(_ scale: Int) -> Ratio {
    Decimal(coefficient: 1, scale: scale).map { Ratio($0) } ?? Ratio(.one)
  }

  /// The greatest whole number that is not above this.
  var floor: Int128 {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
