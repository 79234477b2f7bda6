import CEL
import Engine
import TestKit
import Testing

/// Absences, roles from a day to another, leaving ahead, and imports over what commands have said.
@Suite struct ChangingTheDirectory {
  let scene: PeopleScene

  init() throws { scene = try PeopleScene() }

  private func away(_ person: PersonID, _ days: Int...) -> [Bool] {
    days.map { scene.directory[person]?.isAbsent(on: march($0)) ?? false }
  }

  @Test func anAbsenceLastsToTheDayBeforeTheFirstDayBack() throws {
    try scene.order("qian", .absent("qian", Absence(from: march(5), until: march(8))))
    #expect(away("qian", 4, 5, 7, 8) == [false, true, true, false])
    try scene.order("qian", .comeBack("qian", from: march(5), on: march(7)))
    #expect(away("qian", 5, 6, 7) == [true, true, false])
    try scene.order("admin", .comeBack("qian", from: march(5)))
    #expect(scene.directory["qian"]?.absences == [], "it had not begun")
  }

  @Test func onlyThePersonOrAnAdministratorSaysSo() throws {
    let absence = Absence(from: march(5), until: march(8))
    let refusal = try scene.refusal("zhao", .absent("qian", absence))
    #expect(refusal.code == .notAllowed)
    #expect(refusal.whoCould == ["qian", "admin"])
    try scene.order("admin", .absent("qian", absence))
    #expect(try scene.refusal("zhao", .comeBack("qian", from: march(5))).code == .notAllowed)
    try scene.order("li2", .absent("li", absence))
  }

  @Test func absencesThatArePastEmptyOrTwiceAreRefused() throws {
    func refusal(_ from: Int, _ until: Int) throws -> Refusal.Code {
      try scene.refusal("qian", .absent("qian", Absence(from: march(from), until: march(until))))
        .code
    }
    #expect(try refusal(5, 5) == .invalidValue)
    #expect(try refusal(-3, 2) == .invalidValue, "the 2nd is today: back already")
    try scene.order("qian", .absent("qian", Absence(from: march(-3), until: march(8))))
    #expect(try refusal(7, 9) == .nothingChanged)
    try scene.order("qian", .absent("qian", Absence(from: march(8), until: march(9))))
    #expect(
      try scene.refusal("qian", .comeBack("qian", from: march(4))).code == .nothingChanged)
    #expect(
      try scene.refusal("qian", .comeBack("qian", from: march(8), on: march(9))).code
        == .nothingChanged)
  }

  @Test func aRoleEndsOnADayToComeAndNobodyIsLeftWithoutAnAdministratorThen() throws {
    try scene.order("admin", .relieve("qian", "sales_director", on: march(9)))
    #expect(
      [8, 9].map { scene.directory.holders(of: "sales_director", on: march($0)) } == [["qian"], []])
    #expect(
      try scene.refusal("admin", .relieve("sun", "executive", on: march(1))).code == .invalidValue)
    #expect(
      try scene.refusal("admin", .relieve("admin", "administrator", on: march(9))).code
        == .notAllowed)
    #expect(try scene.refusal("admin", .leave("admin", on: march(9))).code == .notAllowed)
  }

  @Test func whoLeavesOnADayToComeIsHereUntilThen() throws {
    try scene.order("admin", .leave("qian", on: march(9)))
    #expect(scene.directory["qian"]?.isActive(on: march(8)) == true)
    #expect(scene.directory["qian"]?.isActive(on: march(9)) == false)
    #expect(try scene.refusal("admin", .leave("qian", on: march(9))).code == .nothingChanged)
    try scene.order("admin", .leave("qian", on: march(12)))
    try scene.order("admin", .leave("sun", on: march(-5)))
    #expect(scene.directory["sun"]?.isActive(on: march(2)) == false)
  }

  @Test func aRoleThatIsHeldOnAllOfTheDaysIsNotGivenAgain() throws {
    #expect(
      try scene.refusal(
        "admin", .appoint("qian", .init(role: "sales_director", from: march(5), until: march(9)))
      ).code == .nothingChanged)
    try scene.order(
      "admin", .appoint("zhao", .init(role: "sales_director", from: march(5), until: march(9))))
    try scene.order("admin", .appoint("zhao", .init(role: "sales_director", from: march(8))))
    #expect(
      try scene.refusal(
        "admin", .appoint("zhao", .init(role: "executive", from: march(5), until: march(5)))
      ).code == .invalidValue)
  }

  @Test func anImportKeepsWhatOnlyCommandsSay() throws {
    try scene.order("qian", .absent("qian", Absence(from: march(5), until: march(8))))
    try scene.order("admin", .handOver("qian", to: "wu", withRoles: false))
    var new = SmallCompany.person("qian", rank: 4, manager: "sun", roles: ["sales_director"])
    new.absences = [Absence(from: march(3), until: march(4))]
    new.successor = Succession(to: "zhao", on: march(1))
    try scene.order("admin", .importPeople([new]))
    let qian = try #require(scene.directory["qian"])
    #expect(qian.rank == 4)
    #expect(qian.absences.map(\.from) == [march(3), march(5)])
    #expect(qian.successor == Succession(to: "wu", on: march(2)), "a file hands nothing over")
    #expect(try scene.refusal("admin", .importPeople([qian])).code == .nothingChanged)
  }

  @Test func aReportingLineThatLeadsBackIsRefusedAlsoAcrossImports() throws {
    // chen → wu → sun is there; sun reporting to chen closes the circle.
    var sun = try #require(scene.directory["sun"])
    sun.manager = "chen"
    var qian = SmallCompany.person("qian", manager: "qian")
    qian.absences = [Absence(from: march(9), until: march(9))]
    let refusal = try scene.refusal("admin", .importPeople([sun, qian]))
    let details = refusal.details.map(\.en)
    #expect(details.count == 3, "\(details)")
    #expect(details.contains { $0.contains("chen → wu → sun → chen") })
    #expect(details.contains { $0.contains("qian → qian") })
  }

  @Test func everythingReplaysFromTheLog() throws {
    try scene.order(
      "qian", scene.delegation("qian", to: "wu", until: 9, cap: Decimal(50_000), reason: "leave"))
    try scene.order(
      "qian", .absent("qian", Absence(from: march(5), until: march(8), reason: "ill")))
    try scene.order("admin", .handOver("chen", to: "zhao", withRoles: true))
    try scene.order("wu", .endStandIn("S-1"))
    var workspace: Workspace?
    for record in scene.company.service.store.log {
      let json = try JSON(parsing: try JSON(encoding: record.event).canonical)
      let event: Event = try json.decode()
      workspace = Workspace.evolve(workspace, event, record.envelope)
    }
    #expect(workspace?.directory == scene.directory)
    let json = try JSON(parsing: try JSON(encoding: scene.directory).canonical)
    #expect(try json.decode() == scene.directory, "and so does the snapshot")
  }
}
