import CEL
import Engine
import TestKit
import Testing

/// Promise 7: default deny, and the order of rules means nothing.
@Suite struct DefaultDeny {
  private static let looks = Endurance.size("TOLLGATE_LOOKS", 150)

  /// Who may approve at a stop of a walk, by everybody's own try.
  private static func signers(_ engine: EngineSide, _ company: NaiveCompany) -> [String] {
    company.names.filter { engine.verdict(.approve(.current, says: true), by: $0) == nil }
  }

  /// Looks at the stops of random walks: the engine, and its company to be changed.
  private func walk(
    from offset: UInt64,
    _ look: @escaping @Sendable (EngineSide, NaiveCompany, inout SeededGenerator) throws -> Void
  ) throws {
    let base = EngineAgainstNaiveEvaluator.seed &+ offset
    try _ = (0..<2).inParallel { half in
      var random = SeededGenerator(seed: base &+ UInt64(half))
      var looks = 0
      var seed = base &+ UInt64(half)
      while looks < Self.looks / 2 {
        seed &+= 2
        _ = try Comparison(seed: seed) { engine, naive in
          guard engine.latest?.status == .pending else { return }
          looks += 1
          try look(engine, naive.company, &random)
        }
      }
    }
  }

  @Test func whoLosesAGrantMayNeverDoMore() throws {
    try walk(from: 30_000_000) { engine, company, random in
      let before = Self.signers(engine, company)
      for person in company.names where !before.contains(person) {
        var less = company
        switch random.number(0...2) {
        case 0: less.people[person]!.roles = []
        case 1:
          for role in less.projectRoles.keys { less.projectRoles[role]!.removeAll { $0 == person } }
        default: less.people[person]!.ceiling = nil
        }
        var engine = engine
        try engine.adopt(less)
        #expect(!Self.signers(engine, less).contains(person), "\(person) in \(less)")
      }
    }
    Endurance.tell(7, "stops at which grants were taken away", Self.looks)
  }

  /// The control: a grant that is given does change who may.
  @Test func whoGetsARoleMayDoMore() throws {
    let desk = try Desk("- {step: officer, role: officer}")
    let id = try desk.ask()
    let before = try desk.signers(id)
    try desk.order("admin", .appoint("sun", .init(role: "officer")))
    let after = try desk.signers(id)
    #expect(Set(before).isStrictSubset(of: Set(after)))
    Endurance.control(7, "a grant more", isSeen: before != after)
  }

  @Test func withoutStandInsNobodyMayDoMore() throws {
    try walk(from: 31_000_000) { engine, company, _ in
      // A stand-in may have claimed a place; without them it is everybody's again.
      guard engine.latest?.progress.allSatisfy(\.holders.isEmpty) == true else { return }
      var less = company
      less.standIns = []
      var without = engine
      try without.adopt(less)
      let before = Set(Self.signers(engine, company))
      #expect(Set(Self.signers(without, less)).isSubset(of: before), "\(company)")
    }
  }

  @Test func whereNobodyHoldsAnyRoleNobodySigns() throws {
    try walk(from: 32_000_000) { engine, company, _ in
      guard let request = engine.latest else { return }
      let asksRolesOnly = request.route.steps.flatMap(\.slots).flatMap(\.authorities).allSatisfy {
        switch $0 {
        case .companyRole, .projectRole: true
        case .person, .line: false
        }
      }
      guard asksRolesOnly, request.progress.allSatisfy(\.holders.isEmpty) else { return }
      var none = company
      for name in none.names { none.people[name]!.roles = [] }
      for role in none.projectRoles.keys { none.projectRoles[role] = [] }
      var engine = engine
      try engine.adopt(none)
      #expect(Self.signers(engine, none).isEmpty, "\(none)")
    }
  }

  @Test(
    "an error in a condition refuses whatever the rest says",
    arguments: [
      "request.finish > today", "10 / (facts.score - 3) > 1", "request.person.rank > 3",
      "workingDays(request.finish, today) > 1",
    ])
  func errorIsClosed(condition: String) throws {
    for rest in ["", " || false", " && true"] {
      let desk = try Desk(
        "- {step: officer, role: officer}\n- {step: more, role: general, when: \"\(condition)\(rest)\"}"
      )
      #expect(try desk.refusal { _ = try desk.ask() }.code == .ruleError)
      let gated = try Desk(
        "- {step: officer, role: officer}",
        also: "gates: {ask: [{that: \"\(condition)\(rest)\", else: closed}]}")
      #expect(try gated.refusal { _ = try gated.ask() }.code == .gateClosed)
    }
  }
}

/// Sections and entries of a policy mean the same in any order.
@Suite struct OrderOfRules {
  private static let sections = [
    "calendar": ["zone: Asia/Shanghai", "weekend: [sat, sun]", "working: [2026-10-10]"],
    "limits": ["small: 1000 CNY", "large: 5000 CNY", "late: 30 days"],
    "measures": [
      "over: {is: request.amount - limits.small, worse: up}",
      "share: {is: request.amount / limits.large, worse: up}",
    ],
    "reapproval": [
      "ask: {amount: {worse: up, asks: [general]}, note: {worse: never}, person: {worse: any}}"
    ],
    "gates": [
      "ask: [{that: request.amount < 9000, else: no}]",
      "spend: [{that: facts.score > 1, else: no}]",
    ],
    "override": ["by: [general, executive]", "review: 3 days"],
    "lapses": ["requests: 30 days", "approvals: 10 days"],
    "sign_off": [
      "ask: [{step: officer, role: officer}, {step: general, role: general, when: over > 0}, {step: executive, any: [executive, director], when: share > 1}]",
      "publish: [{step: review, role: administrator}]",
    ],
  ]

  private static func policy(_ random: inout SeededGenerator) -> RulebookSources {
    var lines = ["policy: desk-rules", "governs: desk", "repeats: separate"].shuffled(
      using: &random)
    for name in sections.keys.sorted().shuffled(using: &random) {
      lines.append("\(name):")
      lines += sections[name]!.shuffled(using: &random).map { "  \($0)" }
    }
    return RulebookSources(
      workflow: DeskRules.workflow,
      layers: [.init(file: "desk-rules.yaml", text: lines.joined(separator: "\n") + "\n")])
  }

  /// What the rules make of some requests: routes, signers, refusals, and what an edit costs.
  private static func behaviour(_ sources: RulebookSources) throws -> [String] {
    let desk = try Desk(sources: sources)
    return try ["1000", "1000.01", "5000", "5000.01", "9000"].flatMap { amount -> [String] in
      do {
        let id = try desk.ask(amount, ["note": "a"])
        var told = try desk.request(id).route.steps.map { "\($0.name)" }
        told += try desk.signers(id).map { "\($0)" }
        try desk.approve(id, by: "zhao")
        told.append("\(try desk.status(id))")
        guard try desk.status(id) == .pending else { return told }
        try desk.company.returnBack(id, by: "wu")
        try desk.resubmit(id, ["amount": "1001", "note": "b"])
        return told + (try desk.asked(id).map { "\($0)" })
      } catch let refusal as Refusal {
        return [refusal.code.rawValue]
      }
    }
  }

  @Test func meansNothing() throws {
    var random = SeededGenerator(seed: EngineAgainstNaiveEvaluator.seed)
    let plain = try Self.behaviour(Self.policy(&random))
    #expect(plain.contains("gate-closed"))
    #expect(plain.contains("executive"))
    for _ in 0..<12 {
      #expect(try Self.behaviour(Self.policy(&random)) == plain)
    }
  }
}
