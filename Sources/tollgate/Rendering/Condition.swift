import CEL
import Diagnostics
import Engine

/// What the values that a condition read are to people: shares in percent, amounts in groups, days in their language.
///
/// The record holds them as exact text (`13/50`); which of them are shares or money is known from the rules.
struct ConditionValues {
  private enum Kind {
    case share, money(scale: Int), plain
  }

  private let scope: Scope?
  private let glossary: Glossary

  init(_ rulebook: Rulebook, _ subject: Request.Subject, _ glossary: Glossary) {
    switch subject {
    case .action(let name, _): scope = rulebook.policy.rules[name]?.scope
    case .publish: scope = rulebook.projectScope
    }
    self.glossary = glossary
  }

  /// `overrun = 26%`, in the order of the names.
  func sentences(_ values: [String: String]) -> [String] {
    values.sorted { $0.key < $1.key }.map { "\($0.key) = \(text($0.value, of: $0.key))" }
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
      return measure.expression.program.tree.isShare
        ? .share : measure.expression.program.resultType == .decimal ? .money(scale: 2) : .plain
    }
    if name == "project.spent" { return .money(scale: 2) }
    let parts = name.split(separator: ".", maxSplits: 1).map { FieldName(String($0)) }
    guard parts.count == 2 else { return .plain }
    let field =
      switch parts[0].text {
      case "baseline", "original": glossary.planField(parts[1])
      case "request": requestField(parts[1])
      default:
        glossary.rulebook?.workflow[form: FormName(parts[0].text)].flatMap { $0[parts[1]] }
      }
    switch field?.type {
    case .money(let scale)?: return .money(scale: scale)
    case .percent?: return .share
    default: return .plain
    }
  }

  private func requestField(_ name: FieldName) -> Field? {
    guard let workflow = glossary.rulebook?.workflow else { return nil }
    return scope?.action.flatMap { workflow[action: $0]?.form }.flatMap {
      workflow[form: $0]?[name]
    }
  }
}

extension CheckedExpression {
  /// Whether a quotient makes it a share of something: then its value reads in percent.
  fileprivate var isShare: Bool {
    if case .call("_/_", _) = kind { return true }
    return children.contains(where: \.isShare)
  }
}
