import CEL
import Engine
import TestKit
import Testing

/// Confidential values: decided with, and said nowhere.
@Suite struct ConfidentialValues {
  let company: Company<MemoryStore>
  let bid: ProjectID
  private let secret = Bidding.secret

  init() throws {
    company = try Bidding.company(MemoryStore(sha256: sha256))
    let sale = try Bidding.runningSale(in: company)
    bid = try company.open("Bid", policy: "bid-policy", under: sale, by: "li")
    for person in ["chen", "zhao"] as [PersonID] {
      try company.order(
        "admin", .appointToProject(person: person, role: "team"), on: .project(bid))
    }
  }

  private func log() throws -> String {
    try company.service.store.log.map { record in
      try Record.statement(
        stream: record.stream, version: record.version, envelope: record.envelope,
        order: record.order, event: record.event
      ).canonicalText
    }.joined(separator: "\n")
  }

  private func refusal(_ body: () throws -> Void) throws -> Refusal {
    try #require(throws: Refusal.self) { try body() }
  }

  @Test func theLogHasDigestsAndRulesHaveTheValues() throws {
    let id = try #require(try company.submit("settle", on: bid, by: "li", ["price": secret]))
    let request = try company.request(id).request
    // 314,159.26 > 100,000 and 1,000,000 - 314,159.26 < 900,000; not > 900,000.
    #expect(request.route.steps.map(\.name) == ["director"])
    #expect(request.route.considered.map(\.holds) == [true, false])
    #expect(request.route.considered[0].values == ["request.price": "•••", "margin": "•••"])
    let seal = try #require(request.content["price"]?.seal)
    #expect(seal.readers == ["lead", "team"])
    #expect(seal.opening == nil)
    #expect(request.content["price"]?.text == "•••" + seal.digest.description.prefix(8))
    // What is signed is the digest.
    try company.approve(id, by: "sun")
    #expect(try company.project(bid).baseline["price"] == .sealed(seal))
    #expect(try !log().contains("314159"))
    // The digest is of the salt and what stands beside the log.
    let content = try #require(company.service.store.sealed(seal.digest))
    #expect(sha256(content.salt + content.body) == seal.digest)
    #expect(
      String(decoding: content.body, as: UTF8.self)
        == #"{"field":"price","value":{"decimal":"314159.26"}}"#)
  }

  @Test func whatIsWrongWithARuleIsNotToldWithItsValues() throws {
    let refused = try refusal {
      try company.submit("hand_in", on: bid, by: "li", ["price": "2718281"])
    }
    #expect(refused.code == .gateClosed)
    #expect(!"\(refused)".contains("2718281"))
    #expect(try !log().contains("2718281"))
  }

  @Test func aFieldThatDidNotChangeKeepsItsSeal() throws {
    let id = try #require(try company.submit("settle", on: bid, by: "li", ["price": secret]))
    let first = try company.request(id).request.content["price"]
    try company.returnBack(id, by: "sun")
    let again = Order.resubmit(id, values: ["price": secret], attachments: [:], reason: "as it was")
    try company.order("li", again, on: .project(bid))
    #expect(try company.request(id).request.content["price"] == first)
    try company.returnBack(id, by: "sun")
    let other = Order.resubmit(id, values: ["price": "271828"], attachments: [:], reason: "lower")
    try company.order("li", other, on: .project(bid))
    #expect(try company.request(id).request.content["price"] != first)
    let written = try log()
    #expect(!written.contains("314159") && !written.contains("271828"))
  }

  @Test func aFormOfTheTeamIsTheTeamsAndItsComputedFieldsToo() throws {
    try company.order(
      "chen", .fill(form: "core", values: ["plan": "undercut", "cost": "161803", "public": "x"]),
      on: .project(bid))
    let values = try #require(company.project(bid).forms["core"]?.values)
    #expect(values["plan"]?.seal?.readers == ["team"])
    #expect(values["doubled"]?.seal?.readers == ["team"])
    #expect(values["public"]?.seal?.readers == ["lead", "team", "director"])
    let written = try log()
    for word in ["undercut", "161803", "323606"] { #expect(!written.contains(word)) }
    // Known again, though the salt is another one.
    let same = try refusal {
      try company.order(
        "chen", .fill(form: "core", values: ["plan": "undercut"]), on: .project(bid))
    }
    #expect(same.code == .nothingChanged)
  }

  @Test func aProjectIsOpenedWithConfidentialFields() throws {
    let sale = try #require(company.project(bid).parent?.id)
    let forms: [FormName: [FieldName: String]] = ["core": ["plan": "undercut"]]
    try company.order(
      "li", .open(title: "Second", policy: "bid-policy", forms: forms, parent: sale), on: nil)
    #expect(try !log().contains("undercut"))
  }

  @Test func whoMayReadIsAskedInOnePlace() throws {
    try company.order("chen", .fill(form: "core", values: ["plan": "x"]), on: .project(bid))
    let project = try company.project(bid)
    let seal = try #require(project.forms["core"]?.values["plan"]?.seal)
    let directory = try #require(company.service.store.workspace()).directory
    func mayRead(_ person: PersonID) -> Bool {
      Viewer(person, on: project, directory, day: Samples.day).mayRead(seal)
    }
    #expect(["chen", "zhao"].allSatisfy(mayRead))
    // Not the lead, the director, the administrator, nor anybody unknown.
    for person in ["li", "sun", "admin", "qian", "nobody"] as [PersonID] {
      #expect(!mayRead(person), "\(person)")
    }
    try company.order(
      "chen",
      .delegate(Delegation(principal: "chen", deputy: "qian", until: CivilDate("2026-12-31")!)),
      on: .workspace)
    let after = try #require(company.service.store.workspace()).directory
    let day = CivilDate("2026-03-02")!
    #expect(Viewer("qian", on: project, after, day: day).mayRead(seal))
    #expect(!Viewer("qian", on: project, after, day: CivilDate("2027-01-01")!).mayRead(seal))
  }

  @Test func theSameCommandWithAnotherSaltIsTheSameCommand() throws {
    func send(_ price: String, salt: UInt8) throws -> Bool {
      let envelope = Envelope(
        command: "once", actor: Actor(person: "li", authentication: .account("test-li")),
        at: company.now)
      return try company.service.execute(
        Command(
          envelope: envelope,
          order: .submit(action: "settle", values: ["price": price], attachments: [:], reason: ""),
          salt: [UInt8](repeating: salt, count: SealedContent.saltLength)), on: .project(bid)
      ).isRepetition
    }
    #expect(try !send(secret, salt: 1))
    #expect(try send(secret, salt: 1))
    #expect(try send(secret, salt: 2))
    #expect(try refusal { _ = try send("271828", salt: 3) }.code == .commandReused)
  }

  @Test func withoutASaltOrInADraftNothingConfidentialIsWritten() throws {
    let envelope = Envelope(
      command: "bare", actor: Actor(person: "li", authentication: .account("test-li")),
      at: company.now)
    let order = Order.submit(
      action: "settle", values: ["price": secret], attachments: [:], reason: "")
    let bare = try refusal {
      _ = try company.service.execute(
        Command(envelope: envelope, order: order), on: .project(bid))
    }
    #expect(bare.code == .incomplete)
    let draft = try refusal {
      try company.order(
        "li", .draft(action: "settle", values: ["price": secret], reason: ""), on: .project(bid))
    }
    #expect(draft.code == .invalidValue)
    #expect(try !log().contains("314159"))
  }
}
