import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Proofs against brute force: what is tried out by the thousand must never contradict what was proved.
@Suite("Proofs and brute force") struct ProofOracleTests {
  @Test func aTableIsCompleteAndFreeOfOverlapExactlyWhenEveryCombinationSaysSo() throws {
    var dice = Dice(state: 7)
    let markets = ["strategic", "key", "normal"]
    for round in 0..<3 {
      let names = (0..<25).map { "t\(round)_\($0)" }
      let yaml = names.map { Self.table($0, &dice) }.joined(separator: "\n")
      let rulebook = try load("tables:\n\(yaml)")
      for name in names {
        let table = try #require(rulebook.projectScope.tables.first { $0.name.text == name })
        var (gap, overlap) = (false, false)
        var winners: Set<Int> = []
        // Cells know amounts from 0.02 to 0.07 only, so these amounts stand for all.
        for margin in 0...9 {
          for market in markets {
            for score in -1...5 {
              let values: [Value] = [
                .decimal(try #require(Decimal("0.0\(margin)"))), .string(market),
                score < 0 ? .null : .int(Int64(score)),
              ]
              let matching = table.rules.indices.filter { table.rules[$0].matches(values) }
              gap = gap || matching.isEmpty
              overlap = overlap || matching.count > 1
              winners.formUnion(table.hitPolicy == .first ? Array(matching.prefix(1)) : matching)
            }
          }
        }
        let findings = TableProof.findings(
          table, rulebook.projectScope, rulebook.workflow, nil)
        let found = Set(findings.map(\.code))
        #expect(found.contains("proof.gap") == gap, "\(yaml)")
        #expect(
          found.contains("proof.overlap") == (overlap && table.hitPolicy == .unique), "\(yaml)")
        let dead = table.rules.indices.filter { !winners.contains($0) }.map {
          table.rules[$0].place.line
        }
        #expect(
          findings.filter { $0.code == "proof.dead-rule" }.map(\.place.line) == dead, "\(yaml)")
        #expect(!found.contains("proof.not-proved"))
      }
    }
  }

  @Test func noRequestTakesARouteThatTheCasesDoNotKnow() throws {
    var dice = Dice(state: 11)
    for round in 0..<8 {
      let conditions = (0..<3).map { _ in Self.condition(&dice, depth: 2) }
      let steps = zip(["manager", "director", "executive"], conditions).map { step, condition in
        "    - {step: \(step), role: executive, when: '\(condition)'}"
      }
      let rulebook = try load("sign_off:\n  change:\n\(steps.joined(separator: "\n"))")
      let rules = rulebook.rules(of: "change")
      let chain = try #require(rules.chain)
      let action = try #require(rulebook.workflow[action: "change"])
      let cases = try ChainCases(chain, rules.scope, rulebook.workflow, action)
      #expect(cases.isKnown.allSatisfy { $0 }, "\(conditions)")
      let known = Set(cases.truths)
      let place = chain.steps[0].place
      let monotone = Monotonicity(cases, rulebook.workflow, action, place: place).findings
      let codes = Set(ChainProof(cases: cases, place: place).findings.map(\.code))
      var seen: Set<[ChainCases.Truth]> = []
      for _ in 0..<300 {
        let project = RandomProject(&dice)
        let (first, second) = (project.request(&dice), project.request(&dice))
        let (a, b) = (truths(first, rules, chain), truths(second, rules, chain))
        #expect(known.contains(a), "round \(round) \(conditions) \(first) \(a)")
        #expect(known.contains(b), "round \(round) \(conditions) \(second) \(b)")
        seen.formUnion([a, b])
        let isWorse = first.budget <= second.budget && first.finish <= second.finish
        let (fewer, more) = (a.filter { $0 == .yes }.count, b.filter { $0 == .yes }.count)
        if isWorse, !a.contains(.fails), !b.contains(.fails), more < fewer {
          #expect(
            monotone.map(\.code) == ["proof.not-monotone"],
            "\(conditions) \(first) \(a) \(second) \(b)")
        }
      }
      if seen.contains([.no, .no, .no]) { #expect(codes.contains("proof.empty-chain")) }
      for step in 0..<3 where seen.contains(where: { $0[step] == .yes }) {
        let never = ChainProof(cases: cases, place: place).findings.filter {
          $0.code == "proof.never-asked" && $0.message.en.contains("`\(chain.steps[step].name)`")
        }
        #expect(never.isEmpty, "\(conditions[step])")
      }
      #expect(seen.count > 1)
    }
  }

  // MARK: -

  private func load(_ layer: String) throws -> Rulebook {
    try loadRulebook(
      sources: SmallCompany.extended(layer), timeZones: systemTimeZones, sha256: sha256)
  }

  private func truths(
    _ request: RandomProject.Request, _ rules: ActionRules, _ chain: Chain
  ) -> [ChainCases.Truth] {
    let evaluation = Evaluation(
      rules.scope, frozen: { _ in nil },
      base: { source in
        switch source {
        case .request("budget"): .value(.decimal(request.budget))
        case .request("finish"): .value(.date(request.finish))
        case .baseline("budget"): .value(.decimal(request.project.baseline))
        case .original("budget"): .value(.decimal(request.project.original))
        case .original("finish"): .value(.date(request.project.finish))
        case .form("facts", "market"): .value(.string(request.project.market))
        case .form("facts", "score"):
          request.project.score.map { .value(.int(Int64($0))) } ?? .unset
        default: .unset
        }
      })
    return chain.steps.map { step in
      guard let condition = step.condition else { return .yes }
      guard let holds = try? evaluation.holds(condition) else { return .fails }
      return holds ? .yes : .no
    }
  }

  private static func table(_ name: String, _ dice: inout Dice) -> String {
    func amount(_ dice: inout Dice) -> String {
      let low = dice.roll(2...7)
      switch dice.roll(0...5) {
      case 0: return "-"
      case 1: return "< 0.0\(low)"
      case 2: return ">= 0.0\(low)"
      case 3: return "> 0.0\(low)"
      case 4: return "[0.0\(low)..0.0\(dice.roll(2...7)))"
      default: return "not(<= 0.0\(low))"
      }
    }
    func market(_ dice: inout Dice) -> String {
      ["-", "strategic", "key, normal", "not(key)", "-"][dice.roll(0...4)]
    }
    func score(_ dice: inout Dice) -> String {
      ["-", "-", "null", "not(null)", "< 3", ">= 3", "not(5)"][dice.roll(0...6)]
    }
    let hit = ["unique", "first"][dice.roll(0...1)]
    let rules = (0..<dice.roll(2...6)).map { index in
      "      - [\"\(amount(&dice))\", \"\(market(&dice))\", \"\(score(&dice))\", \(index)]"
    }
    return """
        \(name):
          hit: \(hit)
          inputs: {margin: facts.margin, market: facts.market, score: facts.score}
          outputs: {level: integer}
          rules:
      \(rules.joined(separator: "\n"))
      """
  }

  private static func condition(_ dice: inout Dice, depth: Int) -> String {
    if depth > 0, dice.roll(0...3) > 0 {
      let left = condition(&dice, depth: depth - 1)
      let right = condition(&dice, depth: depth - 1)
      return ["(\(left) && \(right))", "(\(left) || \(right))", "(\(left) || !\(right))"][
        dice.roll(0...2)]
    }
    let percent = ["0", "0.05", "0.2"][dice.roll(0...2)]
    switch dice.roll(0...7) {
    case 0, 1: return "(overrun > \(percent))"
    case 2: return "(increase >= \(percent))"
    case 3: return "(added > limits.executive_above)"
    case 4: return "(delay > limits.late)"
    case 5: return "(request.budget < 150000)"
    case 6: return "(facts.market == \"key\")"
    default: return "(has(facts.score) && facts.score >= 3)"
    }
  }
}

/// A project near the limits, and requests near them.
private struct RandomProject: CustomStringConvertible {
  struct Request: CustomStringConvertible {
    let project: RandomProject
    let budget: Decimal
    let finish: CivilDate

    var description: String { "\(project) asks \(budget) by \(finish)" }
  }

  let original: Decimal
  let baseline: Decimal
  let finish: CivilDate
  let market: String
  let score: Int?

  init(_ dice: inout Dice) {
    let amounts = ["1", "1000.01", "100000", "125000", "142857.14", "1000000", "4000000"]
    original = Decimal(amounts[dice.roll(0...6)])!
    baseline = Decimal(amounts[dice.roll(0...6)])!
    finish = CivilDate("2026-06-30")!
    market = ["strategic", "key", "normal"][dice.roll(0...2)]
    score = dice.roll(0...1) == 0 ? nil : dice.roll(0...5)
  }

  func request(_ dice: inout Dice) -> Request {
    let factors = ["0.9", "1", "1.05", "1.2", "1.5", "3"]
    let base = dice.roll(0...1) == 0 ? original : baseline
    var budget = try! base.multiplying(Decimal(factors[dice.roll(0...5)])!)
    if dice.roll(0...3) == 0 { budget = try! original.adding(Decimal(200_000)) }
    if dice.roll(0...3) == 0 { budget = Decimal(150_000) }
    let fen = Decimal(["-0.01", "0", "0.01"][dice.roll(0...2)])!
    budget = try! budget.adding(fen).rounded(toScale: 2, .down)
    if budget < .one { budget = .one }
    let days = [-1, 0, 29, 30, 31][dice.roll(0...4)]
    return Request(project: self, budget: budget, finish: finish.adding(days: days)!)
  }

  var description: String {
    "original \(original), baseline \(baseline), \(market), \(score.map(String.init) ?? "–")"
  }
}

/// Repeatable chance.
private struct Dice {
  var state: UInt64

  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int((state >> 33) % UInt64(range.count))
  }
}
