import CEL
import Diagnostics
import Engine

/// What another policy would mean: the requests whose route changes, those that a gate lets pass or refuses, the projects
/// that a hold stops or lets go on, and the limits that moved.
///
/// Compares in every case that the conditions of either policy can tell apart. Tables are compared as far as chains, gates and
/// holds depend on them.
public struct PolicyDiff: Sendable {
  /// Requests of one action that took one route and would take another.
  public struct Change: Sendable {
    public let action: ActionName
    /// The steps asked; nil: the request is refused, because a condition cannot be evaluated or nobody is asked.
    public let before: [StepName]?
    public let after: [StepName]?
    public let regions: [Region]
    public let example: Witness
  }

  /// Requests of one action that a gate refused and would let pass, or the other way round.
  public struct GateChange: Sendable {
    public let action: ActionName
    /// Whether the gate would open.
    public let opens: Bool
    public let regions: [Region]
    public let example: Witness
  }

  /// Projects that a hold did not stop and would, or the other way round.
  public struct HoldChange: Sendable {
    public let hold: HoldName
    /// Whether it would be in force.
    public let isInForce: Bool
    public let regions: [Region]
    public let example: Witness
  }

  /// A rule that depends on no values: it is there or not, and names one thing or another.
  public struct RuleChange: Sendable {
    public let text: Bilingual
    public let place: Place
  }

  /// A part of what can be asked for, as bounds on measures and values of choices.
  public struct Region: Sendable, Hashable {
    /// `overrun > 10%`, one for each bound; empty: everything.
    public let bounds: [String]
    /// Whether only some of the requests within the bounds change.
    public let isPartial: Bool
  }

  public struct LimitChange: Sendable {
    public let name: LimitName
    /// nil: the policy has no such limit.
    public let before: String?
    public let after: String?
  }

  public let limits: [LimitChange]
  public let changes: [Change]
  public private(set) var gates: [GateChange] = []
  public private(set) var holds: [HoldChange] = []
  public private(set) var rules: [RuleChange] = []
  /// Actions, gates and holds that could not be compared, with the reason.
  public let notCompared: [(what: Bilingual, reason: Bilingual)]
  /// How many cases were told apart and evaluated under both.
  public let caseCount: Int

  /// Both rulebooks must govern the same workflow; throws the reason if they do not.
  public init(from old: Rulebook, to new: Rulebook) throws(DiagnosticReport) {
    guard old.workflow.name == new.workflow.name else {
      throw DiagnosticReport([
        Diagnostic(
          "diff.other-workflow",
          Bilingual(
            "`\(old.policy.name)` governs `\(old.workflow.name)`, but `\(new.policy.name)` governs `\(new.workflow.name)`",
            zh:
              "`\(old.policy.name)` 适用于 `\(old.workflow.name)`，而 `\(new.policy.name)` 适用于 `\(new.workflow.name)`"
          ), at: nil)
      ])
    }
    var changes: [Change] = []
    var notCompared: [(what: Bilingual, reason: Bilingual)] = []
    var caseCount = 0
    func leaveOut(_ what: Bilingual, _ unknown: String?) {
      guard let unknown else { return }
      notCompared.append(
        (what, Bilingual("\(unknown) is not understood", zh: "\(unknown) 无法分析")))
    }
    for action in new.workflow.actions where old.workflow[action: action.name] != nil {
      let rules = (old.rules(of: action.name), new.rules(of: action.name))
      let chains = Bilingual("the chain of `\(action.name)`", zh: "`\(action.name)` 的审批链")
      if rules.0.chain != nil || rules.1.chain != nil {
        do throws(Arrangement.Failure) {
          let comparison = try ChainComparison(rules.0, rules.1, action, new.workflow)
          leaveOut(chains, comparison.unknown)
          caseCount += comparison.caseCount
          changes += comparison.changes
        } catch {
          notCompared.append((chains, error.reason))
        }
      }
      let gate = Bilingual("the gate of `\(action.name)`", zh: "`\(action.name)` 的关口")
      do throws(Arrangement.Failure) {
        let comparison = try GateComparison(rules.0, rules.1, action, new.workflow)
        leaveOut(gate, comparison.unknown)
        caseCount += comparison.caseCount
        gates += comparison.changes
        self.rules += comparison.rules
      } catch {
        notCompared.append((gate, error.reason))
      }
    }
    var names = old.policy.holds.map(\.name)
    names += new.policy.holds.map(\.name).filter { !names.contains($0) }
    for name in names {
      do throws(Arrangement.Failure) {
        let comparison = try HoldComparison(
          old.policy.holds.first { $0.name == name }, in: old,
          new.policy.holds.first { $0.name == name }, in: new)
        leaveOut(Bilingual("hold `\(name)`", zh: "限制 `\(name)`"), comparison.unknown)
        caseCount += comparison.caseCount
        holds += comparison.changes
        rules += comparison.rules
      } catch {
        notCompared.append((Bilingual("hold `\(name)`", zh: "限制 `\(name)`"), error.reason))
      }
    }
    rules += Self.windowChanges(old, new)
    self.changes = changes
    self.notCompared = notCompared
    self.caseCount = caseCount
    limits = Self.limits(old, new)
  }

  private static func limits(_ old: Rulebook, _ new: Rulebook) -> [LimitChange] {
    func texts(_ rulebook: Rulebook) -> [(LimitName, String)] {
      rulebook.policy.limits.map { ($0.name, $0.amount.text(rulebook.workflow.currency)) }
    }
    let (before, after) = (texts(old), texts(new))
    var names = before.map(\.0)
    names += after.map(\.0).filter { !names.contains($0) }
    return names.compactMap { name in
      let change = LimitChange(
        name: name, before: before.first { $0.0 == name }?.1,
        after: after.first { $0.0 == name }?.1)
      return change.before == change.after ? nil : change
    }
  }
}

extension Limit.Amount {
  /// As policies are written: `20%`, `30 days`, `200000 CNY`.
  func text(_ currency: String) -> String {
    switch self {
    case .percent(let share):
      (try? share.multiplying(Decimal(100))).map { "\($0.plainDescription)%" }
        ?? share.plainDescription
    case .days(let days): "\(days) days"
    case .money(let amount): "\(amount.plainDescription) \(currency)"
    case .number(let number): number.plainDescription
    }
  }
}
