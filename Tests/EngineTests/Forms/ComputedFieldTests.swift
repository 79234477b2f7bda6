import CEL
import Engine
import TestKit
import Testing

/// Fields that are found when their form is filed, and never given by a person.
@Suite struct ComputedFields {
  let company: Company<MemoryStore>
  let project: ProjectID
  private let row = ["item": "x", "owner": "li", "amount": "1000.10"]

  init() throws {
    (company, project) = try OfferDesk.company(MemoryStore(sha256: sha256))
  }

  private func offer(_ rows: [[String: String]]) throws -> Request {
    let id = try #require(
      try company.submit("offer", on: project, by: "li", ["lines": OfferDesk.rows(rows)]))
    return try company.request(id).request
  }

  private func fill(_ values: [FieldName: String]) throws -> [FieldName: FieldValue] {
    try company.order("li", .fill(form: "customer", values: values), on: .project(project))
    return try company.project(project).forms["customer"]?.values ?? [:]
  }

  @Test func theyAreComputedInOrderFromRowsAndTablesAndSigned() throws {
    let request = try offer([row])
    #expect(request.content["total"] == .decimal(Decimal("1000.1")!))
    // 5 % of 1000.10 is 50.005: to the even cent.
    #expect(request.content["discount"] == .decimal(Decimal(50)))
    let digest = request.subject
    guard case .action("offer", on: project) = digest else {
      Issue.record("about the offer")
      return
    }
    try company.approve(request.id, by: "wu")
    try company.approve(request.id, by: "sun")
    #expect(try company.project(project).forms["offer"]?.values == request.content)
  }

  @Test func aResubmissionComputesThemAnew() throws {
    let first = try offer([row])
    try company.returnBack(first.id, by: "wu")
    try company.order(
      "li",
      .resubmit(
        first.id,
        values: ["lines": OfferDesk.rows([row.merging(["amount": "2000"]) { $1 }])],
        attachments: [:], reason: ""), on: .project(project))
    let second = try company.request(first.id).request
    #expect(second.content["total"] == .decimal(Decimal(2000)))
    #expect(second.content["discount"] == .decimal(Decimal(100)))
    #expect(second.contentDigest != first.contentDigest)
  }

  @Test func nobodyCanGiveThem() throws {
    let typed = ["lines": OfferDesk.rows([row]), "total": "1"] as [FieldName: String]
    for order in [
      Order.submit(action: "offer", values: typed, attachments: [:], reason: ""),
      .draft(action: "offer", values: typed, reason: ""),
      .fill(form: "customer", values: ["credit": "5"]),
      .fill(form: "customer", values: ["credit": ""]),
    ] {
      let before = company.service.store.log.count
      let refusal = try #require(throws: Refusal.self) {
        try company.order("li", order, on: .project(project))
      }
      #expect(refusal.code == .invalidValue)
      #expect(refusal.details.first?.en.contains("is computed: ") == true)
      #expect(company.service.store.log.count == before)
    }
  }

  @Test(
    arguments: [
      ("request.total / 3", "10001/30", "round("), ("request.total * 0.001", "decimals", nil),
      ("request.total - 5000", "below the minimum", nil),
      ("request.total / (request.total - request.total)", "zero", nil),
    ] as [(String, String, String?)])
  func whatCannotBeComputedRefusesTheFilingWithItsReason(
    formula: String, reason: String, help: String?
  ) throws {
    let (company, project) = try OfferDesk.company(
      MemoryStore(sha256: sha256),
      OfferDesk.sources(workflow: [("round(request.total * rates.share, 2)", formula)]))
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) {
      try company.submit("offer", on: project, by: "li", ["lines": OfferDesk.rows([row])])
    }
    #expect(refusal.code == .ruleError)
    #expect(refusal.reason.en.hasPrefix("`discount` cannot be computed: "), "\(refusal.reason.en)")
    #expect(refusal.reason.en.contains(reason), "\(refusal.reason.en)")
    #expect(refusal.details.first?.en.contains(formula) == true)
    if let help { #expect(refusal.help?.en.contains(help) == true) }
    #expect(company.service.store.log.count == before)
  }

  @Test func whileAFormIsFilledBitByBitTheyAppearOnceTheyCanBeKnown() throws {
    #expect(try fill(["base": "1000"])["credit"] == nil)
    #expect(try fill(["kind": "small"])["credit"] == .decimal(Decimal(100)))
    #expect(try fill(["kind": "big"])["credit"] == .decimal(Decimal(500)))
    #expect(try fill(["kind": ""])["credit"] == nil)
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) {
      _ = try fill(["kind": "big", "base": "2000001"])
    }
    #expect(refusal.code == .ruleError)
    #expect(refusal.reason.en.contains("above the maximum"))
    #expect(company.service.store.log.count == before)
  }

  @Test func whatChangesAlongWithAnExemptFieldIsLockedLikeAnyOther() throws {
    _ = try fill(["kind": "big", "base": "1000"])
    _ = try offer([row])
    let refusal = try #require(throws: Refusal.self) { _ = try fill(["base": "2000"]) }
    #expect(refusal.code == .locked)
  }
}
