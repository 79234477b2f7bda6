import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

/// The program itself, delivering to a file beside the workspace: killed at every write, and several at once.
@Suite(.serialized) struct DeliveringProcesses {
  private let tollgate: Program

  init() throws { tollgate = try #require(Program("tollgate")) }

  /// A workspace for trials with notifications in its outbox, told at `2026-09-01T00:00:00Z`.
  private func makeWorkspace(_ folder: TemporaryFolder, notifications: Int) throws {
    _ = try run(folder, "init", "--trial", "--admin", "ada")
    let people = folder.path("people.csv")
    let lines = (1...notifications).map { "p\($0),Person \($0)" }
    try (["id,name"] + lines).joined(separator: "\n").appending("\n")
      .write(toFile: people, atomically: true, encoding: .utf8)
    _ = try run(folder, "people", "import", people)
    for number in 1...notifications {
      _ = try run(folder, "people", "appoint", "p\(number)", "director")
    }
    try """
    notify: acme
    sinks: {log: {file: n.jsonl}}
    """.write(toFile: folder.path("notify.yaml"), atomically: true, encoding: .utf8)
  }

  private func environment(_ folder: TemporaryFolder, now: String) -> [String: String] {
    [
      "TOLLGATE_WORKSPACE": folder.path("workspace.sqlite"), "TOLLGATE_NOW": now, "LANG": "C",
    ]
  }

  @discardableResult
  private func run(
    _ folder: TemporaryFolder, now: String = "2026-09-01T00:00:00Z", _ arguments: String...
  ) throws -> Program.Result {
    let result = try tollgate.run(arguments, environment: environment(folder, now: now))
    try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
    return result
  }

  /// The ids in the file, each as often as it stands there; a line that was torn counts for nothing.
  private func delivered(_ folder: TemporaryFolder) -> [String] {
    let text = try? String(contentsOfFile: folder.path("n.jsonl"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["id"] as? String
    }
  }

  /// The ids in the outbox, read by the store itself: a process more for each question would take long.
  private func waiting(_ folder: TemporaryFolder, _ state: OutboxEntry.State = .pending) throws
    -> [String]
  {
    let store = try SQLiteStore.open(at: folder.path("workspace.sqlite"), sha256: sha256)
    return try store.outbox(state, limit: 1000).map(\.notification.id.text)
  }

  @Test(arguments: ["kill", "tear"]) func nothingIsLostWhenADelivererDies(fault: String) throws {
    let faults = try Faults()
    try TemporaryFolder.with { folder in
      try makeWorkspace(folder, notifications: 2)
      let ids = Set(try waiting(folder))
      try #require(ids.count == 2)
      let original = try Data(contentsOf: URL(filePath: folder.path("workspace.sqlite")))
      let document = try Data(contentsOf: URL(filePath: folder.path("notify.yaml")))
      var (moment, twice) = (0, 0)
      while true {
        moment += 1
        try faults.reset(folder, to: original)
        try document.write(to: URL(filePath: folder.path("notify.yaml")))
        let killed = try tollgate.run(
          ["deliver"],
          environment: environment(folder, now: "2026-09-01T01:00:00Z").merging(
            faults.environment(folder, fault: fault, at: moment)
          ) { $1 })
        let survived = try faults.calls(folder).count < moment
        try #require(killed.status == (survived ? 0 : -SIGKILL), "\(killed.errors)")
        // What is not in the file by now still waits: nothing is settled before it is sent.
        let (before, open) = (Set(delivered(folder)), Set(try waiting(folder)))
        #expect(before.union(open) == ids, "\(fault) at \(moment)")
        // Another deliverer, when the dead one's time is over.
        try run(folder, now: "2026-09-01T02:00:00Z", "deliver")
        let after = delivered(folder)
        #expect(Set(after) == ids, "\(fault) at \(moment)")
        #expect(try waiting(folder) == [], "\(fault) at \(moment)")
        #expect(Set(try waiting(folder, .delivered)) == ids, "\(fault) at \(moment)")
        // At most the one that was under way came twice.
        #expect(after.count <= ids.count + 1, "\(fault) at \(moment)")
        twice += after.count - ids.count
        if survived { break }
      }
      #expect(moment > 20)
      #expect(twice > 0, "the moment between sending and settling must have been met")
      Endurance.tell(1, "deliverers ended by `\(fault)`", moment - 1)
      print("deliverers ended by `\(fault)`: \(moment - 1) moments, 0 lost, \(twice) sent twice")
    }
  }

  @Test func severalAtOnceSendEachNotificationOnce() throws {
    try TemporaryFolder.with { folder in
      try makeWorkspace(folder, notifications: 12)
      let ids = Set(try waiting(folder))
      let results = try (0..<4).inParallel { _ in
        try tollgate.run(
          ["deliver"], environment: environment(folder, now: "2026-09-01T01:00:00Z"))
      }
      #expect(results.allSatisfy { $0.status == 0 }, "\(results.map(\.errors))")
      #expect(delivered(folder).sorted() == ids.sorted(), "each exactly once")
      #expect(try waiting(folder) == [])
    }
  }

  @Test func aWatchDeliversWhatComesAndEndsWhenItIsTold() throws {
    try TemporaryFolder.with { folder in
      try makeWorkspace(folder, notifications: 1)
      let watch = Process()
      watch.executableURL = URL(filePath: "/usr/bin/env")
      // Signals that a thread of the test blocks are let through again by Python.
      watch.arguments = [
        "python3", "-c",
        "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])",
        tollgate.path, "deliver", "--watch", "--every", "1",
      ]
      watch.environment = ProcessInfo.processInfo.environment.merging(
        environment(folder, now: "2026-09-01T01:00:00Z")
      ) { $1 }
      watch.standardOutput = FileHandle.nullDevice
      try watch.run()
      defer { if watch.isRunning { kill(watch.processIdentifier, SIGKILL) } }
      func soon(_ isSo: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<200 {
          if try isSo() { return true }
          usleep(100_000)
        }
        return false
      }
      #expect(soon { delivered(folder).count == 1 })
      try run(folder, "people", "relieve", "p1", "director")
      #expect(soon { delivered(folder).count == 2 })
      kill(watch.processIdentifier, SIGTERM)
      #expect(soon { !watch.isRunning })
      #expect(watch.terminationReason == .exit && watch.terminationStatus == 0)
    }
  }

  @Test func whatFailsIsListedAndCanBeTriedAgain() throws {
    try TemporaryFolder.with { folder in
      try makeWorkspace(folder, notifications: 1)
      let id = try #require(try waiting(folder).first)
      try """
      notify: acme
      sinks: {mail: {command: ["false"], from: t@example.com}}
      addresses: {default: "{id}@example.com"}
      give_up_after: 1 hour
      """.write(toFile: folder.path("notify.yaml"), atomically: true, encoding: .utf8)
      let failed = try tollgate.run(
        ["deliver"], environment: environment(folder, now: "2026-09-01T00:10:00Z"))
      #expect(failed.status == 1)
      #expect(failed.output.contains("delivered 0, to be tried again 1, given up 0"))
      // On a screen of 80 columns the sentence goes on in the next line.
      let words = failed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("mail: `false` exited with 1"))
      let late = try tollgate.run(
        ["deliver", "--json"], environment: environment(folder, now: "2026-09-01T01:10:00Z"))
      #expect(late.status == 1)
      #expect(late.output.contains("\"given_up\":1"))
      #expect(try waiting(folder, .dead) == [id])
      try run(folder, "outbox", "retry", id, "--dry-run")
      #expect(try waiting(folder, .dead) == [id])
      let unknown = try tollgate.run(
        ["outbox", "retry", "P-9.9.9"],
        environment: environment(folder, now: "2026-09-01T02:00:00Z"))
      #expect(unknown.status == 1)
      try run(folder, now: "2026-09-01T02:00:00Z", "outbox", "retry", "--all")
      #expect(try waiting(folder) == [id])
      let preview = try run(folder, now: "2026-09-01T02:00:00Z", "deliver", "--dry-run")
      #expect(preview.output.contains(id))
      #expect(try waiting(folder) == [id], "a preview takes nothing")
    }
  }
}
