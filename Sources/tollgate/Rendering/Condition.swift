import CEL
import Diagnostics
import Engine

/// What a condition of a rule saw, as people read it: which comparison held, in titles, percent and groups of digits.
///
/// The record holds the values as exact text (`13/50`); which of them are shares or money is known from the rules.
struct ConditionValues {
  /// One comparison that a condition consists of, with the values it met.
  struct Comparison {
    /// `Cumulative cost increase 26% > 20%`
    let text: String
    let holds: Bool
  }

  private enum Kind {
    case share
    case money(scale: Int)
    case plain
  }

  private let scope: Scope?
  private let chain: Chain?
  private let glossary: Glossary

  init(_ rulebook: Rulebook, _ subject: Request.Subject, _ glossary: Glossary) {
    switch subject {
    case .action(let name, _):
      scope = rulebook.policy.rules[name]?.scope
      chain = rulebook.policy.rules[name]?.chain
    case .publish:
      scope = rulebook.projectScope
      chain = rulebook.policy.publishing
    }
    self.glossary = glossary
  }

  /// The comparisons that held; when none can be told apart, every value that was read.
  func reasons(_ consideration: Consideration) -> [String] {
    let comparisons = comparisons(consideration)
    let holding = comparisons.filter { $0.holds == consideration.holds }
    return (holding.isEmpty ? comparisons : holding).map(\.text)
  }

  /// Every comparison of the condition, in the order written; one for all values where it has none.
  func comparisons(_ consideration: Consideration) -> [Comparison] {
    let condition = chain?.steps.first { $0.name == consideration.step }?.condition
    let found = condition.map { comparisons(in: $0.program.tree, consideration.values) } ?? []
    guard found.isEmpty else { return found }
    let values = consideration.values.sorted { $0.key < $1.key }
      .map { "\($0.key) = \(text($0.value, of: $0.key))" }
    return [Comparison(text: values.joined(separator: Mark.semicolon), holds: consideration.holds)]
  }

  private func comparisons(in tree: CheckedExpression, _ values: [String: String]) -> [Comparison] {
    if let comparison = comparison(tree, values) { return [comparison] }
    return tree.children.flatMap { comparisons(in: $0, values) }
  }

  private static let operators = [
    "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "_==_": "=", "_!=_": "!=",
  ]

  /// A comparison of a name with a name or a constant, whose values have an order; nil for anything else.
  private func comparison(_ tree: CheckedExpression, _ values: [String: String]) -> Comparison? {
    guard case .call(let function, let sides) = tree.kind, sides.count == 2,
      let sign = Self.operators[function], case .slot(_, let name) = sides[0].kind,
      let left = values[name], let leftAmount = Amount(left)
    else { return nil }
    let right: String
    var title = ""
    switch sides[1].kind {
    case .slot(_, let other):
      guard let value = values[other] else { return nil }
      right = value
      if !other.hasPrefix("limits.") { title = " " + self.title(of: other) }
    case .literal(let value): right = value.text
    default: return nil
    }
    guard let rightAmount = Amount(right) else { return nil }
    let order = leftAmount.order(to: rightAmount)
    let holds: Bool
    switch sign {
    case "<": holds = order < 0
    case "<=": holds = order <= 0
    case ">": holds = order > 0
    case ">=": holds = order >= 0
    case "=": holds = order == 0
    default: holds = order != 0
    }
    return Comparison(
      text:
        "\(self.title(of: name)) \(text(left, of: name)) \(sign)\(title) \(text(right, of: name))",
      holds: holds)
  }

  private func title(of name: String) -> String {
    scope?.measures.first { $0.name.text == name }?.title.spoken
      ?? scope?.windows.first { "windows.\($0.window.name)" == name }?.window.title.spoken ?? name
  }

  private func text(_ text: String, of name: String) -> String {
    switch kind(of: name) {
    case .share:
      if let number = Decimal(text) { return number.percentage }
      return Ratio(text)?.percentage ?? text
    case .money(let scale): return Decimal(text)?.grouped(scale: scale) ?? text
    case .plain: break
    }
    if text.hasSuffix(" days"), Speech.language == .chinese {
      return text.dropLast(5) + " 天"
    }
    return text
  }

  private func kind(of name: String) -> Kind {
    guard let scope else { return .plain }
    if name.hasPrefix("limits.") {
      switch scope.limits.first(where: { "limits.\($0.name)" == name })?.amount {
      case .percent?: return .share
      case .money?: return .money(scale: 2)
      case .days?, .number?, nil: return .plain
      }
    }
    if let measure = scope.measures.first(where: { $0.name.text == name }) {
      if measure.expression.program.tree.isShare { return .share }
      return measure.expression.program.resultType == .decimal ? .money(scale: 2) : .plain
    }
    if name == "project.spent" || name.hasPrefix("windows.") { return .money(scale: 2) }
    switch field(name)?.type {
    case .money(let scale)?: return .money(scale: scale)
    case .percent?: return .share
    default: return .plain
    }
  }

  /// The field that a dotted name is taken from.
  private func field(_ name: String) -> Field? {
    let parts = name.split(separator: ".", maxSplits: 1).map { FieldName(String($0)) }
    guard parts.count == 2, let workflow = glossary.rulebook?.workflow else { return nil }
    switch parts[0].text {
    case "baseline", "original": return glossary.planField(parts[1])
    case "request":
      return scope?.action.flatMap { workflow[action: $0]?.form }.flatMap {
        workflow[form: $0]?[parts[1]]
      }
    default: return workflow[form: FormName(parts[0].text)]?[parts[1]]
    }
  }
}

/// A value of a condition that has an order: a number, a fraction, or a count of days.
private struct Amount {
  private let ratio: Ratio

  init?(_ text: String) {
    let number = text.hasSuffix(" days") ? String(text.dropLast(5)) : text
    if let decimal = Decimal(number) {
      ratio = Ratio(decimal)
    } else if let fraction = Ratio(number) {
      ratio = fraction
    } else {
      return nil
    }
  }

  func order(to other: Amount) -> Int { ratio.order(to: other.ratio) }
}

extension CheckedExpression {
  /// Whether a quotient makes it a share of something: then its value reads in percent.
  fileprivate var isShare: Bool {
    if case .call("_/_", _) = kind { return true }
    return children.contains(where: \.isShare)
  }
}
