import CEL
import Diagnostics

public typealias PolicyName = Name<Policy>
public typealias LimitName = Name<Limit>
public typealias MeasureName = Name<Measure>
public typealias HoldName = Name<Hold>

/// Who has to agree, and when: the limits, tables, gates, holds and sign-off chains of one company.
///
/// The effective policy after its layers were merged; every expression is compiled.
public final class Policy: Sendable {
  public let name: PolicyName
  public let governs: WorkflowName
  public let title: Bilingual
  public let calendar: WorkingCalendar
  public let limits: [Limit]
  /// What happens when one person could sign in several places of a route.
  public let repeats: Repeats
  /// Who may let a request pass without its signatures; nil: nobody.
  public let override: OverrideRule?
  public let lapses: Lapses
  /// What it adds to each action: gates, holds and the chain, compiled in that action's scope.
  public let rules: [ActionName: ActionRules]
  /// What forms compute that travel with no action, in the order of their fields, compiled in the scope of the project.
  public let formulas: [FormName: [ComputedField]]
  public let holds: [Hold]
  /// Who signs the next version of this policy; nil: any other administrator.
  public let publishing: Chain?

  /// A human signs at most once a round; `merge` lets that one signature fill every place that they could sign.
  public enum Repeats: String, Sendable, Codable {
    case separate, merge
  }

  public init(
    name: PolicyName, governs: WorkflowName, title: Bilingual, calendar: WorkingCalendar,
    limits: [Limit], repeats: Repeats, override: OverrideRule? = nil, lapses: Lapses = Lapses(),
    rules: [ActionName: ActionRules], formulas: [FormName: [ComputedField]] = [:], holds: [Hold],
    publishing: Chain?
  ) {
    self.name = name
    self.governs = governs
    self.title = title
    self.calendar = calendar
    self.limits = limits
    self.repeats = repeats
    self.override = override
    self.lapses = lapses
    self.rules = rules
    self.formulas = formulas
    self.holds = holds
    self.publishing = publishing
  }
}

/// Everything that decides about one action, compiled against its own scope.
///
/// Measures and tables are compiled once for each action, because `request` is another form in each.
public final class ActionRules: Sendable {
  public let scope: Scope
  /// The workflow's criteria and the policy's, in that order.
  public let gate: [Criterion]
  public let chain: Chain?
  /// What the action's form computes, in the order of its fields.
  public let formulas: [ComputedField]
  /// By field of the request: which way is worse, and whom it concerns. Empty: whoever signed is asked again.
  public let reapproval: [FieldName: Worsening]
  /// The forms whose content the gate or the chain depends on, also through measures and tables: they stand still
  /// while a request is open.
  public let formsRead: Set<FormName>

  public init(
    scope: Scope, gate: [Criterion], chain: Chain?, formulas: [ComputedField] = [],
    reapproval: [FieldName: Worsening] = [:]
  ) {
    self.scope = scope
    self.gate = gate
    self.chain = chain
    self.formulas = formulas
    self.reapproval = reapproval
    var forms: Set<FormName> = []
    var expressions = chain?.steps.flatMap { [$0.condition, $0.covers].compactMap(\.self) } ?? []
    for criterion in gate {
      switch criterion.test {
      case .formComplete(let form): forms.insert(form)
      case .holds(let expression): expressions.append(expression)
      case .milestoneReached, .nothingOpen, .childrenOver: break
      }
    }
    formsRead = forms.union(scope.formsRead(by: expressions))
  }
}

/// A number that a company tunes.
public struct Limit: Sendable {
  public let name: LimitName
  public let title: Bilingual
  public let amount: Amount
  public let place: Place

  public enum Amount: Sendable, Hashable {
    /// `5%` is 0.05.
    case percent(Decimal)
    /// Calendar days.
    case days(Int)
    case money(Decimal)
    case number(Decimal)
  }

  public init(name: LimitName, title: Bilingual, amount: Amount, place: Place) {
    self.name = name
    self.title = title
    self.amount = amount
    self.place = place
  }
}

/// A quantity that limits are compared with.
public struct Measure: Sendable {
  public enum Direction: String, Sendable, Codable {
    case up, down
  }

  public let name: MeasureName
  public let title: Bilingual
  public let expression: Expression
  /// Where worse lies, for the proof that a worse request never needs fewer signatures; nil: neither way.
  public let worse: Direction?

  public init(
    name: MeasureName, title: Bilingual, expression: Expression, worse: Direction?
  ) {
    self.name = name
    self.title = title
    self.expression = expression
    self.worse = worse
  }
}

/// What stops actions while reality is off the plan.
public struct Hold: Sendable {
  public let name: HoldName
  public let title: Bilingual
  /// While true, or while it cannot be evaluated, the actions are refused. Compiled in the scope of the project alone, without a request.
  public let condition: Expression
  public let stops: [ActionName]
  /// The action whose effect must make the condition false: it is refused unless it would.
  public let until: ActionName
  public let otherwise: Bilingual
  public let place: Place

  public init(
    name: HoldName, title: Bilingual, condition: Expression, stops: [ActionName],
    until: ActionName, otherwise: Bilingual, place: Place
  ) {
    self.name = name
    self.title = title
    self.condition = condition
    self.stops = stops
    self.until = until
    self.otherwise = otherwise
    self.place = place
  }
}
