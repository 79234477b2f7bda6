import CEL
import Engine
import TestKit
import Testing

/// Line items: rows that are typed, checked, totalled, signed and compared.
@Suite struct Lists {
  let company: Company<MemoryStore>
  let project: ProjectID

  init() throws {
    (company, project) = try OfferDesk.company(MemoryStore(sha256: sha256))
  }

  private func offer(_ rows: [[String: String]]) throws -> Request {
    let id = try #require(
      try company.submit("offer", on: project, by: "li", ["lines": OfferDesk.rows(rows)]))
    return try company.request(id).request
  }

  private func refusal(_ rows: String) throws -> Refusal {
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) {
      try company.submit("offer", on: project, by: "li", ["lines": rows])
    }
    #expect(company.service.store.log.count == before, "a refusal leaves no trace")
    return refusal
  }

  @Test func theTotalOfTheRowsDecidesTheRouteExactly() throws {
    // 0.1 + 0.2 + 999.7 is 1000 only where numbers are exact.
    let rows = ["0.10", "0.20", "999.70"].map { ["item": "x", "owner": "li", "amount": $0] }
    let within = try offer(rows)
    #expect(within.route.steps.map(\.name) == ["head"])
    try company.answer(within.id, .withdraw(comment: ""), by: "li")
    let beyond = try offer(rows.dropLast() + [["item": "x", "owner": "li", "amount": "999.71"]])
    #expect(beyond.route.steps.map(\.name) == ["head", "executive"])
    #expect(beyond.route.considered.last?.values == ["total": "1000.01"])
  }

  @Test func theRowsAreSignedAndBecomeTheRecordOfTheForm() throws {
    let request = try offer([
      ["item": "demo", "owner": "li", "amount": "100", "count": "2"],
      ["item": "visit", "owner": "wu", "amount": "50"],
    ])
    let rows: [[FieldName: FieldValue]] = [
      [
        "item": .text("demo"), "owner": .person("li"), "amount": .decimal(Decimal(100)),
        "count": .integer(2),
      ],
      ["item": .text("visit"), "owner": .person("wu"), "amount": .decimal(Decimal(50))],
    ]
    #expect(request.content["lines"] == .list(rows))
    try company.approve(request.id, by: "wu")
    #expect(try company.project(project).forms["offer"]?.values["lines"] == .list(rows))
    // What was typed can be typed again.
    let again = try company.submit(
      "offer", on: project, by: "li", ["lines": FieldValue.list(rows).text])
    #expect(try company.request(try #require(again)).request.content["lines"] == .list(rows))
  }

  @Test func aRowWithoutWhatTheGateAsksOfEachKeepsItClosed() throws {
    let refusal = try refusal(OfferDesk.rows([["item": "demo", "amount": "1"]]))
    #expect(refusal.code == .gateClosed)
    #expect(refusal.details.first?.zh.contains("每行须有负责人") == true)
  }

  @Test func everyProblemOfEveryRowIsTold() throws {
    let refusal = try refusal(
      OfferDesk.rows([
        ["item": "demo", "amount": "1.234"],
        ["itm": "demo", "amount": "5", "owner": "nobody", "count": "0"],
      ]))
    #expect(refusal.code == .invalidValue)
    #expect(
      refusal.details.map(\.en) == [
        "`lines`: row 1: `amount`: `1.234` has more than 2 decimals",
        "`lines`: row 2: `count`: `0` is below the minimum `1`",
        "`lines`: row 2: `lines` has no column `itm`; did you mean `item`?",
        "`lines`: row 2: `item` (Item) is missing",
      ])
    let stranger = try self.refusal(
      OfferDesk.rows([["item": "demo", "amount": "1", "owner": "nobody"]]))
    #expect(stranger.code == .invalidValue)
    #expect(stranger.details.first?.en.contains("nobody") == true)
  }

  @Test(arguments: [
    ("[]", Refusal.Code.invalidValue), ("", .invalidValue), ("demo", .invalidValue),
    (#"["demo"]"#, .invalidValue), (#"[{"item":["a"]}]"#, .invalidValue),
    (#"[{"item":"a","item":"b","amount":"1"}]"#, .invalidValue), ("[{", .invalidValue),
  ])
  func whatIsNoRowsIsRefused(typed: String, code: Refusal.Code) throws {
    #expect(try refusal(typed).code == code)
  }

  @Test func thereAreAsManyRowsAsTheFormAllows() throws {
    let row = ["item": "x", "owner": "li", "amount": "1"]
    let most = try offer(Array(repeating: row, count: 3))
    try company.answer(most.id, .withdraw(comment: ""), by: "li")
    let many = try refusal(OfferDesk.rows(Array(repeating: row, count: 4)))
    #expect(many.details.first?.en == "`lines`: has 4 rows; from 1 to 3 are possible")
    let long = String(repeating: " ", count: ListType.maximumSize) + OfferDesk.rows([row])
    #expect(try refusal(long).details.first?.en.contains("bytes") == true)
  }

  @Test func aChangedRowIsAnotherContent() throws {
    let row = ["item": "x", "owner": "li", "amount": "1"]
    let first = try offer([row])
    try company.returnBack(first.id, by: "wu")
    try company.order(
      "li",
      .resubmit(
        first.id, values: ["lines": OfferDesk.rows([row.merging(["amount": "2"]) { $1 }])],
        attachments: [:], reason: ""), on: .project(project))
    let second = try company.request(first.id).request
    #expect(second.contentDigest != first.contentDigest)
    #expect(throws: Refusal.self) {
      try company.order(
        "wu", .answer(first.id, .approve(first.binding, comment: "")), on: .project(project))
    }
  }

  @Test func controlPointsMayBeTypedAsRowsToo() throws {
    let field = Field(name: "points", title: .init(verbatim: ""), type: .milestones)
    let workflow = try Company(MemoryStore(sha256: sha256)).rulebook(SmallCompany.sources).workflow
    func parse(_ text: String) -> FieldValue? { try? field.parse(text, in: workflow).get() }
    let words = try #require(parse("signed:2026-06-01:5,accepted:2026-04-01"))
    #expect(
      parse(
        #"[{"kind":"signed","due":"2026-06-01","budget":"5"},{"kind":"accepted","due":"2026-04-01"}]"#
      ) == words)
    #expect(parse(#"["signed:2026-06-01:5",{"kind":"accepted","due":"2026-04-01"}]"#) == words)
    #expect(parse(#"[{"kind":"signed","due":"2026-06-01","budgt":"5"}]"#) == nil)
    #expect(parse(#"[{"kind":"signed"}]"#) == nil)
  }
}

extension Company {
  fileprivate func rulebook(_ sources: RulebookSources) throws -> Rulebook {
    try found(OfferDesk.people, administrator: "admin")
    try publish(sources, as: "admin")
    return try service.rulebook(sources.digest(sha256))
  }
}
