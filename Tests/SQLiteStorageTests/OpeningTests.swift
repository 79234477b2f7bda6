import Engine
import Foundation
import GRDB
import SQLiteStorage
import TestKit
import Testing

@Suite struct OpeningAWorkspaceFile {
  @Test func onlyItsOwnerReadsANewFile() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name))
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
    }
  }

  @Test func aFileThatIsThereIsNotOverwritten() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let path = folder.workspacePath
      #expect(throws: StoreFailure.exists(path)) {
        try SQLiteStore.create(at: path, sha256: sha256)
      }
      let text = folder.path("notes.txt")
      try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
      #expect(throws: StoreFailure.exists(text)) {
        try SQLiteStore.create(at: text, sha256: sha256)
      }
      #expect(try String(contentsOfFile: text, encoding: .utf8) == "hello")
    }
  }

  @Test func anUnfoundedFileIsTakenOver() throws {
    try TemporaryFolder.with { folder in
      let path = folder.workspacePath
      try Data().write(to: URL(fileURLWithPath: path))
      _ = try SQLiteStore.create(at: path, sha256: sha256)
      let store = try SQLiteStore.create(at: path, sha256: sha256)
      var scribe = Scribe()
      try scribe.write(.workspace, Samples.founding, to: store)
      #expect(throws: StoreFailure.exists(path)) {
        try SQLiteStore.create(at: path, sha256: sha256)
      }
    }
  }

  @Test func whatIsNotAWorkspaceIsSaidToBeNone() throws {
    try TemporaryFolder.with { folder in
      let path = folder.workspacePath
      func expectNone(_ comment: Comment) {
        #expect(throws: StoreFailure.notAWorkspace(path), comment) {
          try SQLiteStore.open(at: path, sha256: sha256)
        }
      }
      expectNone("nothing there")
      #expect(!FileManager.default.fileExists(atPath: path))
      try Data().write(to: URL(fileURLWithPath: path))
      expectNone("empty")
      try Data(repeating: UInt8(ascii: "a"), count: 5000).write(to: URL(fileURLWithPath: path))
      expectNone("text")
      try FileManager.default.removeItem(atPath: path)
      try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE events (a)") }
      expectNone("another program's database")
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(throws: StoreFailure.self, "a folder") {
        try SQLiteStore.open(at: path, sha256: sha256)
      }
      #expect(throws: StoreFailure.notAWorkspace(folder.path("no/such/folder"))) {
        try SQLiteStore.create(at: folder.path("no/such/folder"), sha256: sha256)
      }
    }
  }

  @Test func aFileOfANewerVersionIsLeftAlone() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      try DatabaseQueue(path: folder.workspacePath).write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')")
      }
      #expect(throws: StoreFailure.tooNew(found: "v999")) { try folder.openWorkspace() }
    }
  }

  @Test func aFileOfAnOlderVersionIsNotReadWhereItCannotBeBroughtUpToDate() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      try DatabaseQueue(path: folder.workspacePath).write {
        try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'v2'")
      }
      #expect(throws: StoreFailure.tooOld(folder.workspacePath)) {
        try SQLiteStore.open(at: folder.workspacePath, readOnly: true, sha256: sha256)
      }
    }
  }

  @Test func aConnectionIsAsCarefulAsItCanBe() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let pragmas = try folder.openWorkspace().pragmas(
        "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")
      #expect(pragmas == ["truncate", "2", "1", "0", "1"])
    }
  }

  @Test func noStatementChangesTheLog() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let queue = try DatabaseQueue(path: folder.workspacePath)
      for sql in ["UPDATE events SET leaf = zeroblob(32)", "DELETE FROM events"] {
        #expect(throws: DatabaseError.self, "\(sql)") {
          try queue.write { try $0.execute(sql: sql) }
        }
      }
    }
  }
}
