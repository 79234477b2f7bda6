import CEL

/// A request in the two parts that a store keeps: most answers change the smaller one alone.
extension Request {
  /// What is asked for, and the route that it takes.
  package struct Matter: Sendable, Hashable, Codable {
    let id: RequestID
    let subject: Subject
    let submitter: PersonID
    let submittedAt: Timestamp
    let content: [FieldName: FieldValue]
    let reason: String
    let revision: Int
    let contentDigest: Digest
    let rulebook: Digest
    let route: Route
  }

  /// How far it has come.
  package struct Standing: Sendable, Hashable, Codable {
    let round: Int
    let status: Status
    let progress: [Progress]
    let earlier: [EarlierApproval]
    let carries: Carrying
    let questions: [Question]
    let seen: [PersonID]
    let copied: [PersonID]
    let override: Override?
  }

  package var matter: Matter {
    Matter(
      id: id, subject: subject, submitter: submitter, submittedAt: submittedAt, content: content,
      reason: reason, revision: revision, contentDigest: contentDigest, rulebook: rulebook,
      route: route)
  }

  package var standing: Standing {
    Standing(
      round: round, status: status, progress: progress, earlier: earlier, carries: carries,
      questions: questions, seen: seen, copied: copied, override: override)
  }
}
