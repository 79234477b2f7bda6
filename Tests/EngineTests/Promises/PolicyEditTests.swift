import Engine
import TestKit
import Testing

/// Promise 8: a policy change never re-routes what is in flight.
@Suite struct PolicyEdits {
  /// The share of a build; the nightly run takes 10,000.
  private static let histories = Endurance.size("TOLLGATE_EDITED", 200)

  @Test func histories() throws {
    let base = EngineAgainstNaiveEvaluator.seed &+ 20_000_000
    let routes = try (0..<2).inParallel { half in
      var random = SeededGenerator(seed: base &+ UInt64(half))
      // What the policy is changed to between steps.
      let edits = try (0..<6).map { _ in
        try EngineSide.rulebook(RandomPolicy.make(.added, &random))
      }
      var compared = 0
      for history in 0..<Self.histories / 2 {
        let seed = base &+ UInt64(history * 2 + half + 10)
        let quiet = try Comparison(seed: seed, rulesChange: false)
        compared += try replay(quiet, seed, edits, &random)
      }
      return compared
    }
    #expect(routes.reduce(0, +) > Self.histories * 2, "TOLLGATE_SEED shows another share")
    Endurance.tell(8, "histories with edits between all steps", Self.histories)
  }

  /// Plays a history again with another policy in force at each step; how many routes were compared.
  private func replay(
    _ quiet: Comparison, _ seed: UInt64, _ edits: [Rulebook], _ random: inout SeededGenerator
  ) throws -> Int {
    var edited = try EngineSide(
      quiet.engine.rulebook, quiet.company, submitter: quiet.submitter)
    var calm = edited
    var compared = 0
    for item in quiet.items {
      switch item {
      case .begin(let content, _):
        // Filed under the same policy, the first as any later one.
        edited.current = nil
        let code = try edited.begin(content, by: quiet.submitter)
        #expect(code == (try calm.begin(content, by: quiet.submitter)))
        if code == nil { edited.current = random.pick(edits) }
      case .done(let person, let command):
        let code = try edited.carryOut(command, by: person)
        #expect(code == (try calm.carryOut(command, by: person)), "seed \(seed)")
        edited.current = random.pick(edits)
      case .change(let company):
        try edited.adopt(company)
        try calm.adopt(company)
      case .ask, .status, .publish: continue
      }
      compared += 1
      guard edited.latest == calm.latest else {
        Issue.record("seed \(seed): the request is not what it is without the edits")
        break
      }
    }
    return compared
  }
}
