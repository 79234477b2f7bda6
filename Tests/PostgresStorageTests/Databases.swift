import Engine
import Foundation
import PostgresStorage
import TestKit
import Testing

/// A database of its own for one test, on the server of all tests.
struct TestDatabase {
  let server: PostgresServer
  let name: String
  let text: String
  let address: Address

  init() throws {
    guard PostgresStore.isAvailable else { throw Absent() }
    server = try PostgresServer.shared()
    name = try server.newDatabase()
    text = server.address(of: name)
    address = try #require(Address(text))
  }

  /// The build has no libpq.
  struct Absent: Error {}

  @discardableResult
  func query(_ sql: String) throws -> String { try server.query(sql, in: text) }

  func create(connections: Int = PostgresStore.defaultConnections) throws -> PostgresStore {
    try PostgresStore.create(at: address, connections: connections, sha256: sha256)
  }

  func open(connections: Int = PostgresStore.defaultConnections) throws -> PostgresStore {
    try PostgresStore.open(at: address, connections: connections, sha256: sha256)
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs where there is a server, and where everything must run (`CI=true`); there its absence is a failure.
  static var needsServer: Self {
    .enabled(
      if: PostgresServer.isExpected
        && (PostgresStore.isAvailable || ProcessInfo.processInfo.environment["CI"] == "true"),
      "no PostgreSQL here: install `postgresql`, build with `--traits PostgreSQL`")
  }
}
