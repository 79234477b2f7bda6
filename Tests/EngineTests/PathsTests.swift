import Engine
import TestKit
import Testing

/// No version of a policy comes into force that would leave a pending request without any path.
@Suite struct PathsOfWhatIsPending {
  private static let officer = "- {step: officer, role: officer}"
  private static let director = "- {step: director, role: director}"

  /// A request that waits for the officer, who has left.
  private static func stuck() throws -> (Desk, RequestID) {
    let desk = try Desk(officer)
    let id = try desk.ask()
    try desk.administer(.leave("zhao"))
    #expect(try desk.signers(id) == [])
    return (desk, id)
  }

  @Test func aVersionUnderWhichItCouldNotGoOnEitherIsRefusedWithTheRequestsAndTheWayOut() throws {
    let (desk, id) = try Self.stuck()
    let refusal = try desk.refusal { try desk.publish(Self.officer + "\n" + Self.director) }
    #expect(refusal.code == .notAllowed)
    #expect(refusal.reason.en == "this version would leave 1 pending request(s) without any path")
    #expect(refusal.details.map(\.en).joined().contains("`\(id)`"))
    #expect(refusal.details.map(\.en).joined().contains("`officer`"))
    #expect(refusal.help?.en.contains("appoint another holder") == true)
    #expect(refusal.help?.en.contains("tollgate policy migrate desk-rules \(id) --adopt") == true)
  }

  @Test func aVersionThatItCanGoOverToIsPublished() throws {
    let (desk, id) = try Self.stuck()
    try desk.publish(Self.director)
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
  }

  @Test func anotherHolderOrAWithdrawalIsAWayOut() throws {
    let (desk, _) = try Self.stuck()
    try desk.administer(.appoint("qian", .init(role: "officer")))
    try desk.publish(Self.officer + "\n" + Self.director)
    let (other, id) = try Self.stuck()
    try other.answer(id, .withdraw(comment: ""), by: "li")
    try other.publish(Self.officer + "\n" + Self.director)
  }

  @Test func toGoOverToTheVersionInForceFirstIsAWayOut() throws {
    let desk = try Desk(Self.officer)
    let id = try desk.ask()
    try desk.publish(Self.director)
    try desk.administer(.leave("zhao"))
    _ = try desk.refusal { try desk.publish(Self.officer + "\n" + Self.director) }
    try desk.order("admin", .migrate(id, onlyIfStricter: false))
    try desk.publish(Self.officer + "\n" + Self.director)
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
  }

  @Test func aReturnedRequestIsPendingTooAndCannotGoOver() throws {
    let desk = try Desk(Self.officer)
    let id = try desk.ask()
    try desk.company.returnBack(id, by: "zhao")
    try desk.administer(.leave("zhao"))
    _ = try desk.refusal { try desk.publish(Self.director) }
  }

  @Test func whatWasSignedAlreadyIsNotAskedForAgain() throws {
    let desk = try Desk(Self.officer + "\n" + Self.director)
    let id = try desk.ask()
    try desk.approve(id, by: "zhao")
    try desk.administer(.leave("zhao"))
    try desk.publish(Self.officer + "\n" + Self.director + "\n- {step: chief, role: executive}")
    try desk.approve(id, by: "chen")
    #expect(try desk.status(id) == .approved)
  }

  @Test func itIsLookedAtAgainWhenTheOtherAdministratorAgrees() throws {
    let desk = try Desk(Self.officer)
    let id = try desk.ask()
    try desk.administer(.appoint("wu", .init(role: "administrator")))
    try desk.publish(Self.officer + "\n" + Self.director)
    let filed = try #require(desk.company.service.store.workspace()?.requests.keys.first)
    try desk.administer(.leave("zhao"))
    let refusal = try desk.refusal { try desk.company.approve(filed, by: "wu") }
    #expect(refusal.details.map(\.en).joined().contains("`\(id)`"))
    try desk.answer(id, .withdraw(comment: ""), by: "li")
    try desk.company.approve(filed, by: "wu")
    #expect(desk.company.service.store.workspace()?.policies["desk-rules"]?.edition == 2)
  }
}
