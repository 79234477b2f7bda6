import CEL
import Engine
import Workbench

/// The days ahead on which somebody will be missing, policy by policy.
struct CoverageScreen {
  let policies: [(gaps: PolicyGaps, glossary: Glossary)]
  let from: CivilDate
  /// The first day that was not looked at.
  let until: CivilDate

  var text: String {
    var screen = Screen()
    let last = until.adding(days: -1) ?? from
    screen.line(say("Looked at \(from) to \(last).", "查看范围：\(from) 至 \(last)。"))
    for (policy, glossary) in policies {
      screen.heading(say("Policy `\(policy.policy)`", "制度 `\(policy.policy)`"))
      for gap in policy.gaps {
        screen.paragraph(glossary.gap(gap, until: until), indent: 2, hanging: 2)
        screen.paragraph(
          say("stops ", "影响：") + glossary.steps(gap.post), indent: 4, hanging: 2)
      }
      if policy.gaps.isEmpty {
        screen.line(say("  Somebody is there for every role on every day.", "  每日每个角色均有人在岗。"))
      }
    }
    return screen.text
  }

  var json: JSON {
    [
      "from": .date(from), "until": .date(until),
      "policies": .array(
        policies.map { policy, _ in
          ["policy": .name(policy.policy), "gaps": .array(policy.gaps.map(\.json))]
        }),
    ]
  }
}

extension Gap {
  var json: JSON {
    var roles: [RoleName] = []
    if case .roles(let names) = post.signers { roles = names }
    var present: JSON = .null
    var above: JSON = .null
    switch lack {
    case .everybody: present = .count(0)
    case .enough(let count): present = .count(count)
    case .above(let amount): above = .string(amount.description)
    }
    return [
      "roles": .names(roles), "superiors": .bool(post.signers == .superiors),
      "from": .date(from), "until": .date(until), "needed": .count(post.needed),
      "present": present, "nobody_above": above,
      "steps": .array(
        post.steps.map { step in
          [
            "action": .name(step.action), "chain": .string(step.chain.text),
            "step": .name(step.name),
          ]
        }),
    ]
  }
}
