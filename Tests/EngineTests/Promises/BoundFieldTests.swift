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
    let desk = try Desk(Self.chain, also: "override: {by: [executive], review: 3 days}")
    let id = try desk.ask("1000", ["finish": "2026-06-30", "note": "a", "person": "sun"])
    if afterASignature { try desk.approve(id, by: "zhao") }
    let seen = try desk.request(id).binding
    if change == .rulebook {
      try desk.publish(Self.chain, also: "limits: {other: 1}")
      try desk.order("admin", .migrate(id, onlyIfStricter: false))
      return (desk, id, seen)
    }
    try desk.company.returnBack(id, by: afterASignature ? "chen" : "zhao")
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
    return (desk, id, seen)
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
}
