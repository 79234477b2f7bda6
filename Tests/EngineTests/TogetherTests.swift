import CEL
import TestKit
import Testing

@testable import Engine

/// Several commands in one transaction, through the one door.
@Suite struct CommandsTogether {
  let company: Company<MemoryStore>
  let projects: [ProjectID]

  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    projects = try (0..<3).map { [company] _ in try SmallCompany.runningProject(in: company) }
  }

  private func command(_ id: CommandID, _ order: Order) -> Command {
    Command(
      envelope: Envelope(
        command: id, actor: Actor(person: "li", authentication: .account("li")), at: company.now),
      order: order)
  }

  private func change(_ number: Int, _ project: ProjectID, _ budget: String = "104000") -> (
    command: Command, target: Engine.Stream?
  ) {
    (
      command(
        CommandID("together-\(number)"),
        .submit(
          action: "change", values: ["budget": budget, "reason": "r"], attachments: [:],
          reason: "")), .project(project)
    )
  }

  @Test func eachGetsAnIdentityOfItsOwn() throws {
    let opened = command("open-1", .open(title: "a", policy: "small-policy", forms: [:]))
    let other = command("open-2", .open(title: "b", policy: "small-policy", forms: [:]))
    let outcomes = try company.service.execute(
      all: [change(0, projects[0]), (opened, nil), change(1, projects[1]), (other, nil)])
    #expect(outcomes.map(\.stream.description) == ["P-1", "P-4", "P-2", "P-5"])
    // Each project was begun with a request of its own.
    #expect(outcomes.flatMap(\.touched).map(\.id) == ["R-4", "R-5"])
    #expect(
      company.service.store.projects(after: nil, limit: 9).map(\.title).suffix(2) == ["a", "b"])
  }

  @Test func oneThatIsRefusedStopsAll() throws {
    let before = company.service.store.log.count
    #expect(throws: Refusal.self) {
      try company.service.execute(all: [change(0, projects[0]), change(1, projects[1], "-1")])
    }
    #expect(company.service.store.log.count == before)
  }

  @Test func twiceIsOnceAndInPartIsRefused() throws {
    let first = try company.service.execute(all: [change(0, projects[0]), change(1, projects[1])])
    let again = try company.service.execute(all: [change(0, projects[0]), change(1, projects[1])])
    #expect(again.map(\.isRepetition) == [true, true])
    #expect(again.map(\.events) == first.map(\.events))
    let before = company.service.store.log.count
    let refusal = #expect(throws: Refusal.self) {
      try company.service.execute(all: [change(1, projects[1]), change(2, projects[2])])
    }
    #expect(refusal?.code == .commandReused)
    let other = #expect(throws: Refusal.self) {
      try company.service.execute(all: [change(0, projects[0], "105000"), change(1, projects[1])])
    }
    #expect(other?.code == .commandReused)
    #expect(company.service.store.log.count == before)
  }
}
