import CEL
import Diagnostics
import Engine

/// One action's chains under two policies, case by case.
struct ChainComparison {
  private(set) var changes: [PolicyDiff.Change] = []
  private(set) var caseCount = 0
  /// What could not be followed; nil: everything was.
  private(set) var unknown: String?

  private let old: ActionRules
  private let new: ActionRules
  private let action: Action
  private let ruler: Ruler

  init(
    _ old: ActionRules, _ new: ActionRules, _ action: Action, _ workflow: Workflow
  ) throws(Arrangement.Failure) {
    (self.old, self.new, self.action) = (old, new, action)
    var space = Space(old.scope, workflow, action)
    for step in old.chain?.steps ?? [] { _ = step.condition.map { space.add($0) } }
    space.turn(to: new.scope)
    for step in new.chain?.steps ?? [] { _ = step.condition.map { space.add($0) } }
    ruler = Ruler([old, new], space, workflow.currency)
    if !space.unknown.isEmpty {
      unknown = space.unknown.quoted
      return
    }
    compare(try Landscape(space))
  }

  private struct Routes: Hashable {
    let before: [StepName]?
    let after: [StepName]?
  }

  private mutating func compare(_ landscape: Landscape) {
    var order: [Routes] = []
    var marks: [Routes: Set<[Ruler.Mark]>] = [:]
    var examples: [Routes: Point] = [:]
    var unchanged: Set<[Ruler.Mark]> = []
    for index in 0..<landscape.count {
      let point = landscape.point(index)
      guard point.isReal else { continue }
      caseCount += 1
      let routes = Routes(before: route(old, point), after: route(new, point))
      let mark = ruler.marks(point, new.scope)
      guard routes.before != routes.after else {
        unchanged.insert(mark)
        continue
      }
      if examples[routes] == nil {
        order.append(routes)
        examples[routes] = point
      }
      marks[routes, default: []].insert(mark)
    }
    changes = order.compactMap { routes in
      guard let example = examples[routes], let own = marks[routes] else { return nil }
      let others = order.filter { $0 != routes }.reduce(into: unchanged) {
        $0.formUnion(marks[$1] ?? [])
      }
      let partial = own.intersection(others)
      let regions =
        ruler.regions(own.subtracting(partial), avoiding: others).map {
          PolicyDiff.Region(bounds: $0, isPartial: false)
        }
        + ruler.regions(partial, avoiding: others.subtracting(partial)).map {
          PolicyDiff.Region(bounds: $0, isPartial: true)
        }
      return PolicyDiff.Change(
        action: action.name, before: routes.before, after: routes.after, regions: regions,
        example: Witness(example, results: ruler.values(example, new.scope)))
    }
  }

  /// nil: the request is refused.
  private func route(_ rules: ActionRules, _ point: Point) -> [StepName]? {
    guard let chain = rules.chain else { return [] }
    let evaluation = point.evaluation(rules.scope)
    var names: [StepName] = []
    for step in chain.steps {
      guard let condition = step.condition else {
        names.append(step.name)
        continue
      }
      guard let holds = try? evaluation.holds(condition) else { return nil }
      if holds { names.append(step.name) }
    }
    return names.isEmpty ? nil : names
  }
}

/// The scales on which cases are described: measures and other numbers with the marks that policies put on them, and
/// choices.
struct Ruler {
  /// Where a case lies on one scale.
  enum Mark: Hashable {
    /// 0 below the first mark, 1 on it, 2 between it and the second, and so on.
    case position(Int)
    case word(String)
    case none

    /// Words stand in no order.
    var place: Int { if case .position(let place) = self { place } else { -1 } }
  }

  private enum Scale {
    case number(name: String, marks: [(number: Ratio, text: String)])
    case word(name: String)

    var name: String {
      switch self {
      case .number(let name, _), .word(let name): name
      }
    }
  }

  private var scales: [Scale] = []

  /// The scales of what the conditions of some chains compare.
  init(_ rules: [ActionRules], _ space: Space, _ currency: String) {
    var numbers: [(name: String, marks: [Ratio: String])] = []
    var words: [String] = []
    for rules in rules {
      func walk(_ node: CheckedExpression) {
        if case .call(_, let operands) = node.kind, operands.count == 2 {
          for (left, right) in [(operands[0], operands[1]), (operands[1], operands[0])] {
            guard case .slot(let slot, let name) = left.kind, !Self.isLimit(slot, rules.scope),
              let mark = Self.constant(right, rules.scope, currency)
            else { continue }
            if !numbers.contains(where: { $0.name == name }) { numbers.append((name, [:])) }
            for index in numbers.indices where numbers[index].name == name {
              numbers[index].marks[mark.number] = mark.text
            }
          }
        }
        if case .slot(_, let name) = node.kind {
          switch node.type {
          case .choice, .bool: if !words.contains(name) { words.append(name) }
          default: break
          }
        }
        node.children.forEach(walk)
      }
      for step in rules.chain?.steps ?? [] {
        if let condition = step.condition { walk(condition.program.tree) }
      }
    }
    scales =
      numbers.map { scale in
        .number(
          name: scale.name,
          marks: scale.marks.sorted { $0.key < $1.key }.map { (number: $0.key, text: $0.value) })
      } + words.map { .word(name: $0) }
  }

  private static func isLimit(_ slot: Slot, _ scope: Scope) -> Bool {
    if case .limit = scope.sources[slot.index] { true } else { false }
  }

  private static func constant(_ node: CheckedExpression, _ scope: Scope, _ currency: String) -> (
    number: Ratio, text: String
  )? {
    switch node.kind {
    case .literal(let value): return value.number.map { ($0, value.text) }
    case .slot(let slot, _):
      guard case .limit(let position) = scope.sources[slot.index] else { return nil }
      let amount = scope.limits[position].amount
      return amount.value.number.map { ($0, amount.text(currency)) }
    default: return nil
    }
  }

  func marks(_ point: Point, _ scope: Scope) -> [Mark] {
    let inputs = point.evaluation(scope).inputs
    return scales.map { scale in
      guard let slot = scope.environment.slot(scale.name), case .value(let value) = inputs[slot]
      else { return .none }
      switch scale {
      case .word: return .word(value.text)
      case .number(_, let marks):
        guard let number = value.number else { return .none }
        let below = marks.count { $0.number < number }
        return .position(2 * below + (marks.contains { $0.number == number } ? 1 : 0))
      }
    }
  }

  /// What a case reads on every scale, exactly.
  func values(_ point: Point, _ scope: Scope) -> [(String, String)] {
    let inputs = point.evaluation(scope).inputs
    return scales.compactMap { scale in
      guard let slot = scope.environment.slot(scale.name), case .value(let value) = inputs[slot]
      else { return nil }
      return (scale.name, value.text)
    }
  }

  // MARK: - Regions

  /// Boxes that together hold these cases and none of the others, as bounds.
  ///
  /// Neighbours along a scale are joined, and bounds beyond which there are no other cases are left out.
  func regions(_ cases: Set<[Mark]>, avoiding others: Set<[Mark]>) -> [[String]] {
    var boxes = cases.map { $0.map { Set([$0]) } }
    for scale in scales.indices.reversed() {
      var joined: [[Set<Mark>]: [Set<Mark>]] = [:]
      for box in boxes {
        var rest = box
        rest[scale] = []
        joined[rest, default: []].append(box[scale])
      }
      boxes = joined.flatMap { rest, parts in
        runs(parts.reduce(into: Set()) { $0.formUnion($1) }).map { run in
          var box = rest
          box[scale] = run
          return box
        }
      }
    }
    let all = scales.indices.map { scale in
      cases.union(others).reduce(into: Set<Mark>()) { $0.insert($1[scale]) }
    }
    var kept: [[Set<Mark>]] = []
    for box in boxes.map({ widened($0, within: all, avoiding: others) }) {
      func holds(_ other: [Set<Mark>]) -> Bool {
        zip(other, box).allSatisfy { $0.isSuperset(of: $1) }
      }
      if !kept.contains(where: holds) {
        kept.removeAll { zip(box, $0).allSatisfy { $0.isSuperset(of: $1) } }
        kept.append(box)
      }
    }
    return kept.map { box in
      scales.indices.flatMap { box[$0] == all[$0] ? [] : bounds(scales[$0], box[$0]) }
    }
    .sorted { $0.joined(separator: ", ") < $1.joined(separator: ", ") }
  }

  /// The box without the bounds that keep no other case out.
  private func widened(
    _ box: [Set<Mark>], within all: [Set<Mark>], avoiding others: Set<[Mark]>
  ) -> [Set<Mark>] {
    var box = box
    for scale in box.indices {
      let positions = box[scale].map(\.place)
      let (low, high) = (positions.min() ?? 0, positions.max() ?? 0)
      for wider in [
        all[scale], all[scale].filter { $0.place <= high }, all[scale].filter { $0.place >= low },
      ] {
        var candidate = box
        candidate[scale] = box[scale].union(wider)
        let isFree = others.allSatisfy { other in
          !zip(candidate, other).allSatisfy { $0.contains($1) }
        }
        if isFree {
          box = candidate
          break
        }
      }
    }
    return box
  }

  /// Positions without a hole between them; words all together.
  private func runs(_ marks: Set<Mark>) -> [Set<Mark>] {
    let positions = marks.compactMap { if case .position(let place) = $0 { place } else { nil } }
      .sorted()
    var runs: [Set<Mark>] = []
    var last: Int?
    for position in positions {
      if let last, position == last + 1 {
        runs[runs.count - 1].insert(.position(position))
      } else {
        runs.append([.position(position)])
      }
      last = position
    }
    let others = marks.filter { if case .position = $0 { false } else { true } }
    return runs + (others.isEmpty ? [] : [others])
  }

  private func bounds(_ scale: Scale, _ marks: Set<Mark>) -> [String] {
    switch scale {
    case .word(let name):
      let words = marks.compactMap { if case .word(let word) = $0 { word } else { nil } }.sorted()
      return words.isEmpty ? ["\(name) –"] : ["\(name) = \(words.joined(separator: " | "))"]
    case .number(let name, let steps):
      let positions = marks.compactMap { if case .position(let place) = $0 { place } else { nil } }
      guard let low = positions.min(), let high = positions.max() else { return ["\(name) –"] }
      if low == high, low % 2 == 1 { return ["\(name) = \(steps[low / 2].text)"] }
      var bounds: [String] = []
      if low > 0 {
        bounds.append("\(name) \(low % 2 == 1 ? "≥" : ">") \(steps[(low - 1) / 2].text)")
      }
      if high < 2 * steps.count {
        bounds.append("\(name) \(high % 2 == 1 ? "≤" : "<") \(steps[high / 2].text)")
      }
      return bounds
    }
  }
}
