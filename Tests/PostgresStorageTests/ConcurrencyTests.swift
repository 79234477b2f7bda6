import Engine
import Foundation
import PostgresStorage
import Synchronization
import TestKit
import Testing

@Suite(.needsServer) struct ManyClientsOfOneServer {
  static let clients = 64

  /// Sixty-four clients spend from three projects at once: nothing is lost, nothing is done twice, and whoever was answered
  /// before another asked stands before them.
  @Test func nothingIsLostAndNothingTwice() throws {
    try race(try TestDatabase(), rounds: 3, meanwhile: nil)
  }

  /// The same while connections are ended again and again, at any moment of a decision.
  @Test func killedConnectionsLoseNothing() throws {
    let database = try TestDatabase()
    let killed = Mutex(0)
    try race(database, rounds: 3) {
      let count = try database.server.query(
        """
        SELECT count(pg_terminate_backend(pid)) FROM (
          SELECT pid FROM pg_stat_activity WHERE application_name = 'tollgate'
          AND datname = '\(database.name)' AND state <> 'idle' ORDER BY random() LIMIT 3) AS chosen
        """)
      killed.withLock { $0 += Int(count) ?? 0 }
      usleep(20_000)
    }
    #expect(killed.withLock { $0 } > 0)
    Endurance.tell(
      5, "operations of 64 clients of a server, \(killed.withLock { $0 }) connections ended",
      Self.clients * 3)
  }

  /// `trouble` is made again and again as long as the clients are at work.
  private func race(
    _ database: TestDatabase, rounds: Int, meanwhile trouble: (@Sendable () throws -> Void)?
  ) throws {
    let store = try database.create()
    let company = try SmallCompany.company(store)
    let projects = try (0..<3).map { _ in try SmallCompany.runningProject(in: company) }
    let before = try projects.map { try company.project($0).version }
    let service = company.service
    let at = company.now
    let working = Mutex(Self.clients)
    let answers: [Answer] = try (0..<Self.clients + 1).inParallel { client -> [Answer] in
      guard client < Self.clients else {
        while working.withLock({ $0 }) > 0, let trouble { try trouble() }
        return []
      }
      defer { working.withLock { $0 -= 1 } }
      return try (0..<rounds).map { round in
        let stream = Stream.project(projects[(client + round) % projects.count])
        let command = Command(
          envelope: Envelope(
            command: CommandID("client-\(client)-\(round)"),
            actor: Actor(person: "li", authentication: .account("test-li")), at: at),
          order: .submit(
            action: "spend", values: ["amount": "\(client + 1)"], attachments: [:], reason: ""))
        let asked = DispatchTime.now().uptimeNanoseconds
        let outcome = try insist { try service.execute(command, on: stream) }
        return Answer(
          command: command.envelope.command, stream: stream, asked: asked,
          told: DispatchTime.now().uptimeNanoseconds, events: outcome.events.count)
      }
    }.flatMap(\.self)

    let other = try database.open()
    for (project, before) in zip(projects, before) {
      let mine = try answers.filter { $0.stream == .project(project) }.map { answer in
        (answer, versions: try #require(try other.receipt(answer.command)).versions)
      }.sorted { $0.versions.lowerBound < $1.versions.lowerBound }
      // Each has a place of its own, one after the other from where the race began.
      #expect(
        mine.flatMap { Array($0.versions) }
          == Array(before + 1...before + mine.reduce(0) { $0 + $1.versions.count }))
      #expect(try other.project(project)?.version == mine.last?.versions.upperBound)
      // A decision that was told before another was asked for comes before it.
      var latestAsked: UInt64 = 0
      for (answer, _) in mine {
        #expect(answer.told > latestAsked)
        latestAsked = max(latestAsked, answer.asked)
      }
    }
    let spent = (0..<Self.clients).reduce(0) { $0 + ($1 + 1) * rounds }
    let sum = try projects.reduce(0) { sum, project in
      sum + (Int(try #require(try other.project(project)).spent.description) ?? 0)
    }
    #expect(sum == spent)
    let log = try other.inspect { try $0.log(after: 0, limit: 1_000_000) }
    #expect(log.map(\.sequence) == Array(1...log.count))
    #expect(try database.query("SELECT count(*) FROM tollgate.events") == "\(log.count)")
    #expect(try database.query("SELECT count(*) FROM tollgate.unplaced") == "0")
  }

  struct Answer {
    let command: CommandID
    let stream: Engine.Stream
    let asked: UInt64
    let told: UInt64
    let events: Int
  }

  /// Sends the same command again as long as the store cannot say what became of it. Any other error is one.
  private func insist<T>(_ send: () throws -> T) throws -> T {
    for _ in 0..<200 {
      do { return try send() } catch is StoreFailure { usleep(10_000) }
    }
    return try send()
  }

  /// The control: without the constraints two people fill one place, so it is the schema that stops them.
  @Test func withoutTheConstraintAPlaceIsFilledTwice() throws {
    let database = try TestDatabase()
    let store = try database.create()
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try scribe.write(.project("P-1"), Samples.submission("R-1", on: "P-1"), to: store)
    try scribe.write(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")], to: store)
    let again = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 0, by: "wang")])
    #expect(try store.append(again) == .conflict)
    try database.query("ALTER TABLE tollgate.decisions DROP CONSTRAINT decisions_pkey")
    let isSeen = try store.append(again) == .done
    #expect(isSeen)
    Endurance.control(5, "without the constraint a place is filled twice", isSeen: isSeen)
  }

  /// Totals are written with the word to keep the decision: one that cannot be written undoes it, and the connection goes on.
  @Test func aTotalThatCannotBeWrittenLeavesNothingBehind() throws {
    let database = try TestDatabase()
    let company = try SmallCompany.company(try database.create(connections: 1))
    let project = try SmallCompany.runningProject(in: company)
    let change = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": "104000", "reason": "prices rose"]))
    for person in ["chen", "zhao"] as [PersonID] { try company.approve(change, by: person) }
    let before = try company.request(change).request
    let log = try database.query("SELECT count(*) FROM tollgate.events")
    try database.query("ALTER TABLE tollgate.weight_totals ADD CONSTRAINT none CHECK (count < 0)")
    #expect(throws: StoreFailure.self) { try company.approve(change, by: "qian") }
    #expect(try company.request(change).request == before)
    #expect(try database.query("SELECT count(*) FROM tollgate.events") == log)
    try database.query("ALTER TABLE tollgate.weight_totals DROP CONSTRAINT none")
    try company.approve(change, by: "qian")
    #expect(try company.request(change).request.status == .approved)
    #expect(try database.query("SELECT count FROM tollgate.weight_totals") == "1")
  }

  /// The server itself dies under its clients and starts again: what was acknowledged is there.
  @Test func aServerThatDiesLosesNothing() throws {
    // Not the server of the other tests, which would die with them.
    let server = try PostgresServer()
    let address = try #require(Address(server.address(of: try server.newDatabase())))
    let store = try PostgresStore.create(at: address, sha256: sha256)
    let company = try SmallCompany.company(store)
    let project = try SmallCompany.runningProject(in: company)
    for round in 1...6 {
      // The server may not have noticed yet that it died in the last round.
      let backend = try insist {
        do {
          return try server.query(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'tollgate' LIMIT 1")
        } catch is PostgresServer.Failure {
          throw StoreFailure.busy
        }
      }
      kill(try #require(pid_t(backend)), SIGKILL)
      let before = try insist { try company.project(project).version }
      let id = CommandID("round-\(round)")
      let outcome = try insist {
        try company.order(
          "li",
          .submit(action: "spend", values: ["amount": "1"], attachments: [:], reason: ""),
          on: .project(project), id: id)
      }
      #expect(try company.project(project).version == before + outcome.events.count)
    }
    #expect(try company.project(project).spent.description == "6")
  }
}
