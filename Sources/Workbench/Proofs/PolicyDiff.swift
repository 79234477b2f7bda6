import CEL
import Diagnostics
import Engine

/// What another policy would mean: the requests whose route changes, and the limits that moved.
///
/// Compares sign-off chains in every case that the conditions of either policy can tell apart. Gates, holds and tables
/// are compared only as far as the chains depend on them.
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
  /// Actions whose chains could not be compared, with the reason.
  public let notCompared: [(action: ActionName, reason: Bilingual)]
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
    var notCompared: [(action: ActionName, reason: Bilingual)] = []
    var caseCount = 0
    for action in new.workflow.actions where old.workflow[action: action.name] != nil {
      let rules = (old.rules(of: action.name), new.rules(of: action.name))
      guard rules.0.chain != nil || rules.1.chain != nil else { continue }
      do throws(Arrangement.Failure) {
        let comparison = try ChainComparison(rules.0, rules.1, action, new.workflow)
        if let unknown = comparison.unknown {
          notCompared.append(
            (
              action.name,
              Bilingual("\(unknown) is not understood", zh: "\(unknown) 无法分析")
            ))
        } else {
          caseCount += comparison.caseCount
          changes += comparison.changes
        }
      } catch {
        notCompared.append((action.name, error.reason))
      }
    }
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
