import CEL
import Diagnostics
import Engine

extension Glossary {
  /// `from 2026-10-01 until 2026-10-08; only: Adjust; up to 50,000.00`
  func days(of standIn: StandIn) -> String {
    var parts = [
      say(
        "from \(standIn.from) until \(standIn.until)",
        "自 \(standIn.from) 至 \(standIn.until)（不含）")
    ]
    let only =
      standIn.extent.actions.map(action) + standIn.extent.projects.map(\.text)
    if !only.isEmpty { parts.append(say("only ", "仅限") + list(only)) }
    if let cap = standIn.cap {
      parts.append(say("up to \(cap.grouped(scale: 2))", "至多 \(cap.grouped(scale: 2))"))
    }
    return parts.joined(separator: Mark.comma)
  }

  func end(_ end: StandIn.End) -> String {
    switch end {
    case .revoked: say("revoked", "已撤销")
    case .declined: say("declined by the deputy", "代理人谢绝")
    case .lapsed: say("its days are past", "期限已过")
    case .left: say("one of the two has left", "其中一人已离职")
    }
  }

  func ceiling(_ ceiling: Ceiling) -> String {
    switch ceiling {
    case .amount(let highest): highest.grouped(scale: 2)
    case .unlimited: say("unlimited", "不限")
    }
  }

  /// Who gave a command: a person, or the clock.
  func actor(_ actor: Actor) -> String {
    actor.person.map(person) ?? say("the clock", "系统计时")
  }
}
