import Engine
import Foundation
import PolicyFiles
import SQLiteStorage
import Synchronization
import TestKit
import Testing

@testable import Audit

/// Promise 1: every command is ended at every write; what is found is what was before it or what comes after it, never
/// anything between, and sending it again brings it about once.
///
/// CI meets every fifteenth moment; `TOLLGATE_KILL_STRIDE=1` every one.
@Suite struct KilledCommands {
  private static let stride = max(1, Endurance.size("TOLLGATE_KILL_STRIDE", 15))

  /// Each in the workspace of ``prepare(in:)``.
  private static let commands: [(name: String, arguments: [String])] = [
    ("new", ["new", "small", "--title", "Tower", "--as", "li"]),
    (
      "submit",
      ["submit", "P-7", "change", "--set", "budget=104000", "--reason", "steel", "--as", "li"]
    ),
    ("approve", ["approve", "R-8", "--as", "chen"]),
    ("the last approval", ["approve", "R-9", "--as", "qian"]),
    ("reject", ["reject", "R-10", "-m", "no", "--as", "chen"]),
    ("return", ["return", "R-11", "-m", "again", "--as", "chen"]),
    ("resubmit", ["resubmit", "R-12", "--set", "budget=103000", "--as", "li"]),
    ("withdraw", ["withdraw", "R-13", "--as", "li"]),
    ("migrate", ["policy", "migrate", "small-policy", "R-13", "--adopt", "--as", "admin"]),
    (
      "delegate",
      ["people", "delegate", "--to", "sun", "--until", "2027-01-01", "--as", "zhao"]
    ),
    ("appoint", ["people", "appoint", "wu", "sales_director", "--as", "admin"]),
    ("import", ["people", "import", "RULES/people.csv", "--as", "admin"]),
    ("publish", ["policy", "publish", "RULES/Policies/small-policy.yaml", "--as", "admin"]),
    ("key", ["people", "key", "add", "zhao", "RULES/id.pub", "--as", "admin"]),
  ]

  @Test(arguments: ["kill", "tear"]) func leaveNothingBetweenBeforeAndAfter(fault: String) throws {
    try TemporaryFolder.with { rules in
      try Self.write(rules)
      let parts = try (0..<2).inParallel { half in
        try TemporaryFolder.with { folder in
          let original = try Self.prepare(in: folder)
          var (moments, broken) = (0, 0)
          for (index, command) in Self.commands.enumerated() where index % 2 == half {
            let kill = Kill(fault: fault, original: original, folder: folder, rules: rules)
            let met = try kill.meet(command.arguments, from: 1 + index % Self.stride, Self.stride)
            #expect(met.broken == [], "\(command.name)")
            moments += met.moments
            broken += met.broken.count
          }
          return (moments, broken)
        }
      }
      Endurance.tell(
        1, "kill points of \(Self.commands.count) commands (\(fault))",
        parts.map(\.0).reduce(0, +), failures: parts.map(\.1).reduce(0, +))
    }
  }

  /// The control: without what is written to the journal, a kill leaves something between.
  @Test func withoutAJournalSomethingBetweenIsSeen() throws {
    try TemporaryFolder.with { rules in
      try Self.write(rules)
      try TemporaryFolder.with { folder in
        let original = try Self.prepare(in: folder)
        let kill = Kill(
          fault: "kill", original: original, folder: folder, rules: rules, dropping: "-journal")
        let isSeen = try !kill.meet(Self.commands[3].arguments, from: 2, 3).broken.isEmpty
        #expect(isSeen)
        Endurance.control(1, "no journal is written", isSeen: isSeen)
      }
    }
  }

  /// Seven projects: one with nothing open, five with a change at different stations, one with a change that was returned.
  private static func prepare(in folder: TemporaryFolder) throws -> Data {
    let path = folder.path("workspace.sqlite")
    let company = try Company(try SQLiteStore.create(at: path, sha256: sha256))
    let administrator = SmallCompany.people[0]
    try company.order(
      administrator.id,
      .found(name: "test", administrator: administrator, allowsActingAs: true), on: nil)
    try company.order(
      administrator.id, .importPeople(Array(SmallCompany.people.dropFirst())), on: .workspace)
    try company.publish(SmallCompany.sources, as: administrator.id)
    let projects = try (0..<7).map { _ in try SmallCompany.runningProject(in: company) }
    let requests = try projects.prefix(6).map {
      try #require(
        try company.submit("change", on: $0, by: "li", ["budget": "104000"], reason: "steel"))
    }
    try #require(requests == ["R-8", "R-9", "R-10", "R-11", "R-12", "R-13"])
    try company.approve(requests[1], by: "chen")
    try company.approve(requests[1], by: "zhao")
    try company.returnBack(requests[4], by: "chen")
    try company.publish(edition(2), as: administrator.id)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private static func edition(_ number: Int) -> RulebookSources {
    RulebookSources(
      workflow: SmallCompany.workflow,
      layers: [
        .init(
          file: SmallCompany.policy.file,
          text: SmallCompany.policy.text + "\n# edition \(number)\n")
      ])
  }

  /// The files that commands name, in a folder in which nothing is counted.
  private static func write(_ rules: TemporaryFolder) throws {
    let manager = FileManager.default
    for name in ["Policies", "Workflows"] {
      try manager.createDirectory(atPath: rules.path(name), withIntermediateDirectories: false)
    }
    for (name, text) in [
      ("Policies/small-policy.yaml", edition(3).layers[0].text),
      ("Workflows/small.yaml", SmallCompany.workflow.text),
      ("people.csv", "id,name,rank\nnew,New,2\n"),
      ("id.pub", Samples.publicKey.description + " zhao@desk\n"),
    ] {
      try text.write(toFile: rules.path(name), atomically: true, encoding: .utf8)
    }
  }
}

/// One command that is ended again and again, each time in the same workspace.
private struct Kill {
  let fault: String
  let original: Data
  let folder: TemporaryFolder
  let rules: TemporaryFolder
  /// Of files whose names end like this nothing is written.
  var dropping: String?

  /// Which moments were met, and what was found broken.
  func meet(_ words: [String], from first: Int, _ stride: Int) throws -> (
    moments: Int, broken: [String]
  ) {
    let faults = try Faults()
    let tollgate = try #require(Program("tollgate"))
    let command =
      words.map { $0.replacing("RULES", with: rules.url.path) }
      + [
        "--workspace", folder.path("workspace.sqlite"), "--command-id", "killed", "--yes",
      ].filter { $0 != "--yes" || ["approve", "reject", "return"].contains(words[0]) }
    let now = ["TOLLGATE_NOW": "2026-03-02T02:00:00Z"]
    func run(_ environment: [String: String] = [:]) throws -> Program.Result {
      try tollgate.run(command, environment: now.merging(environment) { $1 })
    }
    try faults.reset(folder, to: original)
    let before = try digest()
    let whole = try run()
    try #require(whole.status == 0, "\(words): \(whole.output)\(whole.errors)")
    let after = try digest()
    try #require(after != before)
    var (moment, moments, broken) = (first, 0, [String]())
    while true {
      try faults.reset(folder, to: original)
      var environment = faults.environment(folder, fault: fault, at: moment)
      if let dropping { environment["FAULT_DROP"] = dropping }
      let killed = try run(environment)
      guard try faults.calls(folder).count >= moment else { return (moments, broken) }
      moments += 1
      do {
        try #require(killed.status == -SIGKILL, "\(killed.errors)")
        let found = try digest()
        if found != before, found != after { broken.append("\(moment): something between") }
        if dropping == nil {
          let again = try run()
          if again.status != 0 { broken.append("\(moment): sent again: \(again.errors)") }
          if try digest() != after { broken.append("\(moment): not once") }
        }
      } catch {
        broken.append("\(moment): \(error)")
      }
      moment += stride
    }
  }

  /// The same three texts come again at every moment.
  private static let compile: Auditor<SQLiteStore>.Compiler = { sources in
    if let known = compiled.withLock({ $0[sources] }) { return known }
    let rulebook = try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
    compiled.withLock { $0[sources] = rulebook }
    return rulebook
  }

  private static let compiled = Mutex<[RulebookSources: Rulebook]>([:])

  /// Of everything in the store, which is to be whole and to follow from its log.
  private func digest() throws -> StoreDigest {
    let store = try SQLiteStore.open(at: folder.path("workspace.sqlite"), sha256: sha256)
    guard try store.check().isEmpty else { throw StoreFailure.corrupt("check") }
    let report = try Auditor(
      store, timeZones: systemTimeZones, sha256: sha256, compile: Self.compile
    ).verify()
    guard report.verdict == .intact else {
      throw StoreFailure.corrupt("\(report.findings.listed.map(\.message.en))")
    }
    return try store.inspect { try StoreDigest(of: $0, sha256) }
  }
}
