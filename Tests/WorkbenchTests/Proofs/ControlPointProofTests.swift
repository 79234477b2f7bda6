import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// What is proved of conditions over lists of control points, against every list of a small world.
///
/// The world has each list of one or two kinds, with days around those that conditions name and amounts around theirs;
/// what is true of some list at all is true of one of those.
@Suite struct ControlPointProofs {
  @Test(arguments: 0..<24) func proofsAgreeWithEveryListOfASmallWorld(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    let condition = Self.condition(depth: 2, &generator)
    let rulebook = try rulebook(condition)
    let criterion = try #require(rulebook.rules(of: "start").gate.last)
    guard case .holds(let expression) = criterion.test else { return }
    let scope = rulebook.rules(of: "start").scope
    var outcomes: Set<Bool> = []
    for list in try Self.lists(scope) {
      let evaluation = Evaluation(
        scope, frozen: { _ in [.string("C")] },
        base: { $0 == .request("points") ? .value(.list(list)) : .unset })
      outcomes.insert((try? evaluation.holds(expression)) == true)
    }
    let found = LifeProof(rulebook: rulebook).findings.filter { $0.place == criterion.place }
      .map(\.code).filter { $0.hasPrefix("proof.gate") || $0 == "proof.not-proved" }
    let expected =
      outcomes == [true]
      ? ["proof.gate-never-closes"] : outcomes == [false] ? ["proof.gate-never-opens"] : []
    #expect(found == expected, "seed \(seed): \(condition)")
  }

  @Test(arguments: [
    "request.points.all(m, request.points.exists(n, n.due >= m.due))",
    "request.points.size() >= 9", "request.points.filter(m, has(m.budget)).size() >= 1",
    "request.points[0].due > today",
  ]) func ofWhatIsAskedOtherwiseNothingIsClaimed(_ condition: String) throws {
    let rulebook = try rulebook(condition)
    let criterion = try #require(rulebook.rules(of: "start").gate.last)
    let found = LifeProof(rulebook: rulebook).findings.filter { $0.place == criterion.place }
    #expect(found.map(\.code) == ["proof.not-proved"])
  }

  private func rulebook(_ condition: String) throws -> Rulebook {
    try loadRulebook(
      sources: SmallCompany.extended("gates:\n  start:\n    - that: |\n        \(condition)"),
      timeZones: systemTimeZones, sha256: sha256)
  }

  // MARK: - Conditions

  private static func condition(depth: Int, _ generator: inout SplitMix) -> String {
    func pick(_ texts: [String]) -> String { texts[Int(generator.next() % UInt64(texts.count))] }
    switch depth > 0 ? generator.next() % 5 : 3 + generator.next() % 2 {
    case 0:
      return
        "(\(condition(depth: depth - 1, &generator)) && \(condition(depth: depth - 1, &generator)))"
    case 1:
      return
        "(\(condition(depth: depth - 1, &generator)) || \(condition(depth: depth - 1, &generator)))"
    case 2: return "!\(condition(depth: depth - 1, &generator))"
    case 3:
      return
        "(request.points.size() \(pick(["<", "<=", ">", ">=", "==", "!="])) \(pick(["0", "1", "2"])))"
    default:
      let macro = pick(["all", "exists", "exists_one"])
      return "request.points.\(macro)(m, \(property(depth: 1, &generator)))"
    }
  }

  private static func property(depth: Int, _ generator: inout SplitMix) -> String {
    func pick(_ texts: [String]) -> String { texts[Int(generator.next() % UInt64(texts.count))] }
    switch depth > 0 ? generator.next() % 6 : 2 + generator.next() % 4 {
    case 0:
      return
        "(\(property(depth: depth - 1, &generator)) && \(property(depth: depth - 1, &generator)))"
    case 1:
      return
        "(\(property(depth: depth - 1, &generator)) || \(property(depth: depth - 1, &generator)))"
    case 2:
      return
        "m.due \(pick(["<", "<=", ">", "==", "!="])) date('\(pick(["2026-06-01", "2026-06-03"]))')"
    case 3: return "has(m.budget)"
    case 4: return "m.budget \(pick(["<", ">=", "=="])) 10.00"
    default: return "m.kind \(pick(["==", "!="])) '\(pick(["accepted", "signed"]))'"
    }
  }

  // MARK: - The small world

  private static func lists(_ scope: Scope) throws -> [[Value]] {
    guard case .list(.record(let record))? = scope.environment.type(of: "request.points") else {
      return []
    }
    func elements(_ kind: String) -> [Value] {
      ["2026-05-31", "2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"].flatMap { day in
        [nil, "9.99", "10.00", "10.01"].map { budget in
          var fields: [String: Value] = ["kind": .string(kind)]
          fields["due"] = CivilDate(day).map(Value.date)
          fields["budget"] = budget.flatMap { Decimal($0) }.map(Value.decimal)
          return .record(RecordValue(record, fields))
        }
      }
    }
    let (accepted, signed) = (elements("accepted"), elements("signed"))
    // Rules ask of lists in no order.
    return accepted.map { [$0] } + signed.map { [$0] }
      + accepted.flatMap { first in signed.map { [first, $0] } }
  }
}
