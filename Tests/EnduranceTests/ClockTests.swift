import CEL
import Engine
import TestKit
import Testing

/// Promise 16: clocks prove nothing. However the clock jumps, what has ended stays ended.
///
/// `TOLLGATE_JUMPS=20000` is the nightly size.
@Suite struct JumpingClocks {
  private static let wanted = Endurance.size("TOLLGATE_JUMPS", 600)
  private static let seed = UInt64(Endurance.size("TOLLGATE_SEED", 16))

  /// Leap days, the ends of summer time, ten years either way, and what lies between.
  private static func time(_ random: inout SeededGenerator) -> Timestamp {
    let odd = [
      "2024-02-29T23:59:59Z", "2028-02-29T12:00:00Z", "2026-03-29T01:00:00Z",
      "2026-10-25T01:00:00Z", "2026-03-02T01:00:00Z", "2016-12-31T23:59:59Z",
      "2036-03-02T01:00:00Z", "2016-03-02T01:00:00Z",
    ].compactMap { Timestamp($0) }
    if Bool.random(using: &random) { return odd.randomElement(using: &random)! }
    return Timestamp(
      seconds: 1_772_413_200 + Int64.random(in: -315_576_000...315_576_000, using: &random),
      nanos: 0)!
  }

  @Test func reviveNothingThatHasEnded() throws {
    var random = SeededGenerator(seed: Self.seed)
    var jumps = 0
    var standIns = 0
    var turn: UInt64 = 0
    while jumps < Self.wanted {
      turn += 1
      let store = MemoryStore(sha256: sha256)
      var work = try RandomWork(store, seed: Self.seed &* 1000 &+ turn)
      for _ in 0..<60 {
        work.company.now = Self.time(&random)
        // What is refused is nothing that happened.
        try work.work(commands: 2)
        jumps += 1
      }
      var lapse = Lapse()
      for record in store.log { lapse.take(record) }
      #expect(lapse.revived == [], "TOLLGATE_SEED=\(Self.seed), turn \(turn)")
      standIns += lapse.ended
    }
    Endurance.tell(16, "jumps of the clock, \(standIns) rights and requests ended", jumps)
    #expect(standIns > 0)
    Self.control()
  }

  /// A log in which an ended stand-in signs: nobody wrote it but this test.
  private static func control() {
    var lapse = Lapse()
    let workspace = Envelope(
      command: "c", actor: Actor(person: "zhao", authentication: .account("a")),
      at: Samples.instant)
    let standIn = Samples.standIn
    lapse.take(.workspace(.delegated(standIn: standIn)), workspace)
    lapse.take(
      .workspace(.standInEnded(standIn: standIn, on: Samples.day, because: .revoked)), workspace)
    lapse.take(
      .request(
        .signed(
          request: "R-1", step: 0, slot: 0,
          signature: Signature(
            person: standIn.deputy, human: standIn.deputy, basis: .standIn(for: standIn.principal),
            comment: "", at: Samples.instant, binding: Samples.binding))), workspace)
    let isSeen = !lapse.revived.isEmpty
    #expect(isSeen)
    Endurance.control(16, "an ended stand-in signs", isSeen: isSeen)
  }
}

/// Reads a log and knows what has ended, by the events alone.
private struct Lapse {
  private var standIns: [StandInID: StandIn] = [:]
  private var over: Set<RequestID> = []
  private(set) var ended = 0
  private(set) var revived: [String] = []

  mutating func take(_ record: Record) { take(record.event, record.envelope) }

  mutating func take(_ event: Event, _ envelope: Envelope) {
    switch event {
    case .workspace(.delegated(let standIn)): standIns[standIn.id] = standIn
    case .workspace(.standInEnded(let standIn, _, _)):
      ended += 1
      standIns[standIn.id] = nil
    case .request(let event):
      if over.contains(event.request) { revived.append("\(event)") }
      switch event {
      case .signed(_, _, _, let signature), .opposed(_, _, _, let signature):
        guard case .standIn(let principal) = signature.basis else { break }
        let isHeld = standIns.values.contains {
          $0.principal == principal && $0.deputy == signature.person
        }
        if !isHeld { revived.append("\(signature)") }
      // Not a rejection: it may return the request instead of ending it.
      case .withdrawn, .approved, .lapsed, .overridden:
        ended += 1
        over.insert(event.request)
      default: break
      }
    case .project, .workspace: break
    }
  }
}
