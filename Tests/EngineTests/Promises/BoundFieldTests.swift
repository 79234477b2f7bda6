import CEL
import Engine
import TestKit
import Testing

/// Promise 9: you approve what you saw. Whatever changes between reading and deciding, the decision is refused.
@Suite struct BoundFields {
  /// What happens between reading and deciding.
  enum Change: CaseIterable {
    case amount, date, person, text, reason, nothingButTheRevision, rulebook
  }

  private static let chain = "- {step: officer, role: officer}\n- {step: director, role: director}"

  /// The request as it was read, and then changed.
  private func changed(_ change: Change, afterASignature: Bool) throws -> (
    Desk, RequestID, Request.Binding
  ) {
    let (desk, id) = try asked()
    if afterASignature { try desk.approve(id, by: "zhao") }
    let seen = try desk.request(id).binding
    try apply(change, to: id, desk)
    return (desk, id, seen)
  }

  private func asked() throws -> (Desk, RequestID) {
    let desk = try Desk(Self.chain, also: "override: {by: [executive], review: 3 days}")
    let id = try desk.ask("1000", ["finish": "2026-06-30", "note": "a", "person": "sun"])
    return (desk, id)
  }

  private func apply(_ change: Change, to id: RequestID, _ desk: Desk) throws {
    if change == .rulebook {
      try desk.publish(Self.chain, also: "limits: {other: 1}")
      return try desk.order("admin", .migrate(id, onlyIfStricter: false))
    }
    try desk.company.returnBack(id, by: try #require(try desk.signers(id).first))
    let values: [FieldName: String]
    switch change {
    case .amount: values = ["amount": "1000.01"]
    case .date: values = ["finish": "2026-07-01"]
    case .person: values = ["person": "wu"]
    case .text: values = ["note": "b"]
    case .reason, .nothingButTheRevision, .rulebook: values = [:]
    }
    try desk.order(
      "li",
      .resubmit(
        id, values: values, attachments: [:], reason: change == .reason ? "another" : ""))
  }

  @Test(arguments: Change.allCases, [false, true])
  func changedBetweenReadingAndDeciding(change: Change, afterASignature: Bool) throws {
    let (desk, id, seen) = try changed(change, afterASignature: afterASignature)
    let now = try desk.request(id).binding
    #expect(now != seen)
    // A change of one field alone changes the digest; a resubmission alone changes the revision.
    #expect((now.content == seen.content) == [.nothingButTheRevision, .rulebook].contains(change))
    for person in ["zhao", "chen", "sun"] as [PersonID] {
      for answer in [
        .approve(seen, comment: "x"), .reject(seen, comment: "x"),
        .returnBack(seen, to: nil, comment: "x"), .override(seen, reason: "x"),
      ] as [Answer] {
        #expect(
          try desk.refusal { try desk.answer(id, answer, by: person) }.code == .staleView,
          "\(person): \(answer)")
      }
    }
    Endurance.tell(9, "stale answers to \(change)", 12)
    // With what is there now it goes on.
    let next = try #require(try desk.signers(id).first)
    try desk.approve(id, by: next)
  }

  /// Of each change; the nightly run takes 1,000.
  private static let interleavings = Endurance.size("TOLLGATE_INTERLEAVINGS", 25)

  @Test func whateverElsePeopleDoMeanwhile() throws {
    let base = EngineAgainstNaiveEvaluator.seed &+ 22_000_000
    let refused = try (0..<2).inParallel { half in
      var refused = 0
      for index in stride(from: half, to: Self.interleavings, by: 2) {
        for (kind, change) in Change.allCases.enumerated() {
          let seed = base &+ UInt64(index * Change.allCases.count + kind)
          refused += try interleave(
            change, SeededGenerator(seed: seed), "\(change), seed \(seed)")
        }
      }
      return refused
    }.reduce(0, +)
    let tried = Self.interleavings * Change.allCases.count
    #expect(refused >= tried * 3)
    Endurance.tell(9, "interleavings of a look, a change and \(refused) answers", tried)
  }

  /// The control: whoever answers to the request as it stands, and not as they saw it, agrees to what they never saw.
  @Test func anAnswerBoundToNothingIsSeen() throws {
    let (desk, id, seen) = try changed(.amount, afterASignature: false)
    let now = try desk.request(id).binding
    try desk.approve(id, by: try #require(try desk.signers(id).first))
    let isSeen = try now.content != seen.content && desk.signed(id).count == 1
    #expect(isSeen)
    Endurance.control(9, "an answer that is bound to nothing", isSeen: isSeen)
  }

  /// Somebody reads the request, it changes, they answer; others do what they like before, between and after. How many answers
  /// were refused.
  private func interleave(_ change: Change, _ random: SeededGenerator, _ name: String) throws -> Int
  {
    var random = random
    let (desk, id) = try asked()
    try bustle(id, desk, &random)
    let seen = try desk.request(id).binding
    try bustle(id, desk, &random)
    try apply(change, to: id, desk)
    try bustle(id, desk, &random)
    let request = try desk.request(id)
    #expect(request.status == .pending, "\(name)")
    #expect(request.binding != seen, "\(name)")
    // Whoever might sign if they had seen it, and two others.
    let others = Desk.people.map(\.id).shuffled(using: &random).prefix(2)
    var refused = 0
    for person in try desk.signers(id) + others {
      let answer = random.pick([
        Answer.approve(seen, comment: "x"), .reject(seen, comment: "x"),
        .returnBack(seen, to: nil, comment: "x"), .override(seen, reason: "x"),
      ])
      let refusal = try desk.refusal { try desk.answer(id, answer, by: person) }
      #expect(refusal.code == .staleView, "\(name): \(person): \(answer)")
      refused += 1
    }
    #expect(try desk.request(id) == request, "\(name)")
    return refused
  }

  /// What people do around a request that changes nothing of what it asks for, and does not end it.
  private func bustle(_ id: RequestID, _ desk: Desk, _ random: inout SeededGenerator) throws {
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      // Signers have more to say than others; the administrator, who puts the request under other rules, has no part in it.
      let signers = try desk.signers(id)
      let everybody = Desk.people.map(\.id).filter { $0 != "admin" }
      let person = random.pick(signers.isEmpty || random.once(in: 3) ? everybody : signers)
      let other = random.pick(everybody)
      let request = try desk.request(id)
      do {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: try desk.answer(id, .see, by: person)
        case 1: try desk.answer(id, .remind(comment: "soon"), by: "li")
        case 2: try desk.answer(id, .ask("which?"), by: person)
        case 3: try desk.answer(id, .consult(other, "well?"), by: person)
        case 4: try desk.answer(id, .reply("so"), by: person)
        case 5: try desk.answer(id, .transfer(to: other, comment: "you"), by: person)
        case 6: try desk.answer(id, random.pick([.claim, .release]), by: person)
        case 7:
          try desk.answer(
            id, .addSigner(other, random.pick([.before, .with]), comment: "too"), by: person)
        case 8: try desk.answer(id, .copy(to: [other]), by: person)
        case 9: _ = try desk.ask("7", by: "li")
        case 10:
          try desk.company.wait(hours: 5)
          try desk.tick()
        // The last step's signature would end it.
        default:
          guard request.activeSteps == [0] else { continue }
          try desk.approve(id, by: person)
        }
      } catch is Refusal {}
    }
  }
}
