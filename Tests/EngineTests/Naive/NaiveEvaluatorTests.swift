import Foundation
import TestKit
import Testing

/// The engine against an independent, naive evaluator of who may do what now.
///
/// `TOLLGATE_SEED` replays another run, `TOLLGATE_DECISIONS` makes it longer: the nightly run asks a million times.
@Suite struct EngineAgainstNaiveEvaluator {
  static let seed = number("TOLLGATE_SEED") ?? 20_261_121
  static let wanted = Int(number("TOLLGATE_DECISIONS") ?? 50_000)
  /// So many different faults have to be noticed.
  private static let faults = 30

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }

  /// Comparisons with seeds from `first` on until so many decisions have been asked for, on two threads.
  private static func compare(_ wanted: Int, from first: UInt64) throws -> [Comparison] {
    try (0..<2).inParallel { half in
      var comparisons: [Comparison] = []
      var decisions = 0
      var seed = first &+ UInt64(half)
      while decisions < wanted / 2 {
        let comparison = try Comparison(seed: seed)
        comparisons.append(comparison)
        decisions += max(1, comparison.decisions)
        guard comparison.disagreement == nil else {
          Issue.record("seed \(seed): \(comparison.report)")
          break
        }
        seed &+= 2
      }
      return comparisons
    }.flatMap(\.self)
  }

  /// What both tests look at: the first slice of the run.
  private static let first = Result { try compare(min(slice, wanted), from: seed) }
  private static let slice = 50_000

  private static func unnoticed(
    _ faults: [Fault], in comparisons: [Comparison]
  ) throws -> [Fault] {
    try faults.indices.inParallel { index in
      comparisons.contains { $0.decisionsUntilNoticed(faults[index]) != nil } ? nil : faults[index]
    }.compactMap(\.self)
  }

  @Test func agreeOnWhatIsAcceptedAndOnWhyNot() throws {
    var decisions = try Self.first.get().map(\.decisions).reduce(0, +)
    var seed = Self.seed
    // In slices, so that a million needs no more memory than fifty thousand.
    while decisions < Self.wanted {
      seed &+= 1_000_000
      let slice = try Self.compare(min(Self.slice, Self.wanted - decisions), from: seed)
      decisions += slice.map(\.decisions).reduce(0, +)
      if slice.contains(where: { $0.disagreement != nil }) { return }
    }
    Endurance.tell(6, "decisions, TOLLGATE_SEED=\(Self.seed)", decisions)
    #expect(decisions >= Self.wanted)
  }

  @Test func everySeededFaultIsNoticed() throws {
    #expect(Fault.allCases.count >= Self.faults)
    var unnoticed = try Self.unnoticed(Fault.allCases, in: try Self.first.get())
    // What shows seldom is looked for in further worlds, so that no fault is excused by luck.
    var seed = Self.seed
    for _ in 0..<4 where !unnoticed.isEmpty {
      seed &+= 1_000_000
      unnoticed = try Self.unnoticed(unnoticed, in: try Self.compare(Self.slice / 2, from: seed))
    }
    let noticed = Fault.allCases.count - unnoticed.count
    Endurance.control(6, "\(noticed) seeded faults", isSeen: noticed >= Self.faults)
    #expect(
      unnoticed.isEmpty,
      "TOLLGATE_SEED=\(Self.seed): \(unnoticed.map(\.rawValue).joined(separator: ", "))")
  }
}

extension Comparison {
  /// What happened up to the disagreement, for whoever has to find out which of the two is wrong.
  var report: String {
    var lines = [
      disagreement ?? "no disagreement", RandomPolicy.yaml(chain), "submitter \(submitter)",
    ]
    for item in items {
      switch item {
      case .begin(let content, let answer): lines.append("file \(content) → \(answer ?? "yes")")
      case .done(let person, let command): lines.append("\(person) \(command)")
      case .change(let company): lines.append("change: \(company)")
      case .publish(let chain): lines.append("publish:\n" + RandomPolicy.yaml(chain))
      case .status, .ask: continue
      }
    }
    lines.append("\(company)")
    return lines.joined(separator: "\n")
  }
}
