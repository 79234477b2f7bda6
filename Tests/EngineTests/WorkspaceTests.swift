import CEL
import Engine
import TestKit
import Testing

/// The company's own record: the directory, and policies published under four eyes.
@Suite struct RunningAWorkspace {
  let company: Company<MemoryStore>

  init() throws { company = try SmallCompany.company(MemoryStore(sha256: sha256)) }

  private var published: Workspace.Published? {
    company.service.store.workspace()?.policies["small-policy"]
  }

  private func secondAdministrator() throws {
    try company.order("admin", .appoint("wu", .init(role: "administrator")), on: .workspace)
  }

  /// The small policy with another limit for the executive.
  private func tightened(_ sections: String = "", escalation: String = "10%") -> RulebookSources {
    RulebookSources(
      workflow: SmallCompany.workflow,
      layers: [
        .init(
          file: "small-policy.yaml",
          text: SmallCompany.policy.text.replacing(
            "escalation: 20%", with: "escalation: \(escalation)")
            + sections)
      ])
  }

  @Test func theFirstAdministratorPublishesAloneAndTheRecordSaysSo() throws {
    let events = company.service.store.log.map(\.event)
    let unreviewed = events.contains { event in
      if case .workspace(.published(_, _, _, reviewed: false)) = event { true } else { false }
    }
    #expect(unreviewed)
    #expect(published?.edition == 1)
  }

  @Test func onceThereIsASecondAdministratorNobodyWritesAndApprovesAPolicyAlone() throws {
    try secondAdministrator()
    try company.publish(tightened(), as: "admin")
    #expect(published?.edition == 1, "waiting for the other administrator")
    let id = try #require(company.service.store.workspace()?.requests.keys.first)
    let alone = try #require(throws: Refusal.self) { try company.approve(id, by: "admin") }
    #expect(alone.code == .selfApproval)
    #expect(alone.whoCould == ["wu"])
    try company.approve(id, by: "wu")
    #expect(published?.edition == 2)
    #expect(published?.rulebook == tightened().digest(sha256))
  }

  @Test func theChainOfTheVersionInForceDecidesNotThatOfTheNewOne() throws {
    // The version in force wants the executive; the new one would want an administrator only.
    try company.publish(
      tightened("\n  publish:\n    - {step: chief, role: executive}\n"), as: "admin")
    try secondAdministrator()
    try company.publish(
      tightened("\n  publish:\n    - {step: review, role: administrator}\n", escalation: "90%"),
      as: "admin")
    let id = try #require(company.service.store.workspace()?.requests.keys.first)
    #expect(try company.request(id).request.route.steps.map(\.name) == ["chief"])
    #expect(throws: Refusal.self) { try company.approve(id, by: "wu") }
    try company.approve(id, by: "sun")
    #expect(published?.edition == 3)
  }

  @Test func aPolicyChangeDoesNotRerouteWhatIsInFlight() throws {
    let project = try SmallCompany.runningProject(in: company)
    let before = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "115000"], reason: "r"))
    try company.publish(tightened(), as: "admin")
    #expect(
      try company.request(before).request.route.steps.map(\.name)
        == ["manager", "sponsor", "director"])
    for person in ["chen", "zhao", "qian"] as [PersonID] { try company.approve(before, by: person) }
    #expect(try company.request(before).request.status == .approved)
    // 116,000 against the first 100,000 is above the new 10 %.
    let after = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "116000"], reason: "r"))
    #expect(try company.request(after).request.route.steps.map(\.name).last == "executive")
  }

  @Test func aReturnedRequestComesBackUnderItsOwnRulebook() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "115000"], reason: "r"))
    let pinned = try company.request(id).request.rulebook
    try company.returnBack(id, by: "chen", comment: "why?")
    try company.publish(tightened(), as: "admin")
    try company.order(
      "li", .resubmit(id, values: [:], attachments: [:], reason: "because"), on: .project(project))
    #expect(try company.request(id).request.rulebook == pinned)
    #expect(try company.request(id).request.route.steps.count == 3)
  }

  @Test func noAdministratorAppointsThemselvesOnceAnotherCould() throws {
    try company.order("admin", .appoint("admin", .init(role: "executive")), on: .workspace)
    try secondAdministrator()
    for order in [
      Order.appoint("admin", .init(role: "sales_director")),
      .importPeople([SmallCompany.person("admin", rank: 9, roles: ["administrator"])]),
    ] {
      let refusal = try #require(throws: Refusal.self) {
        try company.order("admin", order, on: .workspace)
      }
      #expect(refusal.code == .notAllowed)
      #expect(refusal.whoCould == ["wu"])
    }
    let project = try SmallCompany.runningProject(in: company)
    #expect(throws: Refusal.self) {
      try company.order(
        "admin", .appointToProject(person: "admin", role: "sponsor"), on: .project(project))
    }
  }

  @Test func aWorkspaceAlwaysKeepsAnAdministrator() throws {
    for order in [Order.relieve("admin", "administrator"), .leave("admin")] {
      #expect(throws: Refusal.self) { try company.order("admin", order, on: .workspace) }
    }
    #expect(
      company.service.store.workspace()?.directory["admin"]?.holdings.map(\.role)
        == ["administrator"])
  }

  @Test func onlyAdministratorsChangeDirectoryAndPolicies() throws {
    for order in [
      Order.importPeople([SmallCompany.person("new")]), .appoint("li", .init(role: "executive")),
      .relieve("sun", "executive"), .leave("sun"),
      .publish("small-policy", workflow: "small", rulebook: SmallCompany.sources.digest(sha256)),
    ] {
      let refusal = try #require(throws: Refusal.self) {
        try company.order("li", order, on: .workspace)
      }
      #expect(refusal.code == .notAdministrator)
      #expect(refusal.whoCould == ["admin"])
    }
  }

  @Test func nobodyPublishesARulebookWhoseTextsAreNotThere() throws {
    let right = tightened()
    for (order, sources) in [
      (Order.publish("small-policy", workflow: "small", rulebook: sha256([])), nil),
      (
        .publish("small-policy", workflow: "small", rulebook: right.digest(sha256)),
        SmallCompany.sources
      ),
      (.publish("other", workflow: "small", rulebook: right.digest(sha256)), right),
    ] as [(Order, RulebookSources?)] {
      let refusal = try #require(throws: Refusal.self) {
        try company.order("admin", order, on: .workspace, publishing: sources)
      }
      #expect(refusal.code == .unknownPolicy)
    }
  }

  @Test func aDirectoryThatContradictsItselfIsRefusedWhole() throws {
    let count = company.service.store.log.count
    var twin = SmallCompany.person("twin", manager: "ghost")
    twin.accounts = ["test-li"]
    let refusal = try #require(throws: Refusal.self) {
      try company.order(
        "admin", .importPeople([twin, SmallCompany.person("x", alias: "li2")]), on: .workspace)
    }
    #expect(refusal.details.count == 3, "the account, the manager, the alias of an alias")
    #expect(company.service.store.log.count == count)
  }

  @Test func rolesBeginAndEndOnTheirDays() throws {
    let project = try SmallCompany.runningProject(in: company)
    try company.order("admin", .relieve("sun", "executive"), on: .workspace)
    // It is 2 March in Shanghai.
    try company.order(
      "admin",
      .appoint(
        "wu",
        .init(role: "executive", from: CivilDate("2026-03-04"), until: CivilDate("2026-03-05"))),
      on: .workspace)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "r"))
    for person in ["chen", "zhao", "qian"] as [PersonID] { try company.approve(id, by: person) }
    #expect(throws: Refusal.self) { try company.approve(id, by: "wu") }
    // 15:59 UTC on 3 March is still 3 March in Shanghai; one minute later it is the 4th.
    company.now = Timestamp("2026-03-03T15:59:59Z")!
    #expect(throws: Refusal.self) { try company.approve(id, by: "wu") }
    company.now = Timestamp("2026-03-04T16:00:00Z")!
    #expect(throws: Refusal.self, "half-open: not on the 5th") { try company.approve(id, by: "wu") }
    company.now = Timestamp("2026-03-03T16:00:00Z")!
    try company.approve(id, by: "wu")
  }

  @Test func actingAsSomebodyElseIsForTrialsOnly() throws {
    let project = try SmallCompany.runningProject(in: company)
    let command = Command(
      envelope: Envelope(
        command: "x", actor: Actor(person: "chen", authentication: .actingAs(account: "root")),
        at: company.now),
      order: .fill(form: "facts", values: ["remark": "x"]))
    let refusal = try #require(throws: Refusal.self) {
      _ = try company.service.execute(command, on: .project(project))
    }
    #expect(refusal.code == .actingAsForbidden)
  }
}

/// Replaying what the log says gives what the store holds.
@Suite struct Replaying {
  @Test func theHistoryAloneRebuildsEveryRecordWithoutAnyPolicy() throws {
    let store = MemoryStore(sha256: sha256)
    let company = try SmallCompany.company(store)
    let id = try SmallCompany.runningProject(in: company)
    let request = try #require(
      try company.submit("change", on: id, by: "li", ["budget": "126000"], reason: "r"))
    try company.approve(request, by: "chen")
    try company.returnBack(request, by: "zhao", comment: "why")
    try company.order(
      "li", .resubmit(request, values: ["budget": "127000"], attachments: [:], reason: ""),
      on: .project(id))
    try company.approve(request, by: "chen")
    try company.submit("spend", on: id, by: "li", ["amount": "12.50"])
    var project: Project?
    var workspace: Workspace?
    for record in store.log {
      // Through the canonical text, as a reader years later would.
      let json = try JSON(parsing: try JSON(encoding: record.event).canonical)
      let event: Event = try json.decode()
      #expect(event == record.event)
      switch record.stream {
      case .workspace: workspace = Workspace.evolve(workspace, event, record.envelope)
      case .project: project = Project.evolve(project, event, record.envelope)
      }
    }
    #expect(project?.settled == store.project(id))
    #expect(workspace?.settled == store.workspace())
  }
}
