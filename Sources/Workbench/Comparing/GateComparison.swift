import CEL
import Diagnostics
import Engine

/// One action's gates under two policies: which requests one lets pass and the other does not.
struct GateComparison {
  private(set) var changes: [PolicyDiff.GateChange] = []
  /// Criteria of other kinds than conditions that only one of them has.
  private(set) var rules: [PolicyDiff.RuleChange] = []
  private(set) var caseCount = 0
  /// What could not be followed; nil: everything was, or stands in both alike.
  private(set) var unknown: String?

  init(
    _ old: ActionRules, _ new: ActionRules, _ action: Action, _ workflow: Workflow
  ) throws(Arrangement.Failure) {
    rules = Self.rules(old, new, action)
    let before = old.conditions.map { ($0, old.scope.meaning(of: $0)) }
    let after = new.conditions.map { ($0, new.scope.meaning(of: $0)) }
    let (oldMeanings, newMeanings) = (Set(before.map(\.1)), Set(after.map(\.1)))
    guard oldMeanings != newMeanings else { return }
    var space = Space(old.scope, workflow, action)
    var notUnderstood: [String] = []
    /// The conditions that can be followed. One that cannot makes no difference if it stands in both.
    func understood(
      _ conditions: [(Expression, String)], _ scope: Scope, alsoIn other: Set<String>
    ) -> [Expression] {
      space.turn(to: scope)
      return conditions.compactMap { condition, meaning in
        var alone = Space(scope, workflow, action)
        guard alone.add(condition) else {
          if !other.contains(meaning) { notUnderstood += alone.unknown }
          return nil
        }
        _ = space.add(condition)
        return condition
      }
    }
    let (first, second) = (
      understood(before, old.scope, alsoIn: newMeanings),
      understood(after, new.scope, alsoIn: oldMeanings)
    )
    guard notUnderstood.isEmpty else {
      unknown = notUnderstood.quoted
      return
    }
    // What stands in both alike need not be described.
    let common = oldMeanings.intersection(newMeanings)
    let ruler = Ruler(
      [(first, old.scope), (second, new.scope)].map { conditions, scope in
        (conditions.filter { !common.contains(scope.meaning(of: $0)) }, scope)
      }, workflow.currency)
    func opens(_ conditions: [Expression], _ scope: Scope, _ point: Point) -> Bool {
      let evaluation = point.evaluation(scope)
      return conditions.allSatisfy { (try? evaluation.holds($0)) == true }
    }
    let comparison = CaseComparison(
      try Landscape(space), ruler, before: { opens(first, old.scope, $0) },
      after: { opens(second, new.scope, $0) })
    caseCount = comparison.caseCount
    changes = comparison.changes.map {
      PolicyDiff.GateChange(
        action: action.name, opens: $0.after, regions: $0.regions, example: $0.example)
    }
  }

  private static func rules(_ old: ActionRules, _ new: ActionRules, _ action: Action)
    -> [PolicyDiff.RuleChange]
  {
    let (before, after) = (old.gate.compactMap(Self.rule), new.gate.compactMap(Self.rule))
    func change(_ rule: (text: Bilingual, place: Place), _ isNew: Bool) -> PolicyDiff.RuleChange {
      .init(
        text: Bilingual(
          "the gate of `\(action.name)` \(isNew ? "now asks" : "no longer asks"): \(rule.text.en)",
          zh: "`\(action.name)` 的关口\(isNew ? "新增" : "取消")条件：\(rule.text.zh)"), place: rule.place)
    }
    return before.filter { rule in !after.contains { $0.text == rule.text } }.map {
      change($0, false)
    }
      + after.filter { rule in !before.contains { $0.text == rule.text } }.map { change($0, true) }
  }

  /// A criterion that is no condition, in words.
  private static func rule(_ criterion: Criterion) -> (text: Bilingual, place: Place)? {
    let text: Bilingual
    switch criterion.test {
    case .holds: return nil
    case .formComplete(let form):
      text = Bilingual("form `\(form)` is complete", zh: "表单 `\(form)` 已填写完整")
    case .milestoneReached(let name):
      text = Bilingual("control point `\(name)` is reached", zh: "控制点 `\(name)` 已成立")
    case .childrenOver(let workflow):
      text = Bilingual(
        "every `\(workflow)` under the project has ended", zh: "所属的 `\(workflow)` 均已结束")
    case .nothingOpen(let actions):
      let names = actions.map { "`\($0)`" }.sorted()
      text =
        names.isEmpty
        ? Bilingual("no other request is open", zh: "没有其他未结束的申请")
        : Bilingual(
          "no open request: \(names.joined(separator: ", "))",
          zh: "没有未结束的申请：\(names.joined(separator: "、"))")
    }
    return (text, criterion.place)
  }
}

extension ActionRules {
  /// Of the gate.
  fileprivate var conditions: [Expression] {
    gate.compactMap { if case .holds(let expression) = $0.test { expression } else { nil } }
  }
}
