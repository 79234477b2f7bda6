import CEL
import Engine
import TestKit
import Testing

/// What is offered to a person is what they may do, no more and no less.
@Suite struct OpenMovesAreWhatIsAccepted {
  /// A verb, whatever it is said of.
  private static func verb(_ order: Order) -> String {
    guard case .answer(_, let answer) = order else {
      return "\(order)".prefix { $0 != "(" }.description
    }
    return "\(answer)".prefix { $0 != "(" }.description
  }

  /// Every verb with every argument that the company and the chain offer.
  private static func everything(_ engine: EngineSide, _ naive: NaiveEvaluator) -> [Order] {
    guard let request = engine.latest else { return [] }
    let (id, binding) = (request.id, request.binding)
    let people = naive.company.names.map { PersonID($0) }
    var answers: [Answer] = [
      .approve(binding, comment: "x"), .reject(binding, comment: "x"), .withdraw(comment: ""),
      .takeBack, .claim, .release, .see, .ask("x"), .reply("x"), .remind(comment: ""),
      .override(binding, reason: "x"),
    ]
    for step in [nil] + request.route.steps.map({ Optional($0.name) }) {
      for resume in [RequestEvent.Resume.forward, .jumpBack] {
        answers.append(.returnBack(binding, to: step, resume: resume, comment: "x"))
      }
    }
    for person in people {
      answers += [
        .transfer(to: person, comment: ""), .removeSigner(person), .consult(person, "x"),
        .copy(to: [person]),
      ]
      answers += RoutedStep.Turn.allCases.map { .addSigner(person, $0, comment: "") }
    }
    return answers.map { Order.answer(id, $0) } + [
      .resubmit(id, values: [:], attachments: [:], reason: ""),
      .migrate(id, onlyIfStricter: false),
    ]
  }

  @Test func exactlyTheCommandsThatWouldBeAccepted() throws {
    let seeds = 40
    let counts = try (0..<2).inParallel { half in
      var (looks, offered) = (0, 0)
      for seed in stride(from: half, to: seeds, by: 2) {
        _ = try Comparison(seed: EngineAgainstNaiveEvaluator.seed &+ UInt64(9_000_000 + seed)) {
          engine, naive in
          // Each third stop of a walk.
          looks += 1
          guard looks % 3 == 0, engine.latest != nil else { return }
          for person in naive.company.names {
            let moves = OpenMoves(
              engine.project, engine.facts, at: engine.envelope(of: person).at
            ).moves(for: PersonID(person))
            offered += moves.count
            for move in moves {
              guard case .success = engine.decide(move, person) else {
                Issue.record("offered to \(person) and refused: \(move)")
                continue
              }
            }
            let accepted = Self.everything(engine, naive).filter {
              if case .success = engine.decide($0, person) { true } else { false }
            }
            #expect(Set(moves.map(Self.verb)) == Set(accepted.map(Self.verb)), "for \(person)")
          }
        }
      }
      return offered
    }
    #expect(counts.reduce(0, +) > 500, "the walks offer something to see")
  }
}
