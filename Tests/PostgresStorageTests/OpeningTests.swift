import Engine
import Foundation
import PostgresStorage
import TestKit
import Testing

@Suite(.needsServer) struct OpeningAWorkspaceOnAServer {
  @Test func aWorkspaceIsMadeOnce() throws {
    let database = try TestDatabase()
    let store = try database.create()
    // Begun and never founded: taken over.
    _ = try database.create()
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    #expect(throws: StoreFailure.exists(store.address)) { try database.create() }
    #expect(try database.open().workspace() == scribe.workspace)
  }

  @Test func ofManyWhoMakeItAtOnceAllFindItMade() throws {
    let database = try TestDatabase()
    try (0..<4).inParallel { _ in try database.create(connections: 1) }
    #expect(try database.query("SELECT count(*) FROM tollgate.migrations") == "2")
  }

  @Test func anEmptyDatabaseIsNoWorkspace() throws {
    let database = try TestDatabase()
    #expect(throws: StoreFailure.self) { try database.open() }
    #expect(try database.query("SELECT to_regnamespace('tollgate')") == "")
  }

  @Test func aDatabaseOfANewerVersionIsLeftAlone() throws {
    let database = try TestDatabase()
    _ = try database.create()
    try database.query("INSERT INTO tollgate.migrations VALUES ('v999')")
    #expect(throws: StoreFailure.tooNew(found: "v999")) { try database.open() }
    #expect(throws: StoreFailure.tooNew(found: "v999")) { try database.create() }
  }

  @Test func aDatabaseThatCannotHoldEveryLetterIsRefused() throws {
    let database = try TestDatabase()
    let name = "latin\(UInt32.random(in: 0...(.max)))"
    try database.server.query("CREATE DATABASE \(name) ENCODING 'LATIN1' TEMPLATE template0")
    let address = try #require(Address(database.server.address(of: name)))
    #expect {
      try PostgresStore.create(at: address, sha256: sha256)
    } throws: {
      "\($0)".contains("not UTF8")
    }
  }

  @Test func noStatementChangesTheLog() throws {
    let database = try TestDatabase()
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: try database.create())
    for statement in [
      "UPDATE tollgate.events SET leaf = body", "DELETE FROM tollgate.events",
      "TRUNCATE tollgate.events", "UPDATE tollgate.log SET position = 9",
      "DELETE FROM tollgate.log", "TRUNCATE tollgate.log",
    ] {
      #expect(throws: PostgresServer.Failure.self, "\(statement)") {
        try database.query(statement)
      }
    }
    let history = try database.open().history(of: .workspace, after: 0, limit: 9)
    #expect(history.count == Samples.founding.count)
  }

  @Test func aServerThatIsNotThereIsAFailureWithoutSecrets() throws {
    let address = try #require(
      Address("postgres://li:geheim@localhost:1/none?connect_timeout=2&sslpassword=geheim"))
    #expect {
      try PostgresStore.open(at: address, sha256: sha256)
    } throws: {
      !"\($0)".contains("geheim") && "\($0)".contains("localhost:1/none")
    }
  }

  /// Addresses that libpq cannot read are put into its messages whole.
  @Test(arguments: [
    "postgres://li:geheim@[::1/none", "postgres://li:geheim@host:port:1/none",
    "postgres://li:%ZZgeheim@host/none", "postgres:///none?nonsense=geheim&x",
  ]) func anAddressThatCannotBeReadIsNotRepeated(text: String) throws {
    let address = try #require(Address(text))
    #expect {
      try PostgresStore.open(at: address, sha256: sha256)
    } throws: {
      !"\($0)".contains("geheim")
    }
  }
}

@Suite struct AddressesOfServers {
  @Test(arguments: [
    ("postgres://db.example/tollgate", "postgres://db.example/tollgate"),
    (
      "postgresql://li:geheim@db.example:5433/tollgate?sslmode=require",
      "postgresql://db.example:5433/tollgate"
    ),
    ("postgres:///t?host=/run&password=geheim", "postgres:///t"),
    ("postgres://li:ge@heim@db.example/t", "postgres://db.example/t"),
    // Where the password might go on behind the question mark nothing is shown.
    ("postgres://li:ge?heim@db.example/t", "postgres://…"),
    ("postgres://li:ge@heim?geheim@db.example/t", "postgres://…"),
  ]) func areShownWithoutSecrets(text: String, shown: String) throws {
    let address = try #require(Address(text))
    #expect(address.description == shown)
    #expect("\(address)" == shown)
    #expect(!String(reflecting: address).contains("heim"))
    var dumped = ""
    dump(address, to: &dumped)
    #expect(!dumped.contains("heim"))
  }

  @Test(arguments: ["", "tollgate.sqlite", "/var/postgres://x", "POSTGRES://x", "mysql://x"])
  func otherTextsAreNone(text: String) { #expect(Address(text) == nil) }
}
