import CEL
import Engine
import TestKit
import Testing

/// Numbers that are given when something is filed.
@Suite struct Numbers {
  let company: Company<MemoryStore>
  let project: ProjectID
  private let lines: [FieldName: String] = [
    "lines": OfferDesk.rows([["item": "x", "owner": "li", "amount": "1"]])
  ]

  init() throws {
    (company, project) = try OfferDesk.company(MemoryStore(sha256: sha256))
  }

  private func offer(on project: ProjectID? = nil) throws -> Request {
    let id = try #require(
      try company.submit("offer", on: project ?? self.project, by: "li", lines))
    return try company.request(id).request
  }

  @Test func eachFilingGetsTheNextOfItsYearInTheWholeWorkspace() throws {
    let other = try company.open("y", policy: "desk-policy", by: "li")
    #expect(try offer().number?.text == "SQ-2026-0001")
    #expect(try offer(on: other).number?.text == "SQ-2026-0002")
    // Midnight in Shanghai, not in Greenwich.
    company.now = try #require(Timestamp("2026-12-31T16:00:00Z"))
    let late = try company.open("w", policy: "desk-policy", by: "li")
    #expect(try offer(on: late).number?.text == "SQ-2027-0001")
    let bearer = try #require(company.service.store.bearer(ofNumber: "SQ-2026-0002"))
    #expect(bearer.stream == .project(other) && bearer.request == "R-2")
  }

  @Test func whatIsRefusedTakesNoneAndNeitherDoesALook() throws {
    for values in [[:], ["lines": "[]"]] as [[FieldName: String]] {
      #expect(throws: Refusal.self) {
        try company.submit("offer", on: project, by: "li", values)
      }
    }
    let envelope = Envelope(
      command: "look", actor: Actor(person: "li", authentication: .account("x")), at: company.now)
    let order = Order.submit(action: "offer", values: lines, attachments: [:], reason: "")
    let look = try company.service.execute(
      Command(envelope: envelope, order: order), on: .project(project), dryRun: true)
    #expect(look.touched.first?.number?.text == "SQ-2026-0001")
    #expect(company.service.store.lastNumber(of: "SQ-2026-{0000}") == 0)
    #expect(try offer().number?.text == "SQ-2026-0001")
  }

  @Test func aResubmissionKeepsItsNumberAndSoDoesTheRecord() throws {
    let first = try offer()
    try company.returnBack(first.id, by: "wu")
    try company.order(
      "li", .resubmit(first.id, values: ["note": "n"], attachments: [:], reason: ""),
      on: .project(project))
    try company.approve(first.id, by: "wu")
    #expect(
      try company.project(project).forms["offer"]?.values["number"]?.text == "SQ-2026-0001")
    #expect(company.service.store.lastNumber(of: "SQ-2026-{0000}") == 1)
    // What ended keeps its number; the next gets the next.
    #expect(try offer().number?.text == "SQ-2026-0002")
  }

  @Test func nobodyCanChooseOne() throws {
    let refusal = try #require(throws: Refusal.self) {
      try company.submit(
        "offer", on: project, by: "li", lines.merging(["number": "SQ-2026-0999"]) { $1 })
    }
    #expect(refusal.code == .invalidValue)
    #expect(refusal.details.first?.en.contains("is numbered when it is filed") == true)
  }

  @Test func aFormOfTheProjectIsNumberedOnceWhenItIsFirstWritten() throws {
    func number() throws -> String? {
      try company.project(project).forms["customer"]?.values["code"]?.text
    }
    try company.order("li", .fill(form: "customer", values: ["kind": "big"]), on: .project(project))
    #expect(try number() == "K-001")
    try company.order(
      "li", .fill(form: "customer", values: ["kind": "small"]), on: .project(project))
    #expect(try number() == "K-001")
    let other = try company.open(
      "y", policy: "desk-policy", by: "li", forms: ["customer": ["kind": "big"]])
    #expect(try company.project(other).forms["customer"]?.values["code"]?.text == "K-002")
    let rulebook = try company.service.rulebook(OfferDesk.sources.digest(sha256))
    #expect(try company.project(other).number(in: rulebook.workflow)?.text == "K-002")
    #expect(company.service.store.bearer(ofNumber: "K-002")?.stream == .project(other))
    #expect(company.service.store.bearer(ofNumber: "K-002")?.request == nil)
  }

  @Test(arguments: ["{0}", "SQ-{year}-{0000}", "{year}/{000000000}", "报"])
  func aPatternHasOnePlaceForTheNumber(pattern: String) {
    #expect((Numbering(pattern) == nil) == (pattern == "报"))
  }

  @Test(arguments: [
    "", "SQ", "{year}", "{000}{000}", "{000}-{0000}", "{year}{year}{0}", "{0000000000}", "{0", "0}",
    "{0}{x}", "a b{0}", "{}", "{0}\u{7}", String(repeating: "x", count: 40) + "{0}",
  ])
  func anythingElseIsNoPattern(pattern: String) {
    #expect(Numbering(pattern) == nil)
  }
}
