import CEL
import Engine

/// The scales on which cases are described: measures and other numbers with the marks that policies put on them,
/// choices, and whatever else conditions ask.
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

  /// A part of a condition that compares no number with a constant: true or false.
  struct Condition {
    let text: String
    /// How the opposite is written.
    let negation: String
    let program: Program
    let scope: Scope
  }

  enum Scale {
    case number(name: String, marks: [(number: Ratio, text: String)])
    case word(name: String)
    case condition(Condition)
  }

  private(set) var scales: [Scale] = []
  /// Of the later policy, by whose measures numbers are told.
  private let scope: Scope?

  /// The scales of what some conditions compare, each with the scope that it was written in; the later policy's last.
  init(_ rules: [(conditions: [Expression], scope: Scope)], _ currency: String) {
    var collector = Collector(currency: currency)
    for (conditions, scope) in rules {
      for condition in conditions {
        collector.collect(condition.program.tree, of: condition, scope)
      }
    }
    scales = collector.scales
    scope = rules.last?.scope
  }

  /// Where a case lies on each scale.
  func marks(_ point: Point) -> [Mark] {
    guard let scope else { return [] }
    let evaluation = point.evaluation(scope)
    return scales.map { scale in
      switch scale {
      case .condition(let condition):
        let evaluation = point.evaluation(condition.scope)
        guard case .bool(let holds)? = try? evaluation.value(of: condition.program) else {
          return .none
        }
        return .word(holds ? "true" : "false")
      case .word(let name): return value(name, evaluation).map { .word($0.text) } ?? .none
      case .number(let name, let marks):
        guard let number = value(name, evaluation)?.number else { return .none }
        let below = marks.count { $0.number < number }
        return .position(2 * below + (marks.contains { $0.number == number } ? 1 : 0))
      }
    }
  }

  /// What a case reads on every scale that has values, exactly.
  func values(_ point: Point) -> [(String, String)] {
    guard let scope else { return [] }
    let evaluation = point.evaluation(scope)
    return scales.compactMap { scale in
      switch scale {
      case .condition: nil
      case .number(let name, _), .word(let name): value(name, evaluation).map { (name, $0.text) }
      }
    }
  }

  private func value(_ name: String, _ evaluation: Evaluation) -> Value? {
    guard let slot = evaluation.scope.environment.slot(name),
      case .value(let value) = evaluation[slot]
    else {
      return nil
    }
    return value
  }
}

/// Takes conditions apart into scales.
private struct Collector {
  let currency: String
  private var numbers: [(name: String, marks: [Ratio: String])] = []
  private var words: [String] = []
  private var conditions: [Ruler.Condition] = []

  init(currency: String) { self.currency = currency }

  var scales: [Ruler.Scale] {
    numbers.map { scale in
      .number(
        name: scale.name,
        marks: scale.marks.sorted { $0.key < $1.key }.map { (number: $0.key, text: $0.value) })
    } + words.map { .word(name: $0) } + conditions.map { .condition($0) }
  }

  mutating func collect(_ node: CheckedExpression, of expression: Expression, _ scope: Scope) {
    switch node.kind {
    case .call("_&&_", let operands), .call("_||_", let operands), .call("!_", let operands),
      .call("_?_:_", let operands):
      for operand in operands { collect(operand, of: expression, scope) }
    case .call(_, let operands) where operands.count == 2 && marks(operands, scope): break
    // What a choice is compared with says less than what it is.
    case .call(_, let operands)
    where !operands.isEmpty && operands.allSatisfy({ isWord($0) || isConstant($0) }):
      for operand in operands { collect(operand, of: expression, scope) }
    case .slot(_, let name) where isWord(node): if !words.contains(name) { words.append(name) }
    case .literal: break
    default: ask(node, of: expression, scope)
    }
  }

  /// Puts a constant on the scale of the number that it is compared with; false: it is no such comparison.
  private mutating func marks(_ operands: [CheckedExpression], _ scope: Scope) -> Bool {
    for (left, right) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard case .slot(let slot, let name) = left.kind, !isLimit(slot, scope),
        let mark = constant(right, scope)
      else { continue }
      if !numbers.contains(where: { $0.name == name }) { numbers.append((name, [:])) }
      for index in numbers.indices where numbers[index].name == name {
        numbers[index].marks[mark.number] = mark.text
      }
      return true
    }
    return false
  }

  /// Asks the part as it is written, limits by their amounts.
  private mutating func ask(
    _ node: CheckedExpression, of expression: Expression, _ scope: Scope
  ) {
    let parts = Parts(expression, scope)
    guard node.type == .bool, let program = parts.program(node) else { return }
    let (text, negation) = words(node, parts, scope)
    guard !conditions.contains(where: { $0.text == text }) else { return }
    conditions.append(
      Ruler.Condition(text: text, negation: negation, program: program, scope: scope))
  }

  /// How the part is written, and how its opposite is.
  private func words(_ node: CheckedExpression, _ parts: Parts, _ scope: Scope) -> (
    text: String, negation: String
  ) {
    let signs = [
      "_<_": ("<", "≥"), "_<=_": ("≤", ">"), "_>_": (">", "≤"), "_>=_": ("≥", "<"),
      "_==_": ("=", "≠"), "_!=_": ("≠", "="),
    ]
    if case .call(let function, let operands) = node.kind, operands.count == 2,
      let (sign, opposite) = signs[function]
    {
      let (left, right) = (
        told(parts.text(of: operands[0]), scope), told(parts.text(of: operands[1]), scope)
      )
      return ("\(left) \(sign) \(right)", "\(left) \(opposite) \(right)")
    }
    let text = told(parts.text(of: node), scope)
    if case .call("@in", _) = node.kind { return (text, "!(\(text))") }
    return (text, "!\(text)")
  }

  /// The text with every limit as its amount.
  private func told(_ text: String, _ scope: Scope) -> String {
    scope.limits.sorted { $0.name.text.utf8.count > $1.name.text.utf8.count }.reduce(text) {
      $0.replacing("limits.\($1.name)", with: $1.amount.text(currency))
    }
  }

  private func isWord(_ node: CheckedExpression) -> Bool {
    guard case .slot = node.kind else { return false }
    return switch node.type {
    case .choice, .bool: true
    default: false
    }
  }

  private func isConstant(_ node: CheckedExpression) -> Bool {
    switch node.kind {
    case .literal: true
    case .list(let elements): elements.allSatisfy(isConstant)
    default: false
    }
  }

  private func isLimit(_ slot: Slot, _ scope: Scope) -> Bool {
    if case .limit = scope.sources[slot.index] { true } else { false }
  }

  private func constant(_ node: CheckedExpression, _ scope: Scope) -> (number: Ratio, text: String)?
  {
    switch node.kind {
    case .literal(let value): return value.number.map { ($0, value.text) }
    case .slot(let slot, _):
      guard case .limit(let position) = scope.sources[slot.index] else { return nil }
      let amount = scope.limits[position].amount
      return amount.value.number.map { ($0, amount.text(currency)) }
    default: return nil
    }
  }
}
