import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

@Suite struct ProcessesAtOnce {
  /// Four processes try fifty times each to fill one place, each time on the newest version: one may.
  @Test func oneApprovalOfManyIsWritten() throws {
    let probe = try #require(Program("store-probe"))
    try TemporaryFolder.with { folder in
      _ = try folder.makeWorkspace()
      let humans = ["chen", "li", "wang", "zhao"]
      let running = try humans.map {
        try probe.start(["sign", folder.workspacePath, "process-\($0)", $0, "50"])
      }
      let results = running.map { $0.finish() }
      #expect(results.map(\.status) == [0, 0, 0, 0], "\(results.map(\.errors))")
      let done = results.compactMap {
        Int($0.output.trimmingCharacters(in: .whitespacesAndNewlines))
      }
      #expect(done.sorted() == [0, 0, 0, 1])
      let store = try folder.openWorkspace()
      let history = try store.history(of: .project("P-1"), after: 4, limit: 100)
      #expect(history.map(\.event.kind) == ["signed", "asked"])
    }
  }
}
