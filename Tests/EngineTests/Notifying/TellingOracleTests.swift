import CEL
import Engine
import TestKit
import Testing

/// "Asked" against the door itself: exactly those are asked whose signature would be accepted from now on.
@Suite struct TellingAgainstTheDoor {
  private static let people = SmallCompany.people.map(\.id)
  /// Refusals that say that somebody is no signer here and now; any other is about the request, not the person.
  private static let barring: Set<Refusal.Code> = [
    .notASigner, .notYourTurn, .alreadySigned, .selfApproval, .notPending, .inactivePerson,
    .unknownRequest,
  ]

  private struct Right: Hashable {
    let request: RequestID
    let revision: Int
    let step: StepName
    let human: PersonID
  }

  @Test(arguments: 1...12) func exactlyTheNewSignersAreAsked(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let company = try SmallCompany.company(MemoryStore(sha256: sha256))
    let project = try SmallCompany.runningProject(in: company)
    try company.order(
      "admin", .appointToProject(person: "wu", role: "project_manager"), on: .project(project))
    var asked = 0
    var ids: Set<NotificationID> = []
    for turn in 0..<80 {
      let before = try rights(company, project)
      let count = company.service.store.outbox(.pending, limit: 100_000).count
      guard let actor = try? act(company, project, turn, &dice) else { continue }
      let after = try rights(company, project)
      let told = company.service.store.outbox(.pending, limit: 100_000)
        .sorted { $0.position < $1.position }.dropFirst(count).map(\.notification)
      let directory = try #require(company.service.store.workspace()?.directory)
      var expected = Set(after.subtracting(before).map { "\($0.request) \($0.human)" })
      expected = expected.filter { !$0.hasSuffix(" \(directory.human(actor))") }
      let got = told.filter { $0.kind == .asked }.map {
        "\($0.request?.text ?? "") \(directory.human($0.to))"
      }
      #expect(Set(got) == expected, "seed \(seed), turn \(turn), by \(actor)")
      #expect(got.count == Set(got).count, "seed \(seed), turn \(turn): told twice")
      for notification in told {
        #expect(ids.insert(notification.id).inserted)
        #expect(directory.human(notification.to) != directory.human(actor))
      }
      asked += got.count
    }
    #expect(asked > 4, "the walk must have asked people")
  }

  /// Who could sign what, found by trying: every person tries every open request without writing.
  private func rights(_ company: Company<MemoryStore>, _ project: ProjectID) throws -> Set<Right> {
    var rights: Set<Right> = []
    let directory = try #require(company.service.store.workspace()?.directory)
    for request in try company.project(project).requests.values {
      for person in Self.people {
        let envelope = Envelope(
          command: "try", actor: Actor(person: person, authentication: .account("x")),
          at: company.now)
        let command = Command(
          envelope: envelope, order: .answer(request.id, .approve(request.binding, comment: "x")))
        do {
          let outcome = try company.service.execute(command, on: .project(project), dryRun: true)
          for case .request(.signed(_, let step, _, _)) in outcome.events {
            rights.insert(
              Right(
                request: request.id, revision: request.revision,
                step: request.route.steps[step].name, human: directory.human(person)))
          }
        } catch let refusal as Refusal {
          #expect(Self.barring.contains(refusal.code), "\(refusal)")
        }
      }
    }
    return rights
  }

  /// Something that somebody may or may not be allowed to do; whoever did it.
  private func act(
    _ company: Company<MemoryStore>, _ project: ProjectID, _ turn: Int, _ dice: inout Dice
  ) throws -> PersonID {
    let person = dice.pick(Self.people)
    let open = try company.project(project).requests.values.sorted { $0.id < $1.id }
    let request = open.isEmpty ? nil : dice.pick(open)
    switch (dice.roll(10), request) {
    case (0, _), (1, nil):
      let submitter: PersonID = dice.pick(["li", "chen"])
      try company.submit(
        "change", on: project, by: submitter, ["budget": dice.pick(["100500", "126000"])],
        reason: "r")
      return submitter
    case (2, _):
      try company.submit(
        "replace", on: project, by: "chen", ["sponsor": dice.pick(["wu", "zhao"])])
      return "chen"
    case (3, _):
      let role: RoleName = dice.pick(["sponsor", "project_manager"])
      try company.order(
        "admin", .appointToProject(person: person, role: role), on: .project(project))
      return "admin"
    case (4, let request?) where dice.roll(2) == 0:
      try company.returnBack(request.id, by: person, to: dice.pick([nil, "manager", "sponsor"]))
      return person
    case (5, let request?) where dice.roll(3) == 0:
      try company.reject(request.id, by: person)
      return person
    case (6, let request?):
      try company.order(
        request.submitter,
        .resubmit(request.id, values: ["budget": "127000"], attachments: [:], reason: "again"),
        on: .project(project))
      return request.submitter
    case (7, let request?):
      let answers: [Answer] = [
        .transfer(to: dice.pick(Self.people), comment: ""), .takeBack, .claim, .release,
        .addSigner(dice.pick(Self.people), dice.pick([.before, .with, .after]), comment: ""),
        .consult(dice.pick(Self.people), "?"), .ask("?"),
      ]
      try company.answer(request.id, dice.pick(answers), by: person)
      return person
    case (_, let request?):
      try company.approve(request.id, by: person, comment: "ok")
      return person
    default: throw Nothing()
    }
  }

  private struct Nothing: Error {}

  /// A seeded generator: xorshift64*, so that a failing walk can be walked again.
  private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ sides: Int) -> Int {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    mutating func pick<T>(_ items: [T]) -> T { items[roll(items.count)] }
  }
}
