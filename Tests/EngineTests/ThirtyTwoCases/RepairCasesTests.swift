import Engine
import TestKit
import Testing

/// What is in force can be replaced by the people there are.
@Suite struct RepairCases {
  private static let chain = "- {step: officer, role: officer}"

  /// A policy whose own next version is signed by this step.
  private static func sources(_ step: String) -> RulebookSources {
    let sources = DeskRules.sources(chain)
    let layer = sources.layers[0]
    return RulebookSources(
      workflow: sources.workflow,
      layers: [.init(file: layer.file, text: layer.text + "  publish:\n    - \(step)\n")])
  }

  @Test(
    "32 a policy that nobody could change any more is refused",
    arguments: [
      // Nobody can have signed what is never asked for.
      "{step: chief, role: general, when: submitter.rank > 9}",
      // One administrator files it, so only one is left to sign, and whoever stands above them.
      "{step: all, any: [administrator], quorum: 3}",
    ])
  func forbiddingItsOwnRepair(step: String) throws {
    let desk = try Desk(Self.chain)
    try desk.administer(.appoint("wu", .init(role: "administrator")))
    let refusal = try desk.refusal { try desk.company.publish(Self.sources(step), as: "admin") }
    #expect(refusal.code == .notAllowed)
    #expect(refusal.reason.en.contains("no later one could be published"))
    #expect(desk.company.service.store.workspace()?.policies["desk-rules"]?.edition == 1)
  }

  @Test("32 the same chain is published once its people are there")
  func withItsPeople() throws {
    let desk = try Desk(Self.chain)
    try desk.administer(.appoint("wu", .init(role: "administrator")))
    let sources = Self.sources("{step: backers, any: [officer, director], quorum: 2}")
    try desk.administer(.relieve("zhao", "officer"))
    for person in ["chen", "qian"] as [PersonID] {
      try desk.administer(.relieve(person, "director"))
    }
    _ = try desk.refusal { try desk.company.publish(sources, as: "admin") }
    try desk.administer(.appoint("zhao", .init(role: "officer")))
    try desk.company.publish(sources, as: "admin")
    let filed = try #require(desk.company.service.store.workspace()?.requests.keys.first)
    try desk.company.approve(filed, by: "wu")
    #expect(desk.company.service.store.workspace()?.policies["desk-rules"]?.edition == 2)
  }
}
