import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Who could sign what, and when: told from the log, with the people of the moment.
@Suite struct SigningHistories {
  let company: Company<MemoryStore>
  let project: ProjectID
  let rulebook: Rulebook

  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
    project = try SmallCompany.runningProject(in: company)
    rulebook = try loadRulebook(
      sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private func submit(_ budget: String = "101000") throws -> RequestID {
    try #require(
      try company.submit("change", on: project, by: "li", ["budget": budget], reason: "r"))
  }

  private func rounds(_ id: RequestID) throws -> [SigningHistory.Round] {
    let today = try #require(CivilDate("2027-01-01"))
    let history = try SigningHistory(
      of: id, rulebook, in: company.service.store, today: today, timeZones: systemTimeZones)
    return try #require(history).rounds
  }

  private func endings(_ round: SigningHistory.Round) -> [String] {
    round.places.map { place in
      switch place.ending {
      case .filled(let outcome, _):
        outcome.signature.map { "signed by \($0.person)" } ?? "concluded"
      case .left(let reason, let by, _): "\(reason) by \(by?.text ?? "nobody")"
      case .open: "open"
      }
    }
  }

  private func electors(_ place: SigningHistory.Place) -> [PersonID] {
    place.electorate.electors.map(\.person)
  }

  @Test func aPlaceIsToldByThePeopleOfTheMomentItWasSigned() throws {
    let id = try submit()
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    // Nobody who comes or goes later was or was not there then.
    let signed = try rounds(id)[0].places.prefix(2).map(\.electorate)
    try company.wait(days: 1)
    try company.order("admin", .appoint("chen", .init(role: "sales_director")), on: .workspace)
    try company.order("admin", .leave("qian"), on: .workspace)
    try company.wait(days: 1)
    try company.approve(id, by: "wu")
    try company.wait(days: 1)
    try company.order("admin", .leave("wu"), on: .workspace)

    let round = try rounds(id)[0]
    #expect(endings(round) == ["signed by chen", "signed by zhao", "signed by wu"])
    #expect(round.places.prefix(2).map(\.electorate) == signed)
    let director = round.places[2]
    #expect(electors(director) == ["wu"], "qian had left, and wu had not")
    #expect(
      director.electorate.barred.map(\.bar) == [.alreadySigned("manager")],
      "chen was a director by then, but had signed")
  }

  @Test func whatStillWaitsIsToldByTheLastPeopleOfTheLog() throws {
    let id = try submit()
    try company.approve(id, by: "chen")
    #expect(try electors(rounds(id)[0].places[2]) == ["qian", "wu"])
    try company.order("admin", .leave("qian"), on: .workspace)
    let round = try rounds(id)[0]
    #expect(endings(round) == ["signed by chen", "open", "open"])
    #expect(electors(round.places[2]) == ["wu"])
  }

  @Test func aReturnEndsARoundAndAResubmissionBeginsTheNext() throws {
    let id = try submit()
    try company.approve(id, by: "chen")
    try company.returnBack(id, by: "zhao")
    #expect(
      try rounds(id).map(endings) == [["signed by chen", "returned by zhao", "returned by zhao"]])
    try company.order(
      "li",
      .resubmit(id, values: ["budget": "126000"], attachments: [:], reason: "r"),
      on: .project(project))
    let rounds = try rounds(id)
    #expect(rounds.map { [$0.number, $0.revision] } == [[1, 1], [2, 2]])
    #expect(endings(rounds[1]) == ["open", "open", "open", "open"])
  }

  @Test func aReturnToAStepKeepsWhatStandsBeforeIt() throws {
    let id = try submit()
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    try company.returnBack(id, by: "wu", to: "sponsor")
    let rounds = try rounds(id)
    #expect(rounds.map { [$0.number, $0.revision] } == [[1, 1], [2, 1]])
    #expect(endings(rounds[0]) == ["signed by chen", "signed by zhao", "returned by wu"])
    #expect(endings(rounds[1]) == ["signed by chen", "open", "open"])
  }

  @Test func anEndedRequestTellsHowItEnded() throws {
    let rejected = try submit()
    try company.reject(rejected, by: "chen")
    #expect(
      try rounds(rejected).map(endings) == [
        ["rejected by chen", "rejected by chen", "rejected by chen"]
      ])
    let withdrawn = try submit()
    try company.order("li", .answer(withdrawn, .withdraw(comment: "")), on: .project(project))
    #expect(try endings(rounds(withdrawn)[0]) == Array(repeating: "withdrawn by li", count: 3))
  }

  @Test func aRequestToPublishHasAHistoryToo() throws {
    try company.order("admin", .appoint("wu", .init(role: "administrator")), on: .workspace)
    try company.publish(SmallCompany.extended("limits: {escalation: 30%}"), as: "admin")
    let workspace = try #require(company.service.store.workspace())
    let id = try #require(workspace.requests.keys.first)
    let places = try rounds(id)[0].places
    #expect(places.map(electors) == [["wu"]])
  }

  @Test func anEarlierFilingIsExplainedAsItWas() throws {
    let id = try submit("126000")
    let first = try explanation(id, nil).json
    try company.returnBack(id, by: "chen")
    try company.wait(days: 1)
    try company.order(
      "li", .resubmit(id, values: ["budget": "110000"], attachments: [:], reason: "r"),
      on: .project(project))
    try company.order("admin", .leave("qian"), on: .workspace)
    #expect(try explanation(id, 1).json == first)
    #expect(try explanation(id, nil).json == explanation(id, 2).json)
    #expect(try explanation(id, 2).steps.map(\.isInRoute) == [true, true, true, false])
    #expect(try Past(of: id, revision: 3, in: company.service.store) == nil)
  }

  private func explanation(_ id: RequestID, _ revision: Int?) throws -> RequestExplanation {
    let past = try #require(try Past(of: id, revision: revision, in: company.service.store))
    return try #require(
      RequestExplanation(past, rulebook, timeZones: systemTimeZones, sha256: sha256))
  }
}
