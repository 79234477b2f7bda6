import TestKit

/// Chains as policies may have them: every mode, groups, amounts, merging, re-approval.
enum RandomPolicy {
  static func make(_ leaning: Leaning, _ random: inout SeededGenerator) -> NaiveChain {
    var steps: [NaiveChain.Step] = []
    let count = random.number(leaning == .added ? 1...4 : 2...4)
    while steps.count < count {
      let isGroup = count - steps.count >= 2 && random.once(in: 3)
      let group = isGroup ? steps.count : nil
      for _ in 0..<(isGroup ? 2 : 1) {
        steps.append(step("s\(steps.count)", group: group, leaning, &random))
      }
    }
    var chain = NaiveChain(
      steps: steps, merges: leaning == .repeats || random.once(in: 2), reapproval: [:],
      overriddenBy: [])
    if leaning == .changes || random.once(in: 2) {
      for field in random.some(["amount", "note", "person"], 1...3) {
        chain.reapproval[field] = (
          field == "amount" ? random.pick(["up", "up", "down"]) : random.pick(["any", "never"]),
          leaning != .changes && random.once(in: 2) ? nil : random.some(steps.map(\.name), 1...2)
        )
      }
    }
    if random.once(in: 2) { chain.overriddenBy = random.some(roles, 1...2) }
    if random.once(in: leaning == .time ? 2 : 6) { chain.requestsLapse = random.number(3...9) }
    if random.once(in: leaning == .time ? 2 : 6) { chain.approvalsLapse = random.number(1...5) }
    return chain
  }

  /// The next version: mostly the same with one step more, so that what was signed has something to stand in.
  static func next(
    after chain: NaiveChain, _ leaning: Leaning, _ random: inout SeededGenerator
  ) -> NaiveChain {
    if random.once(in: 4) { return make(leaning, &random) }
    var next = chain
    next.steps.append(step("s\(chain.steps.count)", group: nil, leaning, &random))
    return next
  }

  private static let roles: [NaiveChain.Who] =
    RandomCompany.roles.map(NaiveChain.Who.company)
    + RandomCompany.projectRoles.map(NaiveChain.Who.project)

  private static func step(
    _ name: String, group: Int?, _ leaning: Leaning, _ random: inout SeededGenerator
  ) -> NaiveChain.Step {
    let mode: NaiveChain.Mode
    // The line matters most where there are amounts, the same few roles where there are repeats.
    let roles = leaning == .repeats ? Array(Self.roles.prefix(2)) : Self.roles
    // The later ones of the list are the line, the ones before it are votes.
    switch random.number(leaning == .money ? 0...13 : leaning == .people ? 4...8 : 0...9) {
    case 0, 1: mode = .any(random.some(roles, 1...1))
    case 2: mode = .any(random.some(roles, 2...3))
    case 3: mode = .all(random.some(roles, 2...3))
    case 4, 5: mode = .quorum(random.number(2...3), random.some(roles, 1...3))
    case 6, 7:
      let ballots = random.some(roles, 1...3).map { ($0, random.number(1...3)) }
      mode = .vote(
        ballots,
        random.pick([.half, .half, .share(1, 2), .share(2, 3), .weight(random.number(1...4))]))
    case 8: mode = .any([.named])
    default: mode = .any([.superior])
    }
    let covers =
      isLine(mode) || leaning == .time
      ? !random.once(in: 4) : random.once(in: leaning == .money ? 2 : 3)
    let isTimed = random.once(in: leaning == .time ? 1 : 4)
    return NaiveChain.Step(
      name: name, mode: mode, above: random.once(in: 4) ? random.pick([100, 500, 1000]) : nil,
      group: group, covers: covers,
      rejection: random.pick(["ends", "returns", "back"]), needsComment: random.once(in: 5),
      within: isTimed ? random.number(1...3) : nil,
      late: isTimed ? late(covers: covers, &random) : nil)
  }

  private static func late(covers: Bool, _ random: inout SeededGenerator) -> NaiveChain.Late {
    switch random.number(0...7) {
    case 0: .remind
    case 1: .giveBack
    case 2: .reject
    case 3: .escalate(random.once(in: 2) ? nil : random.pick(roles))
    default: covers ? .pass(below: random.pick([500, 500, 1000])) : .escalate(nil)
    }
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
    let lapses = [("requests", chain.requestsLapse), ("approvals", chain.approvalsLapse)]
      .compactMap { what, days in days.map { "\(what): \($0) days" } }
    if !lapses.isEmpty { lines.append("lapses: {\(lapses.joined(separator: ", "))}") }
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
    if let within = step.within { parts.append("within: \(within) days") }
    switch step.late {
    case nil: break
    case .remind?: parts.append("late: remind")
    case .giveBack?: parts.append("late: return")
    case .reject?: parts.append("late: reject")
    case .escalate(nil)?: parts.append("late: escalate")
    case .escalate(let who?)?: parts.append("late: {escalate: \(name(who))}")
    case .pass(let ceiling)?: parts.append("late: {approve: {below: \(ceiling) CNY}}")
    }
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
