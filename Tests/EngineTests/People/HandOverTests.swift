import CEL
import Engine
import TestKit
import Testing

/// Leavers, and who takes over from them.
@Suite struct HandingOver {
  let scene: PeopleScene

  init() throws { scene = try PeopleScene() }

  private func successor(_ person: PersonID, _ day: Int) -> PersonID? {
    scene.directory.successor(of: person, on: march(day))
  }

  @Test func fromItsDayOnTheSuccessorIsAskedInstead() throws {
    try scene.order("admin", .handOver("qian", to: "wu", on: march(9), withRoles: false))
    #expect([8, 9, 90].map { successor("qian", $0) } == [nil, "wu", "wu"])
    #expect(scene.directory["qian"]?.holds("sales_director", on: march(9)) == true)
    #expect(scene.directory["wu"]?.holds("sales_director", on: march(9)) == false)
  }

  @Test func rolesMoveAlongWhereTheCommandSaysSo() throws {
    try scene.order(
      "admin", .appoint("qian", .init(role: "general_manager", from: march(1), until: march(20))))
    try scene.order(
      "admin", .appoint("qian", .init(role: "executive", from: march(15), until: march(20))))
    try scene.order("admin", .handOver("qian", to: "wu", on: march(9), withRoles: true))
    let directory = scene.directory
    func holders(_ role: RoleName, _ day: Int) -> [PersonID] {
      directory.holders(of: role, on: march(day))
    }
    #expect(holders("sales_director", 8) == ["qian"])
    #expect(holders("sales_director", 9) == ["wu"])
    // wu is general manager without an end: nothing to give.
    #expect(directory["wu"]?.holdings.count == 2)
    #expect(holders("general_manager", 9) == ["wu"])
    #expect(holders("executive", 16) == ["qian", "sun"], "not held on the day, so not handed over")
  }

  @Test func whoHasLeftCanBeTakenOverFrom() throws {
    try scene.order("admin", .leave("qian"))
    try scene.order("admin", .handOver("qian", to: "wu", withRoles: true))
    #expect(successor("qian", 2) == "wu")
    #expect(scene.directory.holders(of: "sales_director", on: march(2)) == ["wu"])
    // Coming back does not bring the role back.
    var back = try #require(scene.directory["qian"])
    back.leftOn = nil
    try scene.order("admin", .importPeople([back]))
    #expect(scene.directory.holders(of: "sales_director", on: march(2)) == ["wu"])
    #expect(successor("qian", 2) == "wu", "an import does not end a hand-over")
    try scene.order("admin", .takeBack("qian"))
    #expect(successor("qian", 2) == nil)
    #expect(try scene.refusal("admin", .takeBack("qian")).code == .nothingChanged)
  }

  @Test func handOversAreFollowedToTheirEndAndEndWithTheLast() throws {
    try scene.order("admin", .handOver("qian", to: "wu", withRoles: false))
    try scene.order("admin", .handOver("wu", to: "zhao", on: march(9), withRoles: false))
    #expect([8, 9].map { successor("qian", $0) } == ["wu", "zhao"])
    try scene.order("admin", .leave("zhao", on: march(12)))
    #expect([11, 12].map { successor("qian", $0) } == ["zhao", nil])
  }

  @Test func theyNeverLeadBack() throws {
    #expect(
      try scene.refusal("admin", .handOver("li", to: "li2", withRoles: false)).code == .notAllowed)
    try scene.order("admin", .handOver("li", to: "chen", withRoles: false))
    try scene.order("admin", .handOver("chen", to: "zhao", withRoles: false))
    for back in ["li", "li2"] as [PersonID] {
      let refusal = try scene.refusal("admin", .handOver("zhao", to: back, withRoles: false))
      if back == "li" {
        #expect(refusal.reason.en.contains("zhao → li → chen → zhao"))
      }
      #expect(refusal.code == .notAllowed)
    }
  }

  @Test func onlyAdministratorsAndNeverInTheirOwnFavourOnceAnotherCould() throws {
    #expect(
      try scene.refusal("qian", .handOver("qian", to: "wu", withRoles: false)).code
        == .notAdministrator)
    #expect(
      try scene.refusal("admin", .handOver("qian", to: "nobody", withRoles: false)).code
        == .unknownPerson)
    try scene.secondAdministrator()
    for (from, to) in [("qian", "admin"), ("admin", "qian")] as [(PersonID, PersonID)] {
      let refusal = try scene.refusal("admin", .handOver(from, to: to, withRoles: true))
      #expect(refusal.whoCould == ["wu"])
    }
    try scene.order("wu", .handOver("admin", to: "qian", withRoles: true))
    #expect(
      scene.directory.holders(of: Role.administrator, on: march(2)) == ["qian", "wu"])
  }

  @Test func whatIsPastOrAlreadySoIsRefused() throws {
    #expect(
      try scene.refusal("admin", .handOver("qian", to: "wu", on: march(1), withRoles: false)).code
        == .invalidValue)
    try scene.order("admin", .handOver("qian", to: "wu", withRoles: false))
    #expect(
      try scene.refusal("admin", .handOver("qian", to: "wu", withRoles: false)).code
        == .nothingChanged)
    try scene.order("admin", .leave("zhao"))
    #expect(
      try scene.refusal("admin", .handOver("wu", to: "zhao", withRoles: false)).code
        == .inactivePerson)
  }
}
