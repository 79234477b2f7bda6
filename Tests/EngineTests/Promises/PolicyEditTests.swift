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
      let edits = try edits(&random)
      var compared = 0
      for history in 0..<Self.histories / 2 {
        let seed = base &+ UInt64(history * 2 + half + 10)
        let (steps, isSame) = try replay(seed, edits, &random)
        #expect(isSame, "seed \(seed): the request is not what it is without the edits")
        compared += steps
      }
      return compared
    }
    #expect(routes.reduce(0, +) > Self.histories * 2, "TOLLGATE_SEED shows another share")
    Endurance.tell(8, "histories with edits between all steps", Self.histories)
  }

  /// The control: where each edit takes what is open along, it is found out.
  @Test func editsThatTakeOpenRequestsAlongAreSeen() throws {
    let base = EngineAgainstNaiveEvaluator.seed &+ 21_000_000
    var random = SeededGenerator(seed: base)
    let edits = try edits(&random)
    let differing = try (1...40).count { history in
      try !replay(base &+ history, edits, &random, takesAlong: true).isSame
    }
    #expect(differing > 0)
    Endurance.control(8, "edits that take open requests along", isSeen: differing > 0)
  }

  /// What the policy is changed to between steps.
  private func edits(_ random: inout SeededGenerator) throws -> [Rulebook] {
    try (0..<6).map { _ in try EngineSide.rulebook(RandomPolicy.make(.added, &random)) }
  }

  /// Plays a history again with another policy in force at each step; how many steps were compared with those of the
  /// history without edits, and whether all were the same.
  private func replay(
    _ seed: UInt64, _ edits: [Rulebook], _ random: inout SeededGenerator,
    takesAlong: Bool = false
  ) throws -> (steps: Int, isSame: Bool) {
    let quiet = try Comparison(seed: seed, rulesChange: false)
    var calm = try EngineSide(quiet.engine.rulebook, quiet.company, submitter: quiet.submitter)
    var edited = calm
    var compared = 0
    for item in quiet.items {
      switch item {
      case .begin(let content, _):
        // Filed under the same policy, the first as any later one.
        edited.current = nil
        let code = try edited.begin(content, by: quiet.submitter)
        guard try code == calm.begin(content, by: quiet.submitter) else { return (compared, false) }
        if code == nil { edited.current = random.pick(edits) }
      case .done(let person, let command):
        guard try edited.carryOut(command, by: person) == calm.carryOut(command, by: person) else {
          return (compared, false)
        }
        edited.current = random.pick(edits)
        if takesAlong {
          for person in quiet.company.names {
            _ = try edited.carryOut(.migrate(onlyIfStricter: false), by: person)
          }
        }
      case .change(let company):
        try edited.adopt(company)
        try calm.adopt(company)
      case .ask, .status, .publish: continue
      }
      compared += 1
      guard edited.latest == calm.latest else { return (compared, false) }
    }
    return (compared, true)
  }
}
