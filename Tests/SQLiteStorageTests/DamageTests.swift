import Engine
import Foundation
import GRDB
import SQLiteStorage
import TestKit
import Testing

@Suite struct DamagedFiles {
  /// Flips bits all over the file: whatever is read then, the answer is a value or a `StoreFailure`, never a crash, and
  /// what cannot be read is not taken for a conflict.
  @Test func anyByteMayBeWrong() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let url = URL(fileURLWithPath: folder.workspacePath)
      let whole = [UInt8](try Data(contentsOf: url))
      var failures = 0
      // Page 1 densely, later pages by a stride that is coprime to every structure in them.
      let positions =
        Array(stride(from: 0, to: 4096, by: 7)) + Array(stride(from: 4096, to: whole.count, by: 89))
      for position in positions {
        var damaged = whole
        damaged[position] ^= 0xFF
        try Data(damaged).write(to: url)
        do {
          let store = try folder.openWorkspace()
          try store.readEverything()
          var scribe = try Scribe(name: "later", reading: store, projects: ["P-1"])
          _ = try store.append(
            try scribe.batch(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")]))
        } catch is StoreFailure {
          failures += 1
        } catch Scribe.Unexpected.notARecord {
          // The project's key is no longer its key.
          failures += 1
        }
      }
      #expect(failures > positions.count / 20)
    }
  }

  @Test func aDamagedHeaderIsNoWorkspace() throws {
    try TemporaryFolder.with { folder in
      try damage(folder) { $0[3] ^= 0xFF }
      #expect(throws: StoreFailure.notAWorkspace(folder.workspacePath)) {
        try folder.openWorkspace()
      }
    }
  }

  @Test func aDamagedPageIsCorruption() throws {
    try TemporaryFolder.with { folder in
      // The type byte of every page's tree after the first.
      try damage(folder) { bytes in
        for page in stride(from: 4096, to: bytes.count, by: 4096) { bytes[page] = 0x77 }
      }
      let failure = #expect(throws: StoreFailure.self) {
        try folder.openWorkspace().readEverything()
      }
      guard case .corrupt? = failure else {
        Issue.record("not corruption: \(String(describing: failure))")
        return
      }
    }
  }

  @Test func aTruncatedFileIsCorruption() throws {
    try TemporaryFolder.with { folder in
      try damage(folder) { $0.removeLast($0.count / 2) }
      let failure = #expect(throws: StoreFailure.self) {
        try folder.openWorkspace().readEverything()
      }
      guard case .corrupt? = failure else {
        Issue.record("not corruption: \(String(describing: failure))")
        return
      }
    }
  }

  @Test func recordsThatAreNotTheirJSONAreCorruption() throws {
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      for (table, column) in [("records", "state"), ("requests", "state")] {
        for blob in ["x''", "x'7b7d'", "x'ff00'", "x'5b5b'"] {
          try DatabaseQueue(path: folder.workspacePath).write {
            try $0.execute(sql: "UPDATE \(table) SET \(column) = \(blob)")
          }
          let failure = #expect(throws: StoreFailure.self, "\(table) \(blob)") {
            let store = try folder.openWorkspace()
            _ = try store.request("R-1")
            _ = try store.project("P-1")
          }
          guard case .corrupt? = failure else {
            Issue.record("not corruption: \(String(describing: failure))")
            return
          }
        }
      }
    }
  }

  @Test func aReadOnlyStoreReadsAndDoesNotWrite() throws {
    try TemporaryFolder.with { folder in
      var scribe = try folder.makeWorkspace()
      let store = try folder.openWorkspace(readOnly: true)
      try store.readEverything()
      let batch = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")])
      #expect(throws: StoreFailure.readOnly(folder.workspacePath)) { try store.append(batch) }
      #expect(try folder.openWorkspace().append(batch) == .done)
    }
  }

  @Test func aFullFileTakesNothingAndStaysAsItWas() throws {
    try TemporaryFolder.with { folder in
      let scribe = try folder.makeWorkspace()
      let store = try folder.openWorkspace()
      try store.limitPages()
      var later = scribe
      let batch = try later.batch(
        .project("P-1"),
        [
          .project(
            .filled(
              form: "facts",
              values: ["text": .text(String(repeating: "长", count: 20_000))], cleared: []))
        ])
      #expect(throws: StoreFailure.full(folder.workspacePath)) { try store.append(batch) }
      let fresh = try folder.openWorkspace()
      #expect(try fresh.project("P-1") == scribe.projects["P-1"])
      #expect(try fresh.receipt(batch.envelope.command) == nil)
      #expect(try fresh.append(batch) == .done)
    }
  }

  private func damage(_ folder: TemporaryFolder, _ change: (inout [UInt8]) -> Void) throws {
    _ = try folder.makeWorkspace()
    let url = URL(fileURLWithPath: folder.workspacePath)
    var bytes = [UInt8](try Data(contentsOf: url))
    change(&bytes)
    try Data(bytes).write(to: url)
  }
}
