import Engine
import Foundation
import PostgresStorage
import SQLiteStorage
import TestKit
import Testing

@Suite(.needsServer) struct MovingBetweenStores {
  /// There and back again: a copy of a copy holds what the first held, and work goes on in it.
  @Test func nothingIsLostOnTheWay() throws {
    try TemporaryFolder.with { folder in
      let first = try SQLiteStore.create(at: folder.path("first.sqlite"), sha256: sha256)
      _ = try RandomHistory(seed: 7, length: 60).tell(on: first)
      let database = try TestDatabase()
      let server = try database.create()
      let digest = try server.take(over: first, sha256: sha256)
      #expect(digest.log.rows > 60)
      let second = try SQLiteStore.create(at: folder.path("second.sqlite"), sha256: sha256)
      #expect(try second.take(over: server, sha256: sha256) == digest)
      #expect(try server.inspect { try StoreDigest(of: $0, sha256) } == digest)

      #expect(try server.workspace() == first.workspace())
      let project = try #require(try server.projects(after: nil, limit: 1).first?.id)
      #expect(try server.project(project) == first.project(project))
      // The next decision is the next in the log.
      var scribe = try Scribe(name: "after", reading: server, projects: [project])
      try scribe.write(.project(project), [.project(.moved(to: "over"))], to: server)
      let log = try server.inspect { try $0.log(after: digest.log.rows, limit: 10) }
      #expect(log.map(\.sequence) == [digest.log.rows + 1])
    }
  }

  @Test func aStoreInWhichSomethingHappenedIsNotOverwritten() throws {
    try TemporaryFolder.with { folder in
      let source = try SQLiteStore.create(at: folder.path("source.sqlite"), sha256: sha256)
      var scribe = Scribe()
      try scribe.write(.workspace, Samples.founding, to: source)
      let server = try TestDatabase().create()
      _ = try server.take(over: source, sha256: sha256)
      #expect(throws: StoreFailure.exists(server.address)) {
        try server.take(over: source, sha256: sha256)
      }
      #expect(throws: StoreFailure.exists(folder.path("source.sqlite"))) {
        try source.take(over: server, sha256: sha256)
      }
    }
  }

  /// What is wrong with the copy is found before it is kept, and then nothing is.
  @Test func aCopyThatIsNotTheSameIsNotKept() throws {
    try TemporaryFolder.with { folder in
      let source = try SQLiteStore.create(at: folder.path("source.sqlite"), sha256: sha256)
      _ = try RandomHistory(seed: 3, length: 20).tell(on: source)
      let database = try TestDatabase()
      let server = try database.create()
      try database.query(
        """
        CREATE FUNCTION tollgate.spoil() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN NEW.stage := 'elsewhere'; RETURN NEW; END $$;
        CREATE TRIGGER spoil BEFORE INSERT ON tollgate.projects
          FOR EACH ROW EXECUTE FUNCTION tollgate.spoil()
        """)
      #expect(throws: StoreFailure.failed("the copy is not what was copied")) {
        try server.take(over: source, sha256: sha256)
      }
      for table in ["events", "log", "commands", "records", "projects", "requests"] {
        #expect(try database.query("SELECT count(*) FROM tollgate.\(table)") == "0", "\(table)")
      }
      try database.query("DROP TRIGGER spoil ON tollgate.projects")
      _ = try server.take(over: source, sha256: sha256)
    }
  }
}
