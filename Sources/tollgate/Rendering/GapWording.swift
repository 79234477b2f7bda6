import CEL
import Engine
import Workbench

extension Glossary {
  /// `2026-10-03 to 2026-10-07: nobody can sign above 1,000,000.00 as Executive`. Here both days are named that belong to it.
  func gap(_ gap: Gap, until end: CivilDate) -> String {
    let last = gap.until.adding(days: -1) ?? gap.from
    let days =
      if gap.until >= end {
        say("from \(gap.from) on", "\(gap.from) 起")
      } else if last == gap.from {
        gap.from.description
      } else {
        say("\(gap.from) to \(last)", "\(gap.from) 至 \(last)")
      }
    let roles = gap.post.roles.map(role).joined(separator: say(" or ", "或"))
    switch gap.lack {
    case .everybody:
      return days + Mark.colon
        + say("nobody is there to sign as \(roles)", "无人可以\(roles)身份签署")
    case .above(let amount):
      let amount = amount.grouped(scale: 2)
      return days + Mark.colon
        + say(
          "nobody can sign above \(amount) as \(roles)", "无人可以\(roles)身份签署超过 \(amount) 的金额")
    }
  }

  /// `adjust: executive; publish: chief`
  func steps(_ post: Post) -> String {
    var words: [String] = []
    for step in post.steps {
      let action =
        step.action.map(action) ?? say("publishing the policy", "发布制度")
      words.append("\(action) `\(step.name)`")
    }
    return list(words)
  }
}
