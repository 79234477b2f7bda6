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
    switch gap.lack {
    case .everybody:
      return days + Mark.colon + nobody(gap.post)
    case .enough(let present):
      return days + Mark.colon
        + say(
          "only \(present) of the \(gap.post.needed) people needed \(present == 1 ? "is" : "are") there to sign\(role(gap.post))",
          "须 \(gap.post.needed) 人\(role(gap.post))签署，仅 \(present) 人在岗")
    case .above(let amount):
      let amount = amount.grouped(scale: 2)
      return days + Mark.colon
        + say(
          "nobody can sign above \(amount)\(role(gap.post))",
          "无人可以\(role(gap.post))签署超过 \(amount) 的金额")
    }
  }

  private func nobody(_ post: Post) -> String {
    say("nobody is there to sign\(role(post))", "无人可以\(role(post))签署")
  }

  /// ` as Executive`, ` as superior`
  private func role(_ post: Post) -> String {
    switch post.signers {
    case .roles(let roles):
      let names = roles.map { role($0) }.joined(separator: say(" or ", "或"))
      return say(" as \(names)", "\(names)身份")
    case .superiors: return say(" as a superior", "上级身份")
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
