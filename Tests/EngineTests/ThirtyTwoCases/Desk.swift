import CEL
import Engine
import TestKit
import Testing

/// One project on which people ask for money, under a chain that the test writes.
///
/// | person | roles | may agree to | manager |
/// |---|---|---|---|
/// | li | asks | – | chen |
/// | li2 | another entry of li | – | – |
/// | chen | director | 100,000 | wu |
/// | qian | director | 200,000 | sun |
/// | zhao | officer | 50,000 | wu |
/// | zhao2 | another entry of zhao | – | – |
/// | wu | general | 1,000,000 | sun |
/// | sun | executive | unlimited | – |
/// | admin | administrator | – | – |
struct Desk {
  let company: Company<MemoryStore>
  let project: ProjectID

  static let people: [Person] = [
    person("admin", roles: ["administrator"]),
    person("chen", manager: "wu", ceiling: 100_000, roles: ["director"]),
    person("li", manager: "chen"),
    person("li2", alias: "li"),
    person("qian", manager: "sun", ceiling: 200_000, roles: ["director"]),
    person("sun", ceiling: nil, isUnlimited: true, roles: ["executive"]),
    person("wu", manager: "sun", ceiling: 1_000_000, roles: ["general"]),
    person("zhao", manager: "wu", ceiling: 50_000, roles: ["officer"]),
    person("zhao2", alias: "zhao"),
  ]

  static func person(
    _ id: PersonID, manager: PersonID? = nil, ceiling: Int64? = nil, isUnlimited: Bool = false,
    alias: PersonID? = nil, roles: [RoleName] = []
  ) -> Person {
    Person(
      id: id, name: .init(verbatim: id.text), rank: 1, manager: manager,
      ceiling: isUnlimited ? .unlimited : ceiling.map { .amount(Decimal($0)) },
      accounts: ["test-\(id)"], aliasOf: alias, holdings: roles.map { .init(role: $0) })
  }

  /// The company with the chain in force and li's project open.
  init(
    _ signOff: String, also: String = "", people: [Person] = Desk.people,
    now: String = "2026-03-02T01:00:00Z"
  ) throws {
    try self.init(sources: DeskRules.sources(signOff, also: also), people: people, now: now)
  }

  init(
    sources: RulebookSources, people: [Person] = Desk.people, now: String = "2026-03-02T01:00:00Z"
  ) throws {
    company = try Company(MemoryStore(sha256: sha256), now: now)
    try company.found(people, administrator: "admin")
    try company.publish(sources, as: "admin")
    project = try company.open(
      "Desk", policy: "desk-rules", by: "li", forms: ["facts": ["score": "3"]])
  }

  /// Another version of the policy, in force from now on.
  func publish(_ signOff: String, also: String = "") throws {
    try company.publish(DeskRules.sources(signOff, also: also), as: "admin")
  }

  /// Files a request; it has to need signatures.
  func ask(
    _ amount: String = "1000", by person: PersonID = "li", _ more: [FieldName: String] = [:]
  ) throws -> RequestID {
    try #require(
      try company.submit(
        "ask", on: project, by: person, more.merging(["amount": amount]) { $1 }))
  }

  func request(_ id: RequestID) throws -> Request { try company.request(id).request }

  func status(_ id: RequestID) throws -> Request.Status { try request(id).status }

  func order(_ person: PersonID, _ order: Order) throws {
    try company.order(person, order, on: .project(project))
  }

  func answer(_ id: RequestID, _ answer: Answer, by person: PersonID) throws {
    try company.answer(id, answer, by: person)
  }

  func approve(_ id: RequestID, by people: PersonID...) throws {
    for person in people { try company.approve(id, by: person) }
  }

  func resubmit(_ id: RequestID, _ values: [FieldName: String] = [:], by person: PersonID = "li")
    throws
  {
    try order(person, .resubmit(id, values: values, attachments: [:], reason: ""))
  }

  /// What an administrator changes in the directory.
  func administer(_ order: Order) throws {
    try company.order("admin", order, on: .workspace)
  }

  /// The clock looks at the project.
  func tick() throws {
    let envelope = Envelope(
      command: CommandID("tick-\(company.now)-\(company.service.store.log.count)"),
      actor: .timer(account: "clock"), at: company.now)
    _ = try company.service.execute(
      Command(envelope: envelope, order: .tick), on: .project(project))
  }

  /// The steps that are asked now, by name.
  func asked(_ id: RequestID) throws -> [StepName] {
    let request = try request(id)
    return request.activeSteps.map { request.route.steps[$0].name }
  }

  /// Who may sign now, by everybody's own try and not by what the engine says of itself.
  func signers(_ id: RequestID) throws -> [PersonID] {
    let (request, stream) = try company.request(id)
    let everybody = company.service.store.workspace()?.directory.people.keys.sorted() ?? []
    return everybody.filter { person in
      let command = Command(
        envelope: Envelope(
          command: CommandID("try-\(person)"),
          actor: Actor(person: person, authentication: .account("test-\(person)")),
          at: company.now),
        order: .answer(id, .approve(request.binding, comment: "try")))
      return (try? company.service.execute(command, on: stream, dryRun: true)) != nil
    }
  }

  /// Whose signatures stand in this round.
  func signed(_ id: RequestID) throws -> [PersonID] {
    try request(id).signatures.map(\.signature.person)
  }

  /// The refusal of what the body tries, having seen that nothing was written.
  func refusal(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws -> Refusal {
    let before = company.service.store.log.count
    let refusal = try #require(
      throws: Refusal.self, sourceLocation: sourceLocation, performing: body)
    #expect(
      company.service.store.log.count == before, "a refusal leaves no trace",
      sourceLocation: sourceLocation)
    return refusal
  }
}
