import TestKit

/// Chains as policies may have them: every mode, groups, amounts, merging, re-approval.
enum RandomPolicy {
  static func make(_ random: inout SeededGenerator) -> NaiveChain {
    var steps: [NaiveChain.Step] = []
    let count = random.number(1...4)
    while steps.count < count {
      let isGroup = count - steps.count >= 2 && random.once(in: 3)
      let group = isGroup ? steps.count : nil
      for _ in 0..<(isGroup ? 2 : 1) {
        steps.append(step("s\(steps.count)", group: group, &random))
      }
    }
    var chain = NaiveChain(
      steps: steps, merges: random.once(in: 2), reapproval: [:], overriddenBy: [])
    if random.once(in: 2) {
      for field in random.some(["amount", "note", "person"], 1...3) {
        chain.reapproval[field] = (
          field == "amount" ? random.pick(["up", "up", "down"]) : random.pick(["any", "never"]),
          random.once(in: 2) ? nil : random.some(steps.map(\.name), 1...2)
        )
      }
    }
    if random.once(in: 2) { chain.overriddenBy = random.some(roles, 1...2) }
    return chain
  }

  private static let roles: [NaiveChain.Who] =
    RandomCompany.roles.map(NaiveChain.Who.company)
    + RandomCompany.projectRoles.map(NaiveChain.Who.project)

  private static func step(_ name: String, group: Int?, _ random: inout SeededGenerator)
    -> NaiveChain.Step
  {
    let mode: NaiveChain.Mode
    switch random.number(0...9) {
    case 0, 1: mode = .any(random.some(roles, 1...1))
    case 2: mode = .any(random.some(roles, 2...3))
    case 3: mode = .all(random.some(roles, 2...3))
    case 4, 5: mode = .quorum(random.number(2...3), random.some(roles, 1...3))
    case 6, 7:
      let ballots = random.some(roles, 1...3).map { ($0, random.number(1...3)) }
      mode = .vote(
        ballots,
        random.pick([.half, .share(1, 2), .share(2, 3), .weight(random.number(1...4))]))
    case 8: mode = .any([.named])
    default: mode = .any([.superior])
    }
    return NaiveChain.Step(
      name: name, mode: mode, above: random.once(in: 4) ? random.pick([100, 500, 1000]) : nil,
      group: group, covers: isLine(mode) ? !random.once(in: 4) : random.once(in: 3),
      rejection: random.pick(["ends", "returns", "back"]), needsComment: random.once(in: 5))
  }

  private static func isLine(_ mode: NaiveChain.Mode) -> Bool {
    if case .any([.superior]) = mode { true } else { false }
  }

  /// The chain in the policy language.
  static func yaml(_ chain: NaiveChain) -> String {
    var lines = [
      "policy: random", "governs: random", "calendar: {zone: UTC, weekend: []}",
      "repeats: \(chain.merges ? "merge" : "separate")",
    ]
    if !chain.overriddenBy.isEmpty {
      lines.append("override: {by: \(list(chain.overriddenBy)), review: 3 days}")
    }
    if !chain.reapproval.isEmpty {
      lines += ["reapproval:", "  ask:"]
      for (field, rule) in chain.reapproval.sorted(by: { $0.key < $1.key }) {
        let asks = rule.asks.map { ", asks: [\($0.joined(separator: ", "))]" } ?? ""
        lines.append("    \(field): {worse: \(rule.worse)\(asks)}")
      }
    }
    lines += ["sign_off:", "  ask:"]
    var group: Int?
    for step in chain.steps {
      if let own = step.group, own != group { lines.append("    - together:") }
      group = step.group
      lines.append("\(step.group == nil ? "    " : "      ")- \(yaml(step))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func yaml(_ step: NaiveChain.Step) -> String {
    var parts = ["step: \(step.name)"]
    switch step.mode {
    case .any([.named]): parts.append("person: request.person")
    case .any([.superior]): parts.append("superior: submitter")
    case .any(let who): parts.append("any: \(list(who))")
    case .all(let who): parts.append("all: \(list(who))")
    case .quorum(let count, let who): parts += ["any: \(list(who))", "quorum: \(count)"]
    case .vote(let ballots, let needs):
      let weights = ballots.map { "\(name($0.role)): \($0.weight)" }
      parts.append("vote: {\(weights.joined(separator: ", "))}")
      switch needs {
      case .half: parts.append("needs: half")
      case .share(let part, let whole): parts.append("needs: \(part)/\(whole)")
      case .weight(let weight): parts.append("needs: \(weight)")
      }
    }
    if let above = step.above { parts.append("when: request.amount > \(above)") }
    if step.covers { parts.append("covers: request.amount") }
    if step.needsComment { parts.append("comment: required") }
    parts.append("rejection: \(step.rejection)")
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func list(_ who: [NaiveChain.Who]) -> String {
    "[\(who.map(name).joined(separator: ", "))]"
  }

  private static func name(_ who: NaiveChain.Who) -> String {
    switch who {
    case .company(let role), .project(let role): role
    case .named, .superior: ""
    }
  }

  static let workflow = DeskRules.workflow(
    named: "random", projectRoles: RandomCompany.projectRoles, companyRoles: RandomCompany.roles)
}
