import CEL
import Engine

/// Every combination of facts that rules of a ``Space`` can tell apart, each with concrete values.
///
/// Axes that no comparison joins vary independently: each such group of axes is a factor, and the landscape is the
/// product of its factors.
struct Landscape {
  struct Option {
    /// By axis of the space.
    let coordinates: [(axis: Int, coordinate: Coordinate)]
    /// Whether every value is one that its field can have; else only the arithmetic allows it.
    let isReal: Bool
  }

  struct Factor {
    let axes: [Int]
    /// What rules can tell apart.
    fileprivate(set) var options: [Option] = []
    /// Options in one and the same project: which option each is like, and its own values.
    fileprivate(set) var projects: [[(option: Int, exact: Option)]] = []
  }

  /// More combinations than this take longer than a check may.
  static let pointLimit = 100_000

  let space: Space
  private(set) var factors: [Factor] = []
  /// The number of combinations.
  private(set) var count = 1

  init(_ space: Space) throws(Arrangement.Failure) {
    var space = space
    try space.unfold()
    self.space = space
    for group in Self.groups(space) {
      factors.append(try Self.numbers(group, space))
    }
    for (index, axis) in space.axes.enumerated() {
      var coordinates: [Coordinate]
      switch axis.kind {
      case .number: continue
      case .choices(let values): coordinates = values.map(Coordinate.value)
      case .rows(let rows): coordinates = rows.map(Coordinate.row)
      }
      if axis.isOptional { coordinates.append(.unset) }
      var factor = Factor(axes: [index])
      for coordinate in coordinates {
        let option = Option(coordinates: [(index, coordinate)], isReal: true)
        factor.projects.append([(factor.options.count, option)])
        factor.options.append(option)
      }
      factors.append(factor)
    }
    for factor in factors {
      let (product, overflow) = count.multipliedReportingOverflow(by: factor.options.count)
      guard !overflow, product <= Self.pointLimit else { throw .tooManyCells }
      count = product
    }
  }

  /// The options that a combination consists of, by factor. `index` counts the last factor fastest.
  func options(at index: Int) -> [Int] {
    var rest = index
    var options: [Int] = []
    for factor in factors.reversed() {
      options.append(rest % factor.options.count)
      rest /= factor.options.count
    }
    return options.reversed()
  }

  func index(of options: [Int]) -> Int {
    zip(factors, options).reduce(0) { $0 * $1.0.options.count + $1.1 }
  }

  func point(_ index: Int) -> Point {
    Point(zip(factors, options(at: index)).map { $0.options[$1] }, space)
  }

  // MARK: - Numbers

  /// Number axes that comparisons join, directly or through others.
  private static func groups(_ space: Space) -> [[Int]] {
    var groups: [Set<Int>] = space.axes.indices.compactMap { index in
      if case .number = space.axes[index].kind { [index] } else { nil }
    }
    for form in space.forms {
      let joined = groups.filter { !$0.isDisjoint(with: form.axes) }
      groups.removeAll { !$0.isDisjoint(with: form.axes) }
      groups.append(joined.reduce(into: []) { $0.formUnion($1) })
    }
    return groups.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  private struct Likeness: Hashable {
    let unset: Set<Int>
    let signs: [Int]
  }

  private static func numbers(_ group: [Int], _ space: Space) throws(Arrangement.Failure) -> Factor
  {
    var factor = Factor(axes: group)
    var known: [Likeness: Int] = [:]
    // Each axis doubles the arrangements; forms have few fields that may be left out.
    let optional = group.filter { space.axes[$0].isOptional }
    guard optional.count <= 4 else { throw .tooManyCells }
    for mask in 0..<(1 << optional.count) {
      let unset = Set(optional.indices.filter { mask >> $0 & 1 == 1 }.map { optional[$0] })
      let present = group.filter { !unset.contains($0) }
      let fixed = present.filter { !space.axes[$0].isRequested }
      let order = fixed + present.filter { space.axes[$0].isRequested }
      let forms = space.forms.filter {
        !unset.isDisjoint(with: $0.axes) ? false : !Set(present).isDisjoint(with: $0.axes)
      }
      let arrangement = try Arrangement(
        order.compactMap { space.axes[$0].line($0) }, fixedLines: fixed.count, forms: forms,
        width: space.axes.count)
      for cells in arrangement.groups {
        var project: [(option: Int, exact: Option)] = []
        for cell in cells {
          guard let exact = option(cell, present, unset, space) else { continue }
          let likeness = Likeness(unset: unset, signs: cell.signs)
          if let index = known[likeness] {
            if exact.isReal, !factor.options[index].isReal { factor.options[index] = exact }
            project.append((index, exact))
          } else {
            known[likeness] = factor.options.count
            project.append((factor.options.count, exact))
            factor.options.append(exact)
          }
        }
        factor.projects.append(project)
      }
    }
    return factor
  }

  /// nil: the values cannot even be written down, as half a day.
  private static func option(
    _ cell: Arrangement.Cell, _ present: [Int], _ unset: Set<Int>, _ space: Space
  ) -> Option? {
    var coordinates: [(axis: Int, coordinate: Coordinate)] = []
    for axis in present {
      guard let value = cell.point[axis].flatMap(space.axes[axis].value) else { return nil }
      coordinates.append((axis, .value(value)))
    }
    return Option(
      coordinates: coordinates + unset.sorted().map { ($0, .unset) }, isReal: cell.isReal)
  }
}

extension Axis {
  fileprivate func line(_ position: Int) -> NumberLine? {
    guard case .number(let form, let step, let low, let high) = kind else { return nil }
    let favourites: [Int64] =
      switch form {
      case .decimal:
        [
          100_000, 1_000_000, 500_000, 10_000, 2_000_000, 10_000_000, 100_000_000, 1_000, 100, 10,
          1, 1_000_000_000, 1_000_000_000_000,
        ]
      case .integer: [3, 1, 10, 100, 1_000]
      // 2026-06-30 and a year before and after.
      case .date: [20_634, 20_269, 20_999]
      }
    // The engine's own bound on amounts and the years that dates are taken from are no limits of a policy.
    let far = Ratio(FieldType.maximumMoney)
    let isMoney = form == .decimal && high == far
    let horizon: ClosedRange<Ratio>? =
      if form == .date, let low, let high { low...high } else if isMoney { far.negated...far } else
      { nil }
    return NumberLine(
      axis: position, step: step, low: form == .date ? nil : low,
      high: form == .date || isMoney ? nil : high, horizon: horizon,
      favourites: favourites.map { Ratio(Decimal($0)) })
  }
}
