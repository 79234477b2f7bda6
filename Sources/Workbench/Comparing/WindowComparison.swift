import Diagnostics
import Engine

extension PolicyDiff {
  /// Rolling windows that are there in one of two policies only, or that add up otherwise: at equal sums their rules may
  /// ask the same, and still see other sums.
  static func windowChanges(_ old: Rulebook, _ new: Rulebook) -> [RuleChange] {
    let (before, after) = (old.windows, new.windows)
    let names = Set(before.keys).union(after.keys).sorted()
    return names.compactMap { name in
      switch (before[name], after[name]) {
      case (let old?, let new?) where old.meaning != new.meaning:
        RuleChange(
          text: Bilingual(
            "window `\(name)`: \(old.meaning) → \(new.meaning)",
            zh: "窗口 `\(name)`：\(old.meaning) → \(new.meaning)"), place: new.place)
      case (nil, let new?):
        RuleChange(
          text: Bilingual(
            "new window `\(name)`: \(new.meaning)", zh: "新增窗口 `\(name)`：\(new.meaning)"),
          place: new.place)
      case (let old?, nil):
        RuleChange(
          text: Bilingual(
            "window `\(name)` is gone: \(old.meaning)", zh: "取消窗口 `\(name)`：\(old.meaning)"),
          place: old.place)
      case (_?, _?), (nil, nil): nil
      }
    }
  }
}

extension Rulebook {
  /// By name: what each window adds up for its actions, as text.
  fileprivate var windows: [WindowName: (meaning: String, place: Place)] {
    var windows: [WindowName: (meaning: String, place: Place)] = [:]
    for action in workflow.actions {
      let scope = rules(of: action.name).scope
      for (window, weight) in scope.windows {
        windows[window.name] = (scope.meaning(of: (window, weight)), window.place)
      }
    }
    return windows
  }
}
