import CEL

/// The coded form in two parts, of which most answers change the smaller one alone.
extension Request {
  enum CodingKeys: CodingKey {
    case course, matter
  }

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
  package struct Course: Sendable, Hashable, Codable {
    let round: Int
    let status: Status
    let progress: [Progress]
    let earlier: [EarlierApproval]
    let carries: Carrying
    let questions: [Question]
    let seen: [PersonID]
    let copied: [PersonID]
    let override: Override?

    package func encode(to encoder: any Encoder) throws {
      let object = ObjectWriter<CodingKeys>(encoder)
      try object.write(carries, .carries)
      try object.write(copied, .copied)
      try object.write(earlier, .earlier)
      try object.write(override, .override)
      try object.write(progress, .progress)
      try object.write(questions, .questions)
      try object.write(round, .round)
      try object.write(seen, .seen)
      try object.write(status, .status)
    }
  }

  package var matter: Matter {
    Matter(
      id: id, subject: subject, submitter: submitter, submittedAt: submittedAt, content: content,
      reason: reason, revision: revision, contentDigest: contentDigest, rulebook: rulebook,
      route: route)
  }

  package var course: Course {
    Course(
      round: round, status: status, progress: progress, earlier: earlier, carries: carries,
      questions: questions, seen: seen, copied: copied, override: override)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(matter, forKey: .matter)
    try container.encode(course, forKey: .course)
  }

  /// The canonical JSON of the request, where that of its matter is known: the same bytes with less work.
  package func canonical(matter: [UInt8]) throws -> [UInt8] {
    Array("{\"course\":".utf8) + (try JSON.bytes(of: course)) + Array(",\"matter\":".utf8) + matter
      + [UInt8(ascii: "}")]
  }
}
