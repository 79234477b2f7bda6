import CEL
import Engine
import TestKit
import Testing

/// Who may sign, in which order, once, and bound to what.
@Suite struct Signing {
  let company: Company<MemoryStore>

  init() throws { company = try SmallCompany.company(MemoryStore(sha256: sha256)) }

  private func change(
    _ project: ProjectID, by person: PersonID = "li", budget: String = "126000"
  ) throws -> RequestID {
    try #require(
      try company.submit("change", on: project, by: person, ["budget": budget], reason: "r"))
  }

  /// The code of the refusal, having seen that nothing was written.
  private func refusal(_ project: ProjectID? = nil, _ body: () throws -> Void) throws -> Refusal {
    let before = company.service.store.log.count
    let refusal = try #require(throws: Refusal.self) { try body() }
    #expect(company.service.store.log.count == before, "a refusal leaves no trace")
    return refusal
  }

  @Test func theSubmitterNeverSignsThoughTheyHoldTheStepsRole() throws {
    let project = try SmallCompany.runningProject(in: company)
    try company.order(
      "admin", .appointToProject(person: "li", role: "project_manager"), on: .project(project))
    let id = try change(project)
    let refusal = try refusal { try company.approve(id, by: "li") }
    #expect(refusal.code == .selfApproval)
    #expect(refusal.whoCould == ["chen"], "the other holder of the role")
    try company.approve(id, by: "chen")
  }

  @Test func anotherEntryOfTheSameHumanIsTheSameHuman() throws {
    let project = try SmallCompany.runningProject(in: company)
    try company.order(
      "admin", .appointToProject(person: "li2", role: "project_manager"), on: .project(project))
    let id = try change(project)
    #expect(try refusal { try company.approve(id, by: "li2") }.code == .selfApproval)
    #expect(
      try refusal {
        try company.order(
          "li2", .answer(id, .approve(try company.request(id).request.binding, comment: "")),
          on: .project(project))
      }.code == .selfApproval)
  }

  @Test func ifOnlyTheSubmitterHoldsTheRoleItGoesToTheirSuperior() throws {
    let project = try SmallCompany.runningProject(in: company, manager: "chen")
    // chen is the only project manager, submits, and reports to wu.
    let id = try change(project, by: "chen")
    #expect(try refusal { try company.approve(id, by: "li") }.code == .notASigner)
    try company.approve(id, by: "wu")
    let signature = try #require(try company.request(id).request.signatures.first?.signature)
    #expect(signature.basis == .superior(of: "chen"))
    // wu could also sign as general manager, but has signed.
    try company.approve(id, by: "zhao")
    #expect(try refusal { try company.approve(id, by: "wu") }.code == .alreadySigned)
    try company.approve(id, by: "qian")
  }

  @Test func executiveBeforeDirectorAndStrangersAreRefusedWithWhoCould() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let early = try refusal { try company.approve(id, by: "sun") }
    #expect(early.code == .notYourTurn)
    #expect(early.whoCould == ["chen"])
    let stranger = try refusal { try company.approve(id, by: "admin") }
    #expect(stranger.code == .notASigner)
    #expect(stranger.whoCould == ["chen"])
    let unknown = try refusal { try company.approve(id, by: "nobody") }
    #expect(unknown.code == .unknownPerson)
  }

  @Test func anEmptyRoleIsNeverAYes() throws {
    let project = try SmallCompany.runningProject(in: company)
    try company.order("admin", .relieve("sun", "executive"), on: .workspace)
    let id = try change(project)
    for person in ["chen", "zhao", "qian"] as [PersonID] { try company.approve(id, by: person) }
    #expect(try company.request(id).request.status == .pending)
    #expect(try refusal { try company.approve(id, by: "sun") }.code == .notASigner)
    try company.order(
      "admin", .appoint("wu", .init(role: "executive")), on: .workspace)
    try company.approve(id, by: "wu")
    #expect(try company.request(id).request.status == .approved)
  }

  @Test func whoLeftWhilePendingSignsNoMoreAndTheirYesStays() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    try company.order("admin", .leave("chen"), on: .workspace)
    try company.order("admin", .leave("zhao"), on: .workspace)
    #expect(try refusal { try company.approve(id, by: "zhao") }.code == .inactivePerson)
    #expect(try company.request(id).request.signatures.map(\.signature.person) == ["chen"])
    // The sponsor is vacant: the project stands still until a successor is named, which is possible.
    #expect(
      try refusal { try company.submit("spend", on: project, by: "li", ["amount": "1"]) }.code
        == .vacantRole)
    let successor = try #require(
      try company.submit("replace", on: project, by: "li", ["sponsor": "wu"]))
    try company.approve(successor, by: "qian")
    try company.approve(id, by: "wu")
    #expect(try company.request(id).request.signatures.count == 2)
  }

  @Test func youApproveWhatYouSaw() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let seen = try company.request(id).request.binding
    try company.returnBack(id, by: "chen", comment: "too much")
    try company.order(
      "li", .resubmit(id, values: ["budget": "190000"], attachments: [:], reason: ""),
      on: .project(project))
    let stale = try refusal {
      try company.order("chen", .answer(id, .approve(seen, comment: "")), on: .project(project))
    }
    #expect(stale.code == .staleView)
    try company.approve(id, by: "chen")
  }

  @Test(arguments: [0, 1, 2]) func eachPartOfTheBindingCounts(part: Int) throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let right = try company.request(id).request.binding
    let other = sha256([0])
    let wrong = Request.Binding(
      content: part == 0 ? other : right.content, rulebook: part == 1 ? other : right.rulebook,
      revision: part == 2 ? right.revision + 1 : right.revision)
    #expect(
      try refusal {
        try company.order("chen", .answer(id, .approve(wrong, comment: "")), on: .project(project))
      }
      .code == .staleView)
  }

  @Test func aColleaguesSignatureDoesNotMakeTheViewStale() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let seen = try company.request(id).request.binding
    try company.approve(id, by: "chen")
    try company.order("zhao", .answer(id, .approve(seen, comment: "")), on: .project(project))
  }

  @Test func aReturnToAStepKeepsWhatCameBeforeItAndAsksAgainFromThere() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    try company.returnBack(id, by: "qian", to: "sponsor", comment: "ask the customer")
    var request = try company.request(id).request
    #expect(request.round == 2)
    #expect(request.signatures.map(\.signature.person) == ["chen"])
    try company.approve(id, by: "zhao")
    try company.approve(id, by: "qian")
    try company.approve(id, by: "sun")
    request = try company.request(id).request
    #expect(request.status == .approved)
    #expect(
      try refusal { try company.returnBack(id, by: "qian", to: "sponsor") }.code == .notPending)
  }

  @Test func aReturnGoesOnlyToAStepThatCameBefore() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    try company.approve(id, by: "chen")
    for step in ["sponsor", "executive", "nonsense"] as [StepName] {
      #expect(try refusal { try company.returnBack(id, by: "zhao", to: step) }.code == .unknownStep)
    }
  }

  @Test func afterAReturnAndAnEditOldYesesCountForNothing() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project, budget: "110000")
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    try company.returnBack(id, by: "qian", comment: "again")
    #expect(try company.request(id).request.status == .returned)
    #expect(try refusal { try company.approve(id, by: "zhao") }.code == .notPending)
    try company.order(
      "li", .resubmit(id, values: ["budget": "150000"], attachments: [:], reason: ""),
      on: .project(project))
    let request = try company.request(id).request
    #expect(request.signatures.isEmpty)
    #expect(request.revision == 2)
    #expect(
      request.route.steps.map(\.name) == ["manager", "sponsor", "director", "executive"],
      "the route is that of the new content")
  }

  @Test func onlyTheSubmitterWithdrawsAndResubmits() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let withdrawal = Order.answer(id, .withdraw(comment: ""))
    #expect(
      try refusal { try company.order("chen", withdrawal, on: .project(project)) }.code
        == .notAllowed)
    #expect(
      try refusal {
        try company.order(
          "li", .resubmit(id, values: [:], attachments: [:], reason: ""), on: .project(project))
      }.code == .notReturned)
    try company.order("li", withdrawal, on: .project(project))
    #expect(try company.request(id).request.status == .withdrawn)
    #expect(
      try refusal { try company.order("li", withdrawal, on: .project(project)) }.code
        == .notPending)
    #expect(try refusal { try company.approve(id, by: "chen") }.code == .notPending)
  }

  @Test func aRejectionEndsTheRequestAndNeedsAReason() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    #expect(
      try refusal { try company.reject(id, by: "chen", comment: "") }.code == .commentRequired)
    try company.reject(id, by: "chen")
    #expect(try company.request(id).request.status == .rejected)
    #expect(try company.project(project).baseline["budget"] == .decimal(Decimal(100_000)))
  }

  @Test func aCommandSentTwiceIsCarriedOutOnce() throws {
    let project = try SmallCompany.runningProject(in: company)
    let id = try change(project)
    let binding = try company.request(id).request.binding
    let order = Order.answer(id, .approve(binding, comment: ""))
    let first = try company.order("chen", order, on: .project(project), id: "same")
    let count = company.service.store.log.count
    let second = try company.order("chen", order, on: .project(project), id: "same")
    #expect(!first.isRepetition)
    #expect(second.isRepetition)
    #expect(second.events == first.events)
    #expect(company.service.store.log.count == count)
    let other = Order.answer(id, .approve(binding, comment: "other"))
    #expect(
      try refusal { try company.order("chen", other, on: .project(project), id: "same") }.code
        == .commandReused)
    #expect(
      try refusal { try company.order("zhao", order, on: .project(project), id: "same") }.code
        == .commandReused)
  }
}

/// `repeats: merge`: one human is asked once.
@Suite struct MergedRepeats {
  @Test func oneSignatureFillsEveryPlaceOfTheSameHumanAsAMachinesConclusion() throws {
    let company = try SmallCompany.company(
      MemoryStore(sha256: sha256), SmallCompany.extended("repeats: merge"))
    // zhao is sponsor and becomes sales director too; qian steps down and wu leaves.
    let project = try SmallCompany.runningProject(in: company, policy: "layer")
    try company.order("admin", .appoint("zhao", .init(role: "sales_director")), on: .workspace)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "r"))
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    let request = try company.request(id).request
    #expect(request.progress[2].outcomes == [.concluded(.repeats(step: "sponsor", human: "zhao"))])
    #expect(request.signatures.map(\.signature.person) == ["chen", "zhao"])
    #expect(request.activeSteps.map { request.route.steps[$0].name } == ["executive"])
  }

  @Test func withoutItTheSameHumanIsAskedForNothingMore() throws {
    let company = try SmallCompany.company(MemoryStore(sha256: sha256))
    let project = try SmallCompany.runningProject(in: company)
    try company.order("admin", .appoint("zhao", .init(role: "sales_director")), on: .workspace)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "126000"], reason: "r"))
    try company.approve(id, by: "chen")
    try company.approve(id, by: "zhao")
    let refusal = try #require(throws: Refusal.self) { try company.approve(id, by: "zhao") }
    #expect(refusal.code == .alreadySigned)
    #expect(refusal.whoCould == ["qian", "wu"])
  }
}

/// 会签: every authority signs, by different people.
@Suite struct CountersignedByAll {
  @Test func oneHumanWithBothRolesFillsOnePlaceOnly() throws {
    let company = try SmallCompany.company(
      MemoryStore(sha256: sha256),
      SmallCompany.extended(
        """
        sign_off:
          change:
            - {step: both, all: [sales_director, general_manager]}
        """))
    let project = try SmallCompany.runningProject(in: company, policy: "layer")
    try company.order("admin", .appoint("qian", .init(role: "general_manager")), on: .workspace)
    let id = try #require(
      try company.submit("change", on: project, by: "li", ["budget": "101000"], reason: "r"))
    try company.approve(id, by: "qian")
    #expect(try company.request(id).request.status == .pending)
    #expect(throws: Refusal.self) { try company.approve(id, by: "qian") }
    try company.approve(id, by: "wu")
    #expect(try company.request(id).request.status == .approved)
  }
}
