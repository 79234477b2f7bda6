import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// The days ahead on which somebody will be missing.
@Suite struct LookingForHoles {
  private static let from = CivilDate("2026-10-01")!
  private static let until = CivilDate("2026-10-31")!

  private func rulebook(_ sections: String? = nil) throws -> Rulebook {
    try loadRulebook(
      sources: sections.map(SmallCompany.extended) ?? SmallCompany.sources,
      timeZones: systemTimeZones, sha256: sha256)
  }

  /// `2026-10-03..2026-10-08 executive: nobody`
  private func holes(_ people: [Person], _ standIns: [StandIn] = [], _ sections: String? = nil)
    throws -> [String]
  {
    let staffing = Staffing(
      Directory(people: people, standIns: standIns), from: Self.from, until: Self.until)
    return staffing.gaps(try rulebook(sections).posts).map { gap in
      let lack =
        switch gap.lack {
        case .everybody: "nobody"
        case .enough(let present): "\(present) of \(gap.post.needed)"
        case .above(let amount): "nobody above \(amount)"
        }
      let roles = Self.name(gap.post)
      return "\(gap.from)..\(gap.until) \(roles): \(lack)"
    }
  }

  private static func name(_ post: Post) -> String {
    switch post.signers {
    case .roles(let roles): roles.map(\.text).joined(separator: "/")
    case .superiors: "superiors"
    }
  }

  private func person(
    _ id: PersonID, _ roles: RoleName..., ceiling: Int? = nil, away: (String, String)? = nil
  ) -> Person {
    var person = SmallCompany.person(id, roles: roles)
    person.ceiling = ceiling.map { .amount(Decimal($0)) }
    person.absences =
      away.map { [Absence(from: CivilDate($0.0)!, until: CivilDate($0.1)!)] } ?? []
    return person
  }

  private func standIn(
    _ principal: PersonID, _ deputy: PersonID, _ from: String, _ until: String,
    _ extent: StandIn.Extent = .everything
  ) -> StandIn {
    StandIn(
      id: "S-1", principal: principal, deputy: deputy, from: CivilDate(from)!,
      until: CivilDate(until)!, extent: extent)
  }

  /// The executive's step of a change asks for authority over the whole budget.
  private static let covering = """
    sign_off:
      change:
        - {step: executive, role: executive, covers: request.budget}
    """

  @Test func theCompanysPostsAreThoseOfChainsThatNoProjectCanFill() throws {
    let posts = try rulebook(
      """
      sign_off:
        publish: [{step: chief, all: [executive, general_manager]}]
        change:
          - {step: manager, role: project_manager}
          - {step: line, superior: submitter, covers: request.budget}
          - {step: above, superior: submitter}
          - {step: two, quorum: 2, any: [executive, general_manager]}
          - {step: board, vote: {executive: 2, sales_director: 1}, needs: half}
          - {step: mixed, any: [executive, sponsor]}
          - {step: executive, role: executive, covers: request.budget}
      """
    ).posts
    #expect(
      posts.map { post in
        (post.needed > 1 ? "\(post.needed) " : "") + Self.name(post)
          + (post.coversAmount ? " covering" : "") + " for "
          + post.steps.map { "\($0.action?.text ?? "publish").\($0.name)" }.joined(separator: ",")
      } == [
        "general_manager/sales_director for start.director",
        "superiors covering for change.line", "2 executive/general_manager for change.two",
        "executive/sales_director for change.board", "executive covering for change.executive",
        "general_manager/sales_director for replace.director",
        "executive for publish.chief", "general_manager for publish.chief",
      ])
  }

  @Test func aRoleThatNobodyHoldsIsAHoleFromTheFirstDayToTheLast() throws {
    #expect(
      try holes([person("a", "executive")]) == [
        "2026-10-01..2026-10-31 general_manager/sales_director: nobody"
      ])
  }

  @Test func anAbsenceIsAHoleUnlessAnotherHolderIsThere() throws {
    let away = person("e", "executive", away: ("2026-10-03", "2026-10-08"))
    let director = person("d", "sales_director")
    #expect(try holes([away, director]) == ["2026-10-03..2026-10-08 executive: nobody"])
    #expect(try holes([away, director, person("f", "executive")]) == [])
  }

  @Test func nobodyForLargerAmountsIsAHoleToo() throws {
    let people = [
      person("e", "executive", ceiling: 5_000_000, away: ("2026-10-03", "2026-10-08")),
      person("f", "executive", ceiling: 1_000_000, away: ("2026-10-07", "2026-10-09")),
      person("d", "sales_director"),
    ]
    #expect(
      try holes(people, [], Self.covering) == [
        "2026-10-03..2026-10-07 executive: nobody above 1000000",
        "2026-10-07..2026-10-08 executive: nobody",
      ])
    #expect(
      try holes(people) == ["2026-10-07..2026-10-08 executive: nobody"],
      "where no amount is asked, ceilings say nothing")
    #expect(
      try holes([person("e", "executive"), person("d", "sales_director")], [], Self.covering) == [
        "2026-10-01..2026-10-31 executive: nobody above 0"
      ], "who has no ceiling has no authority by amount")
  }

  @Test func aQuorumNeedsSoManyHumans() throws {
    let quorum = """
      sign_off:
        change:
          - {step: two, quorum: 2, any: [executive]}
      """
    let away = person("f", "executive", away: ("2026-10-03", "2026-10-05"))
    let others = [person("e", "executive"), person("d", "sales_director")]
    #expect(
      try holes(others + [away], [], quorum) == ["2026-10-03..2026-10-05 executive: 1 of 2"])
    var twin = person("e2", "executive")
    twin.aliasOf = "e"
    #expect(
      try holes(others + [away, twin], [], quorum) == ["2026-10-03..2026-10-05 executive: 1 of 2"])
  }

  @Test func somebodyAboveOthersMustCoverTheAmount() throws {
    let climbing = """
      sign_off:
        change: [{step: line, superior: submitter, covers: request.budget}]
      """
    var a = person("a")
    a.manager = "b"
    var b = person("b", ceiling: 100)
    b.manager = "c"
    let c = person("c", ceiling: 900, away: ("2026-10-03", "2026-10-05"))
    let rich = person("rich", ceiling: 5_000)
    #expect(
      try holes([a, b, c, rich, person("d", "sales_director")], [], climbing) == [
        "2026-10-03..2026-10-05 superiors: nobody above 100"
      ], "who is above nobody is never climbed to")
  }

  @Test func whoTookOverIsCountedOn() throws {
    var gone = person("e", "executive", away: ("2026-10-03", "2026-10-08"))
    gone.successor = Succession(to: "s", on: CivilDate("2026-10-05")!)
    let director = person("d", "sales_director")
    #expect(
      try holes([gone, director, person("s", away: ("2026-10-10", "2026-10-11"))]) == [
        "2026-10-03..2026-10-05 executive: nobody", "2026-10-10..2026-10-11 executive: nobody",
      ])
  }

  @Test func whoMayActUpToAnAmountIsNoCoverWhereNoneIsStated() throws {
    let people = [
      person("e", "executive", ceiling: 900, away: ("2026-10-03", "2026-10-05")),
      person("d", "sales_director", ceiling: 900),
    ]
    let capped = StandIn(
      id: "S-1", principal: "e", deputy: "d", from: Self.from, until: Self.until, cap: Decimal(50))
    #expect(try holes(people, [capped]) == ["2026-10-03..2026-10-05 executive: nobody"])
    #expect(
      try holes(people, [capped], Self.covering) == [
        "2026-10-03..2026-10-05 executive: nobody above 50"
      ])
  }

  @Test func aStandInWhoIsThereFillsTheHoleWithinBothCeilings() throws {
    let executive = person("e", "executive", ceiling: 500, away: ("2026-10-03", "2026-10-08"))
    let director = person("d", "sales_director", ceiling: 900)
    let others = [executive, director]
    #expect(try holes(others, [standIn("e", "d", "2026-10-03", "2026-10-08")]) == [])
    #expect(
      try holes(others, [standIn("e", "d", "2026-10-04", "2026-10-07")]) == [
        "2026-10-03..2026-10-04 executive: nobody", "2026-10-07..2026-10-08 executive: nobody",
      ])
    let smaller = person("s", ceiling: 100)
    #expect(
      try holes(
        others + [smaller], [standIn("e", "s", "2026-10-01", "2026-10-31")], Self.covering) == [
          "2026-10-03..2026-10-08 executive: nobody above 100"
        ])
    let away = person("s", ceiling: 900, away: ("2026-10-05", "2026-10-06"))
    #expect(
      try holes(others + [away], [standIn("e", "s", "2026-10-01", "2026-10-31")]) == [
        "2026-10-05..2026-10-06 executive: nobody"
      ])
  }

  @Test func aStandInForOtherMattersFillsNothing() throws {
    let people = [
      person("e", "executive", away: ("2026-10-03", "2026-10-05")), person("d", "sales_director"),
      person("s"),
    ]
    func holes(_ extent: StandIn.Extent) throws -> [String] {
      try self.holes(people, [standIn("e", "s", "2026-10-01", "2026-10-31", extent)])
    }
    #expect(try holes(.init(actions: ["change"])) == [])
    #expect(try holes(.init(actions: ["start"])).count == 1)
    #expect(try holes(.init(projects: ["P-1"])).count == 1)
  }

  @Test func rolesThatEndAndLeaversMakeHoles() throws {
    var leaver = person("e", "executive")
    leaver.leftOn = CivilDate("2026-10-20")
    var director = person("d")
    director.holdings = [.init(role: "sales_director", until: CivilDate("2026-10-10"))]
    var next = person("n")
    next.holdings = [.init(role: "general_manager", from: CivilDate("2026-10-12"))]
    #expect(
      try holes([leaver, director, next]) == [
        "2026-10-10..2026-10-12 general_manager/sales_director: nobody",
        "2026-10-20..2026-10-31 executive: nobody",
      ])
  }

  @Test func onlyWhatWasNoHoleBeforeIsNew() throws {
    let posts = try rulebook(Self.covering).posts
    func gaps(_ people: [Person]) -> [Gap] {
      Staffing(Directory(people: people), from: Self.from, until: Self.until).gaps(posts)
    }
    let director = person("d", "sales_director")
    let five = gaps([
      director, person("e", "executive", ceiling: 9, away: ("2026-10-03", "2026-10-08")),
    ])
    let four = gaps([
      director, person("e", "executive", ceiling: 9, away: ("2026-10-04", "2026-10-08")),
    ])
    #expect(five.new(since: []).count == 1)
    #expect(five.new(since: five) == [])
    #expect(four.new(since: five) == [], "shorter")
    #expect(five.new(since: four) == five, "a day more")
    let lesser = gaps([
      director, person("e", "executive", ceiling: 9, away: ("2026-10-03", "2026-10-08")),
      person("f", "executive", ceiling: 5),
    ])
    #expect(lesser.new(since: five) == [], "somebody is better than nobody")
    #expect(five.new(since: lesser) == five)
  }
}
