import CEL
import Engine
import TestKit
import Testing

/// Projects that are opened under others.
@Suite struct LinkedProjects {
  let company: Company<MemoryStore>
  let sale: ProjectID

  init() throws {
    company = try Bidding.company(MemoryStore(sha256: sha256))
    sale = try Bidding.runningSale(in: company)
  }

  private func refusal(_ body: () throws -> Void) throws -> Refusal {
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) { try body() }
    #expect(company.service.store.log.count == before, "a refusal leaves no trace")
    return refusal
  }

  private func bid(under parent: ProjectID?, by person: PersonID = "li") throws -> ProjectID {
    try company.open("Bid", policy: "bid-policy", under: parent, by: person)
  }

  @Test func whatIsTakenOverStandsInTheOpeningAndIsReadByRules() throws {
    let bid = try bid(under: sale)
    let link = try #require(company.project(bid).parent)
    #expect(link.id == sale)
    #expect(
      link.values == [
        "customer": .text("Binhai"), "worth": .decimal(Decimal(1_000_000)),
        "market": .choice("key"),
      ])
    // What the parent says later changes nothing.
    try company.order(
      "li", .fill(form: "facts", values: ["worth": "2000000"]), on: .project(sale))
    let refused = try refusal {
      try company.submit("hand_in", on: bid, by: "li", ["price": "1000001"])
    }
    #expect(refused.code == .gateClosed)
    #expect(refused.details.first?.zh.contains("报价超出项目金额") == true)
    try company.submit("hand_in", on: bid, by: "li", ["price": "1000000"])
  }

  @Test func aParentIsThereWhereTheWorkflowSaysSoAndNowhereElse() throws {
    #expect(try refusal { _ = try bid(under: nil) }.code == .notLinked)
    #expect(try refusal { _ = try bid(under: "P-99") }.code == .unknownProject)
    let other = try bid(under: sale)
    #expect(try refusal { _ = try bid(under: other) }.code == .notLinked)
    let orphan = try refusal {
      _ = try company.open("Sale", policy: "sale-policy", under: sale, by: "li")
    }
    #expect(orphan.code == .notLinked)
  }

  @Test func onlyARoleOfTheParentOpensItAndOnlyInItsStages() throws {
    let stranger = try refusal { _ = try bid(under: sale, by: "chen") }
    #expect(stranger.code == .notAllowed)
    #expect(stranger.whoCould == ["li"])
    let early = try company.open(
      "Early", policy: "sale-policy", by: "li", forms: ["facts": Bidding.facts])
    #expect(try refusal { _ = try bid(under: early) }.code == .wrongStage)
    try company.submit("close", on: sale, by: "li")
    #expect(try refusal { _ = try bid(under: sale) }.code == .wrongStage)
  }

  @Test func whatIsTakenOverMustBeThereAndOfItsType() throws {
    let empty = try Bidding.runningSale(in: company, ["worth": "1"])
    let missing = try refusal { _ = try bid(under: empty) }
    #expect(missing.code == .notLinked)
    #expect(missing.details.map(\.en) == ["`facts.customer` of `\(empty)` is empty"])
    let strategic = try Bidding.runningSale(
      in: company, ["customer": "Binhai", "market": "strategic"])
    let mistyped = try refusal { _ = try bid(under: strategic) }
    #expect(mistyped.details.first?.en.contains("not what `market` can hold") == true)
    let bare = try Bidding.runningSale(in: company, ["customer": "Binhai"])
    #expect(try company.project(try bid(under: bare)).parent?.values.count == 1)
  }

  @Test func theParentClosesOnlyWhenTheLastOfThemHasEnded() throws {
    let (first, second) = (try bid(under: sale), try bid(under: sale))
    let closed = try refusal { try company.submit("close", on: sale, by: "li") }
    #expect(closed.code == .gateClosed)
    #expect(closed.details.first?.en.hasPrefix("bids are under way") == true)
    #expect(try refusal { try company.submit("count", on: sale, by: "li") }.code == .gateClosed)
    try company.submit("finish", on: first, by: "li")
    #expect(try company.project(first).ended == company.now)
    try company.submit("count", on: sale, by: "li")
    #expect(try refusal { try company.submit("close", on: sale, by: "li") }.code == .gateClosed)
    try company.submit("finish", on: second, by: "li")
    try company.submit("close", on: sale, by: "li")
    #expect(try company.project(sale).isOver)
  }

  /// What was asked is looked at where it is decided: unknown is not met.
  @Test func whereNobodyLookedTheGateIsClosed() throws {
    let project = try company.project(sale)
    let rulebook = try company.service.rulebook(
      try #require(company.service.store.workspace()?.policies["sale-policy"]?.rulebook))
    let workspace = try #require(company.service.store.workspace())
    let facts = Facts(
      directory: workspace.directory, allowsActingAs: false, current: rulebook, pinned: nil,
      timeZones: systemTimeZones, sha256: sha256, nextProject: "", nextRequest: "")
    let command = Command(
      envelope: Envelope(
        command: "c", actor: Actor(person: "li", authentication: .account("")), at: company.now),
      order: .submit(action: "close", values: [:], attachments: [:], reason: ""))
    let refusal = try #require(throws: Refusal.self) {
      try Project.decide(command, on: project, facts)
    }
    #expect(refusal.code == .gateClosed)
  }
}
