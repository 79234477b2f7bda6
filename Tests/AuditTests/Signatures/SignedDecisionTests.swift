import Engine
import Foundation
import GRDB
import SQLiteStorage
import TestKit
import Testing

@testable import Audit

/// Whoever has registered a key decides nothing without it, and an auditor checks every signature under the key of its time.
@Suite struct SignedDecisions {
  @Test func anUnsignedDecisionOfSomebodyWithAKeyIsRefused() throws {
    try Desk.with { desk in
      let request = try desk.file()
      try desk.give(.reject(desk.binding(request), comment: "unsigned is fine so far"), request)
      let next = try desk.file()
      try desk.register("mine")
      for answer in try desk.verdicts(next) {
        #expect(desk.refusal(answer, next)?.code == .unsigned)
      }
      try desk.give(.ask("why?"), next)
      try desk.sign(.approve(desk.binding(next), comment: "同意"), next, "mine")
      #expect(try desk.company.request(next).request.approvals.map(\.signature.person) == ["chen"])
      let report = try desk.workspace.verify()
      #expect(report.findings.listed == [])
      #expect(report.signed == 1)
    }
  }

  /// Each of what a statement binds, changed by itself.
  @Test func aSignatureOfAnythingElseIsRefused() throws {
    try Desk.with { desk in
      try desk.register("mine")
      let one = try desk.file()
      let other = try desk.file(on: try SmallCompany.runningProject(in: desk.company))
      let answer = Answer.approve(try desk.binding(one), comment: "a")
      let seal = try desk.seal(answer, one, "mine")
      let binding = try desk.binding(one)
      let foreign: [(Answer, RequestID)] = [
        (.approve(binding, comment: "b"), one), (.reject(binding, comment: "a"), one),
        (.returnBack(binding, to: nil, comment: "a"), one),
        (.approve(try desk.binding(other), comment: "a"), other),
        (
          .approve(
            binding, comment: "a",
            conditions: [
              Reservation(criterion: "x", owner: "li", due: Samples.day, blocks: "spend")
            ]), one
        ),
      ]
      for (answer, request) in foreign {
        #expect(desk.refusal(answer, request, seal)?.code == .staleView, "\(answer)")
      }
      // The right words under a signature of others.
      let words = seal.statement
      try desk.ssh.make("thief")
      let thief = try desk.ssh.secret("thief").sign(words)
      #expect(
        desk.refusal(answer, one, Seal(statement: words, signature: thief))?.code
          == .wrongSignature)
      #expect(
        desk.refusal(answer, one, Seal(statement: words, signature: ""))?.code == .wrongSignature)
      #expect(desk.refusal(.see, one, seal)?.code == .wrongSignature)
      // After a return the same content is another round: a signature is given once.
      try desk.sign(.returnBack(binding, to: nil, comment: "again"), one, "mine")
      try desk.company.order(
        "li", .resubmit(one, values: [:], attachments: [:], reason: ""),
        on: desk.company.request(one).stream)
      let again = Answer.approve(try desk.binding(one), comment: "a")
      #expect(desk.refusal(again, one, seal)?.code == .staleView)
      try desk.sign(again, one, "mine")
      #expect(try desk.workspace.verify().signed == 2)
    }
  }

  @Test func aRevokedKeySignsNothingAndTheDemandStays() throws {
    try Desk.with { desk in
      try desk.register("old")
      let request = try desk.file()
      let answer = Answer.approve(try desk.binding(request), comment: "")
      let seal = try desk.seal(answer, request, "old")
      try desk.company.order(
        "chen", .revokeKey("chen", desk.ssh.publicKey("old"), because: "lost"), on: .workspace)
      #expect(desk.refusal(answer, request, seal)?.code == .unsigned)
      #expect(desk.refusal(answer, request)?.code == .unsigned)
      try desk.register("new")
      #expect(desk.refusal(answer, request, seal)?.code == .wrongSignature)
      try desk.sign(answer, request, "new")
      #expect(try desk.workspace.verify().signed == 1)
    }
  }

  @Test func keysAreRegisteredByAdministratorsOnceAndForEveryEntryOfAHuman() throws {
    try Desk.with { desk in
      try desk.ssh.make("mine")
      let key = try desk.ssh.publicKey("mine")
      let add = Order.addKey("chen", key, label: "")
      #expect(desk.refusal("chen", add)?.code == .notAdministrator)
      #expect(desk.refusal("admin", .addKey("nobody", key, label: ""))?.code == .unknownPerson)
      try desk.company.order("admin", add, on: .workspace)
      #expect(desk.refusal("admin", add)?.code == .alreadyExists)
      #expect(desk.refusal("admin", .addKey("li", key, label: ""))?.code == .alreadyExists)
      #expect(desk.refusal("li", .revokeKey("chen", key, because: ""))?.code == .notAdministrator)
      // A key of one entry binds the human's other entry too.
      try desk.ssh.make("second")
      try desk.company.order(
        "admin", .addKey("li2", desk.ssh.publicKey("second"), label: ""), on: .workspace)
      let directory = try #require(try desk.company.service.store.workspace()).directory
      #expect(directory.signingKeys(of: "li")?.count == 1)
      #expect(directory.signingKeys(of: "wu") == nil)
    }
  }

  /// Rewritten with every digest made anew, a signature is still the person's own or none.
  @Test func aForgedSignatureIsFoundByTheAuditorAndBySeparateEyes() throws {
    try Desk.with { desk in
      try desk.register("mine")
      let request = try desk.file()
      try desk.sign(.approve(desk.binding(request), comment: "prices rose"), request, "mine")
      let path = desk.workspace.path
      #expect(try SeparateVerifier.verdict(of: path) == "intact")
      try desk.workspace.rewrite(Array("prices rose".utf8), as: Array("prices fell".utf8))
      #expect(try desk.workspace.verify().findings.counts.keys.contains(.signature))
      #expect(try SeparateVerifier.verdict(of: path) == "altered")
    }
  }
}

/// A request that Chen signs first, and Chen's keys.
private struct Desk {
  let ssh: SSHKeys
  let workspace: Workspace
  let company: Company<SQLiteStore>
  let project: ProjectID

  static func with(_ work: (Desk) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      let workspace = Workspace(path: folder.path("workspace.sqlite"))
      let company = try SmallCompany.company(
        try SQLiteStore.create(at: workspace.path, sha256: sha256), isSigned: SSHSignature.isSigned)
      try work(
        Desk(
          ssh: SSHKeys(folder: folder), workspace: workspace, company: company,
          project: try SmallCompany.runningProject(in: company)))
    }
  }

  /// A change of the budget that nobody has signed.
  func file(on other: ProjectID? = nil) throws -> RequestID {
    try #require(
      try company.submit(
        "change", on: other ?? project, by: "li", ["budget": "104000"], reason: "steel"))
  }

  func binding(_ id: RequestID) throws -> Request.Binding {
    try company.request(id).request.binding
  }

  func verdicts(_ id: RequestID) throws -> [Answer] {
    let binding = try binding(id)
    return [
      .approve(binding, comment: "x"), .reject(binding, comment: "x"),
      .returnBack(binding, to: nil, comment: "x"),
    ]
  }

  func register(_ name: String) throws {
    try ssh.make(name)
    try company.order(
      "admin", .addKey("chen", ssh.publicKey(name), label: name), on: .workspace)
  }

  func seal(_ answer: Answer, _ id: RequestID, _ name: String) throws -> Seal {
    let workspace = try #require(try company.service.store.workspace())
    let request = try company.request(id).request
    return try ssh.secret(name).seal(
      try #require(DecisionStatement(answer, to: request, by: "chen", in: workspace)))
  }

  func give(_ answer: Answer, _ id: RequestID, _ seal: Seal? = nil) throws {
    try company.order(
      "chen", .answer(id, answer), on: try company.request(id).stream, seal: seal)
  }

  func sign(_ answer: Answer, _ id: RequestID, _ name: String) throws {
    try give(answer, id, try seal(answer, id, name))
  }

  func refusal(_ answer: Answer, _ id: RequestID, _ seal: Seal? = nil) -> Refusal? {
    #expect(throws: Refusal.self) { try give(answer, id, seal) }
  }

  func refusal(_ person: PersonID, _ order: Order) -> Refusal? {
    #expect(throws: Refusal.self) { try company.order(person, order, on: .workspace) }
  }
}
