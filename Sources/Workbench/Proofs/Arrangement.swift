import CEL

/// A number axis inside a ``Arrangement``.
struct NumberLine {
  let axis: Int
  let step: Ratio
  /// Inclusive bounds, at which it is cut.
  let low: Ratio?
  let high: Ratio?
  /// What no value lies outside of, so far off that nothing changes there: no cuts.
  let horizon: ClosedRange<Ratio>?
  /// Values that people would choose, the best first, to make witnesses readable.
  let favourites: [Ratio]
}

/// The cells into which linear forms cut the space of a few number axes, with a point in each.
///
/// Exact: forms are projected onto fewer and fewer axes (two forms meet where their difference is zero), then cells are
/// built up again, at every zero and between neighbours. Points lie on the steps of the axes. A cell that has room, but in
/// which no such point was found, is kept with a point off the steps.
struct Arrangement {
  struct Cell {
    /// By form: where the point lies, -1, 0 or 1.
    let signs: [Int]
    /// By axis of the space; nil: not an axis of this arrangement.
    let point: [Ratio?]
    /// Whether every coordinate is a value that its field can have.
    let isReal: Bool
  }

  enum Failure: Error {
    case tooManyCells
    case numbersTooLarge
  }

  /// More forms or points than this take longer than a check may.
  static let formLimit = 400
  static let pointLimit = 150_000

  /// Cells of which the first axes have the same values: one project, different requests.
  private(set) var groups: [[Cell]] = []

  private let lines: [NumberLine]
  private let forms: [LinearForm]
  private let width: Int
  /// By line: the forms that end at its axis.
  private var levels: [[LinearForm]] = []
  private let fixedLines: Int
  private var pointCount = 0

  /// `lines` in the order in which they are given values, the first `fixedLines` making a group.
  init(
    _ lines: [NumberLine], fixedLines: Int, forms: [LinearForm], width: Int
  ) throws(Failure) {
    self.lines = lines
    self.forms = forms
    self.width = width
    self.fixedLines = fixedLines
    do {
      levels = try Self.project(forms, lines)
      try lift(0, Array(repeating: nil, count: width), isReal: true)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .numbersTooLarge
    }
  }

  // MARK: - Projection

  private static func project(_ forms: [LinearForm], _ lines: [NumberLine]) throws -> [[LinearForm]]
  {
    var pending = Set(forms)
    for line in lines {
      for bound in [line.low, line.high] {
        guard let bound else { continue }
        pending.insert(
          try LinearForm(axis: line.axis).subtracting(LinearForm(constant: bound)).canonical())
      }
    }
    var levels: [[LinearForm]] = Array(repeating: [], count: lines.count)
    for (level, line) in lines.enumerated().reversed() {
      let here = pending.filter { $0[line.axis].sign != 0 }
      pending.subtract(here)
      var scaled: [LinearForm] = []
      for form in here {
        scaled.append(try form.multiplied(by: try Ratio(.one).divided(by: form[line.axis])))
      }
      levels[level] = scaled
      if level > 0 {
        for (index, left) in scaled.enumerated() {
          for right in scaled[..<index] {
            let meeting = try left.subtracting(right)
            if !meeting.isConstant { pending.insert(try meeting.canonical()) }
          }
        }
      }
      if pending.count + scaled.count > formLimit { throw Failure.tooManyCells }
    }
    return levels
  }

  // MARK: - Lifting

  private mutating func lift(_ level: Int, _ point: [Ratio?], isReal: Bool) throws {
    if level == fixedLines { groups.append([]) }
    guard level < lines.count else {
      pointCount += 1
      if pointCount > Self.pointLimit { throw Failure.tooManyCells }
      var signs: [Int] = []
      for form in forms { signs.append(try form.value(at: point).sign) }
      groups[groups.count - 1].append(Cell(signs: signs, point: point, isReal: isReal))
      return
    }
    let line = lines[level]
    for (value, onStep) in try values(level, point) {
      var point = point
      point[line.axis] = value
      try lift(level + 1, point, isReal: isReal && onStep)
    }
  }

  /// Every zero on the line, and values between neighbours.
  private func values(_ level: Int, _ point: [Ratio?]) throws -> [(Ratio, Bool)] {
    let line = lines[level]
    var zeros: Set<Ratio> = []
    var origin = point
    origin[line.axis] = .zero
    for form in levels[level] { zeros.insert(try form.value(at: origin).negated) }
    let cuts = zeros.filter { zero in
      line.horizon?.contains(zero) ?? true && (line.low.map { $0 <= zero } ?? true)
        && (line.high.map { zero <= $0 } ?? true)
    }.sorted()
    var values: [(Ratio, Bool)] = []
    for cut in cuts { values.append((cut, try line.hasStep(cut))) }
    let isLast = level == lines.count - 1
    for index in 0...cuts.count {
      let from = index > 0 ? cuts[index - 1] : nil
      let to = index < cuts.count ? cuts[index] : nil
      // Beyond a bound there is nothing.
      if from == nil, line.low != nil { continue }
      if to == nil, line.high != nil { continue }
      values += try line.values(between: from, and: to, isLast: isLast)
    }
    guard !isLast else {
      // The smallest value of all is possible, but hardly an example.
      return values.filter { $0.0 != line.low } + values.filter { $0.0 == line.low }
    }
    // What is found first becomes the example: a project of a hundred thousand reads better than one of one.
    func rank(_ value: Ratio) -> Int { line.favourites.firstIndex(of: value) ?? .max }
    return values.enumerated().sorted { left, right in
      (rank(left.element.0), left.offset) < (rank(right.element.0), right.offset)
    }.map(\.element)
  }
}

extension NumberLine {
  func hasStep(_ value: Ratio) throws -> Bool { try value.divided(by: step).denominator == 1 }

  /// Points of an open interval, the most readable first: on the steps, or one between them where it has none.
  fileprivate func values(between from: Ratio?, and to: Ratio?, isLast: Bool) throws
    -> [(Ratio, Bool)]
  {
    func isInside(_ value: Ratio) -> Bool {
      (horizon?.contains(value) ?? true) && (from.map { $0 < value } ?? true)
        && (to.map { value < $0 } ?? true)
    }
    var found: [Ratio] = []
    func keep(_ value: Ratio?) {
      if let value, isInside(value), !found.contains(value) { found.append(value) }
    }
    // Just above the lower end shows a limit best; further on there is room for what depends on it.
    let next = try from.map { try step(after: $0) }
    let before = try to.map { try step(before: $0) }
    let favourite = favourites.first(where: isInside)
    if isLast {
      keep(next)
      if found.isEmpty { keep(before) }
      if found.isEmpty { keep(favourite) }
    } else {
      keep(favourite)
      if let from, let to {
        let half = try from.adding(to).divided(by: Ratio(Decimal(2)))
        keep(try step(before: half))
      }
      keep(next)
      keep(before)
    }
    if found.isEmpty, from == nil, to == nil { keep(.zero) }
    if !found.isEmpty { return found.prefix(isLast ? 1 : 2).map { ($0, true) } }
    guard let from, let to else { return [] }
    return [(try from.adding(to).divided(by: Ratio(Decimal(2))), false)]
  }

  private func step(after value: Ratio) throws -> Ratio {
    try multiple(try value.divided(by: step).floor + 1)
  }

  private func step(before value: Ratio) throws -> Ratio {
    let steps = try value.divided(by: step)
    return try multiple(steps.denominator == 1 ? steps.floor - 1 : steps.floor)
  }

  private func multiple(_ count: Int128) throws -> Ratio {
    guard let count = Ratio(count, over: 1) else { throw ArithmeticError.overflow }
    return try count.multiplying(step)
  }
}
