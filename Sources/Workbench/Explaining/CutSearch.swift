import CEL
import Engine

/// Where along one field the comparisons of the rules change their answer.
///
/// The difference of the two sides of a comparison is sampled exactly; where it is linear in the field, the root
/// is the only place where the answer can change. Of others nothing is claimed.
struct CutSearch {
  private let examine: ([FieldName: FieldValue]) -> Examination
  private let comparisons: [Comparison]
  /// Whether some comparison could not be taken apart at all.
  let hasUnknowns: Bool

  private enum Side {
    case program(Program)
    case constant(Value)
  }

  private struct Comparison {
    let left: Side
    let right: Side
    /// Of a hold that the action is to lift: asked of the project as it would be afterwards.
    let isAboutAfterwards: Bool
  }

  /// All comparisons of the action's gate and chain, and of the measures and tables they may read.
  init(_ examination: Examination, examine: @escaping ([FieldName: FieldValue]) -> Examination) {
    self.examine = examine
    let rules = examination.rules
    var comparisons: [Comparison] = []
    var hasUnknowns = false
    func collect(_ tree: CheckedExpression, _ parts: Parts, afterwards: Bool) {
      if case .call(let function, let arguments) = tree.kind,
        Parts.comparisons.contains(function), arguments.count == 2,
        arguments[0].type.isQuantity, arguments[1].type.isQuantity
      {
        if let left = parts.program(arguments[0]), let right = parts.program(arguments[1]) {
          comparisons.append(
            Comparison(
              left: .program(left), right: .program(right), isAboutAfterwards: afterwards))
        } else {
          hasUnknowns = true
        }
      }
      for child in tree.children { collect(child, parts, afterwards: afterwards) }
    }
    func collect(_ expression: Expression) {
      collect(expression.program.tree, Parts(expression, rules.scope), afterwards: false)
    }
    for step in rules.chain?.steps ?? [] { step.condition.map(collect) }
    for criterion in rules.gate {
      if case .holds(let expression) = criterion.test { collect(expression) }
    }
    for hold in examination.rulebook.policy.holds where hold.until == examination.action.name {
      collect(
        hold.condition.program.tree,
        Parts(hold.condition, examination.rulebook.projectScope), afterwards: true)
    }
    for measure in rules.scope.measures { collect(measure.expression) }
    for table in rules.scope.tables {
      for (index, input) in table.inputs.enumerated() {
        collect(input.expression)
        guard input.expression.program.resultType.isQuantity else { continue }
        for value in table.rules.flatMap({ $0.cells[index].bounds }) {
          comparisons.append(
            Comparison(
              left: .program(input.expression.program), right: .constant(value),
              isAboutAfterwards: false))
        }
      }
    }
    self.comparisons = comparisons
    self.hasUnknowns = hasUnknowns
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
    var isComplete = !hasUnknowns
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
      guard points.count == samples.count, let root = Self.root(points) else {
        isComplete = false
        continue
      }
      guard case .at(let cut) = root else { continue }
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
