import CEL
import Engine

/// Where along one field the comparisons of the rules change their answer.
///
/// The difference of the two sides of a comparison is sampled exactly; where it is linear in the field, the root
/// is the only place where the answer can change. Of others nothing is claimed.
struct CutSearch {
  private let examine: ([FieldName: FieldValue]) -> Examination
  private let comparisons: [Comparison]
  /// Fields that some comparison depends on which could not be taken apart: one within a macro.
  private let unknownFields: Set<FieldName>

  private enum Side {
    case program(Program)
    case constant(Value)
  }

  private struct Comparison {
    let left: Side
    let right: Side
    /// Of a hold that the action is to lift: asked of the project as it would be afterwards.
    let isAboutAfterwards: Bool
    /// The fields of the request that it depends on, also through measures, tables and effects.
    let fields: Set<FieldName>
  }

  /// All comparisons that the action's gate and chain come down to, and those of the holds that it is to lift.
  init(
    _ examination: Examination, examine: @escaping ([FieldName: FieldValue]) -> Examination
  ) {
    self.examine = examine
    let rules = examination.rules
    var collector = Collector(rules.scope, nil, rules.fieldsComputedFrom)
    for computed in rules.formulas { collector.collect(computed.expression) }
    for step in rules.chain?.steps ?? [] { step.condition.map { collector.collect($0) } }
    for criterion in rules.gate {
      if case .holds(let expression) = criterion.test { collector.collect(expression) }
    }
    var afterwards = Collector(
      examination.rulebook.projectScope, examination.action, rules.fieldsComputedFrom)
    for hold in examination.rulebook.policy.holds where hold.until == examination.action.name {
      afterwards.collect(hold.condition)
    }
    comparisons = collector.comparisons + afterwards.comparisons
    unknownFields = collector.unknownFields.union(afterwards.unknownFields)
  }

  /// Takes expressions apart, and whatever measures and tables they read.
  private struct Collector {
    let scope: Scope
    /// The action whose effects stand between the request and what is read; nil: the request itself is read.
    let effects: Action?
    /// What fields of the request are computed from, in the action's own scope.
    let formulas: [FieldName: Set<FieldName>]
    private(set) var comparisons: [Comparison] = []
    private(set) var unknownFields: Set<FieldName> = []
    private var seen: Set<Scope.Source> = []

    init(_ scope: Scope, _ effects: Action?, _ formulas: [FieldName: Set<FieldName>]) {
      self.scope = scope
      self.effects = effects
      self.formulas = formulas
    }

    mutating func collect(_ expression: Expression) {
      let parts = Parts(expression, scope)
      collect(expression.program.tree, parts, whole: expression.program)
      for slot in expression.program.slots {
        let source = scope.sources[slot.index]
        switch source {
        case .window(let index):
          if seen.insert(source).inserted { collect(scope.windows[index].weight) }
        case .measure(let index):
          if seen.insert(source).inserted { collect(scope.measures[index].expression) }
        case .output(let table, _):
          if seen.insert(.output(table: table, 0)).inserted { collect(scope.tables[table]) }
        case .form, .request, .baseline, .original, .spent, .stage, .milestones, .submitter,
          .now, .today, .overdue, .parentID, .parent, .children, .openChildren, .limit:
          break
        }
      }
    }

    private mutating func collect(_ table: DecisionTable) {
      for (index, input) in table.inputs.enumerated() {
        collect(input.expression)
        let program = input.expression.program
        guard program.resultType.isQuantity else { continue }
        for value in table.rules.flatMap({ $0.cells[index].bounds }) {
          comparisons.append(
            Comparison(
              left: .program(program), right: .constant(value),
              isAboutAfterwards: effects != nil, fields: fields(program)))
        }
      }
    }

    private mutating func collect(
      _ tree: CheckedExpression, _ parts: Parts, whole: Program
    ) {
      if case .call(let function, let arguments) = tree.kind,
        Parts.comparisons.contains(function), arguments.count == 2,
        arguments[0].type.isQuantity, arguments[1].type.isQuantity
      {
        if let left = parts.program(arguments[0]), let right = parts.program(arguments[1]) {
          comparisons.append(
            Comparison(
              left: .program(left), right: .program(right), isAboutAfterwards: effects != nil,
              fields: fields(left).union(fields(right))))
        } else {
          unknownFields.formUnion(fields(whole))
        }
      }
      for child in tree.children { collect(child, parts, whole: whole) }
    }

    private func fields(_ program: Program) -> Set<FieldName> {
      Set(program.slots.flatMap { fields(scope.sources[$0.index]) })
    }

    /// A measure or table reads only what was declared before it, so this ends.
    private func fields(_ source: Scope.Source) -> Set<FieldName> {
      switch source {
      case .request(let field): formulas[field] ?? [field]
      case .window(let index): fields(scope.windows[index].weight.program)
      case .measure(let index): fields(scope.measures[index].expression.program)
      case .output(let table, _):
        Set(scope.tables[table].inputs.flatMap { fields($0.expression.program) })
      case .form(let form, let field):
        effects?.form == form ? formulas[field] ?? [field] : []
      case .baseline(let name), .original(let name):
        effected { if case .baseline(name, let field) = $0 { field } else { nil } }
      case .spent: effected { if case .spend(let field) = $0 { field } else { nil } }
      case .milestones:
        effected { effect in
          switch effect {
          case .plan(let field), .reach(let field): field
          default: nil
          }
        }
      case .stage, .submitter, .now, .today, .overdue, .parentID, .parent, .children,
        .openChildren, .limit:
        []
      }
    }

    private func effected(_ field: (Effect) -> FieldName?) -> Set<FieldName> {
      (effects?.effects ?? []).compactMap(field).reduce(into: []) { fields, field in
        fields.formUnion(formulas[field] ?? [field])
      }
    }
  }

  /// The values next to each cut, in units of the axis, ascending; and whether those are all the cuts there are.
  func candidates(_ axis: FieldLine, _ content: [FieldName: FieldValue]) -> (
    units: [Int128], isComplete: Bool
  ) {
    let step = max(1, Int128(axis.current.magnitude / 16))
    // Both directions, so that a side that is cut off by a bound does not spoil the other.
    let offsets = [0, step, 2 * step, -step, 5 * step].map { axis.current + $0 }
      .filter(axis.contains)
    var units: Set<Int128> = []
    var isComplete = !unknownFields.contains(axis.field.name)
    let comparisons = comparisons.filter { $0.fields.contains(axis.field.name) }
    let samples = offsets.compactMap { units -> Sample? in
      guard let value = axis.value(units) else { return nil }
      var changed = content
      changed[axis.field.name] = value
      let examination = examine(changed)
      return Sample(
        units: units, examination: examination,
        afterwards: comparisons.contains(where: \.isAboutAfterwards)
          ? examination.afterwards : nil)
    }
    guard samples.count >= 3 else { return ([], false) }
    for comparison in comparisons {
      let points = samples.compactMap { sample in
        difference(comparison, sample).map { (sample.units, $0) }
      }
      var root = points.count == samples.count ? Self.root(points) : nil
      if root == nil {
        isComplete = false
        // A window's weight is bent at zero: upwards of what is asked for it is a line all the same.
        let upwards = points.filter { $0.0 >= axis.current }
        root = upwards.count >= 3 ? Self.root(upwards) : nil
      }
      guard case .at(let cut)? = root else { continue }
      let floor = Self.floor(cut)
      for candidate in (floor - 1)...(floor + 1) where axis.contains(candidate) {
        units.insert(candidate)
      }
    }
    return (units.sorted(), isComplete)
  }

  private enum Root {
    /// The field does not matter to the comparison.
    case nowhere
    case at(Ratio)
  }

  /// nil: the points do not lie on a line.
  private static func root(_ points: [(Int128, Ratio)]) -> Root? {
    let (x0, y0) = points[0]
    guard let (x1, y1) = points.last, let run = Ratio(x1 - x0, over: 1), run.sign != 0,
      let slope = try? y1.subtracting(y0).divided(by: run)
    else { return nil }
    for (x, y) in points.dropFirst() {
      guard let run = Ratio(x - x0, over: 1), let rise = try? slope.multiplying(run),
        let expected = try? y0.adding(rise), expected == y
      else { return nil }
    }
    if slope.sign == 0 { return .nowhere }
    guard let start = Ratio(x0, over: 1), let way = try? y0.divided(by: slope),
      let cut = try? start.subtracting(way)
    else { return nil }
    return .at(cut)
  }

  private static func floor(_ ratio: Ratio) -> Int128 {
    let (quotient, remainder) = ratio.numerator.quotientAndRemainder(
      dividingBy: ratio.denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The rules looked at with one value of the field.
  private struct Sample {
    let units: Int128
    let examination: Examination
    /// nil: the action could not take effect, or nobody asks.
    let afterwards: Inquiry?
  }

  private func difference(_ comparison: Comparison, _ sample: Sample) -> Ratio? {
    func quantity(_ side: Side) -> Ratio? {
      switch side {
      case .constant(let value): value.quantity
      case .program(let program) where comparison.isAboutAfterwards:
        (try? sample.afterwards?.value(of: program))?.quantity
      case .program(let program): (try? sample.examination.value(of: program))?.quantity
      }
    }
    guard let left = quantity(comparison.left), let right = quantity(comparison.right) else {
      return nil
    }
    return try? left.subtracting(right)
  }
}

extension ValueType {
  fileprivate var isQuantity: Bool {
    switch self {
    case .decimal, .int, .duration, .date: true
    default: false
    }
  }
}

extension Value {
  /// The value as a number on a line: days for dates, nanoseconds for spans; nil: it is no quantity.
  fileprivate var quantity: Ratio? {
    switch self {
    case .decimal(let number): Ratio(number)
    case .ratio(let ratio): ratio
    case .int(let number): Ratio(Int128(number), over: 1)
    case .date(let date): Ratio(Int128(date.daysSinceEpoch), over: 1)
    case .duration(let span): Ratio(Int128(span.nanoseconds), over: 1)
    default: nil
    }
  }
}

extension DecisionTable.Cell {
  /// The constants that the cell compares with.
  fileprivate var bounds: [Value] {
    switch self {
    case .anything: []
    case .equals(let value): [value]
    case .below(let bound), .above(let bound): [bound.value]
    case .interval(let low, let high): [low.value, high.value]
    case .oneOf(let cells): cells.flatMap(\.bounds)
    case .not(let cell): cell.bounds
    }
  }
}

extension ActionRules {
  /// By computed field of the request: the fields that people give and that its value depends on.
  fileprivate var fieldsComputedFrom: [FieldName: Set<FieldName>] {
    formulas.reduce(into: [:]) { known, computed in
      let read = scope.sourcesRead(by: computed.expression).compactMap { source in
        if case .request(let field) = source { field } else { nil }
      }
      // A formula reads only fields before its own.
      known[computed.field] = read.reduce(into: []) { $0.formUnion(known[$1] ?? [$1]) }
    }
  }
}
