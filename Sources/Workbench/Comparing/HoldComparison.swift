import Diagnostics
import Engine

/// One hold under two policies: which projects it stops under one and not under the other.
struct HoldComparison {
  private(set) var changes: [PolicyDiff.HoldChange] = []
  /// That only one policy has it, or that it stops other actions or is lifted otherwise.
  private(set) var rules: [PolicyDiff.RuleChange] = []
  private(set) var caseCount = 0
  /// What could not be followed; nil: everything was, or stands in both alike.
  private(set) var unknown: String?

  /// nil: the policy has no such hold.
  init(_ old: Hold?, in before: Rulebook, _ new: Hold?, in after: Rulebook)
    throws(Arrangement.Failure)
  {
    guard let old, let new else {
      if let hold = old ?? new { rules = [Self.single(hold, isNew: old == nil)] }
      return
    }
    rules = Self.rules(old, new)
    let (first, second) = (before.projectScope, after.projectScope)
    guard first.meaning(of: old.condition) != second.meaning(of: new.condition) else { return }
    var space = Space(first, after.workflow, nil)
    let isUnderstood = space.add(old.condition)
    space.turn(to: second)
    guard space.add(new.condition), isUnderstood else {
      unknown = space.unknown.quoted
      return
    }
    let ruler = Ruler(
      [([old.condition], first), ([new.condition], second)], after.workflow.currency)
    // One that cannot be evaluated is in force.
    let comparison = CaseComparison(
      try Landscape(space), ruler,
      before: { (try? $0.evaluation(first).holds(old.condition)) ?? true },
      after: { (try? $0.evaluation(second).holds(new.condition)) ?? true })
    caseCount = comparison.caseCount
    changes = comparison.changes.map {
      PolicyDiff.HoldChange(
        hold: new.name, isInForce: $0.after, regions: $0.regions, example: $0.example)
    }
  }

  private static func single(_ hold: Hold, isNew: Bool) -> PolicyDiff.RuleChange {
    let stops = hold.stops.map { "`\($0)`" }
    return .init(
      text: Bilingual(
        "hold `\(hold.name)` \(isNew ? "is new" : "is gone"): it stops \(stops.joined(separator: ", "))",
        zh: "\(isNew ? "新增" : "取消")限制 `\(hold.name)`：阻止 \(stops.joined(separator: "、"))"),
      place: hold.place)
  }

  private static func rules(_ old: Hold, _ new: Hold) -> [PolicyDiff.RuleChange] {
    var rules: [PolicyDiff.RuleChange] = []
    func names(_ actions: [ActionName]) -> String {
      actions.map { "`\($0)`" }.joined(separator: ", ")
    }
    let added = new.stops.filter { !old.stops.contains($0) }
    let gone = old.stops.filter { !new.stops.contains($0) }
    if !added.isEmpty {
      rules.append(
        .init(
          text: Bilingual(
            "hold `\(new.name)` now stops \(names(added))",
            zh: "限制 `\(new.name)` 现在也阻止 \(names(added))"
          ), place: new.place))
    }
    if !gone.isEmpty {
      rules.append(
        .init(
          text: Bilingual(
            "hold `\(new.name)` no longer stops \(names(gone))",
            zh: "限制 `\(new.name)` 不再阻止 \(names(gone))"), place: new.place))
    }
    if old.until != new.until {
      rules.append(
        .init(
          text: Bilingual(
            "hold `\(new.name)` is lifted by `\(new.until)` instead of `\(old.until)`",
            zh: "限制 `\(new.name)` 改由 `\(new.until)` 解除，原为 `\(old.until)`"), place: new.place))
    }
    return rules
  }
}
