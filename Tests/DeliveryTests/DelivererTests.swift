import CEL
import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import Delivery

/// What becomes of notifications that are delivered, fail, or are nobody's.
@Suite struct Delivering {
  @Test func aSinkThatHasItAlreadyIsNotGivenItAgain() throws {
    try TemporaryFolder.with { folder in
      let (clock, log) = (TestClock(), folder.path("n.jsonl"))
      let store = try store([notification()])
      let switchFile = folder.path("open")
      let deliverer = try deliverer(
        store,
        """
        notify: acme
        sinks:
          log: {file: \(log)}
          mail: {command: [/bin/sh, -c, "cat >/dev/null; test -e '\(switchFile)'"], from: t@x.org}
        addresses: {default: "{id}@x.org"}
        """, clock: clock)
      #expect(try deliverer.deliverAll().count == 1)
      let waiting = try #require(store.outbox(.pending, limit: 1).first)
      #expect(waiting.takenBy == ["log"])
      #expect(waiting.problem == "mail: `/bin/sh` exited with 1")
      #expect(waiting.time.seconds == clock.now.seconds + 15)
      #expect(try deliverer.deliverAll() == [], "not before its time")
      _ = FileManager.default.createFile(atPath: switchFile, contents: nil)
      clock.wait(15)
      #expect(try deliverer.deliverAll().count == 1)
      #expect(store.outbox(.delivered, limit: 1).first?.takenBy == ["log", "mail"])
      let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 1)
    }
  }

  @Test func aSinkGetsTheKindsItAsksFor() throws {
    try TemporaryFolder.with { folder in
      let kinds: [Engine.Notification.Kind] = [.asked, .approved, .vacancy, .moved]
      let store = try store(
        kinds.enumerated().map { notification(NotificationID("P-1.1.\($0 + 1)"), kind: $1) })
      let deliverer = try deliverer(
        store,
        """
        notify: acme
        sinks:
          some: {file: some.jsonl, kinds: [asked, vacancy]}
          all: {file: all.jsonl}
        """, folder: folder.url.path, clock: TestClock())
      #expect(try deliverer.deliverAll().count == 4)
      func count(_ file: String) throws -> Int {
        try String(contentsOfFile: folder.path(file), encoding: .utf8).split(separator: "\n").count
      }
      #expect(try (count("some.jsonl"), count("all.jsonl")) == (2, 4))
      #expect(store.outbox(.delivered, limit: 9).count == 4)
    }
  }

  @Test func withoutSinksNothingIsSentAndNothingPilesUp() throws {
    let store = try store([notification()])
    let deliverer = try deliverer(store, "notify: a\nsinks: {}\n", clock: TestClock())
    #expect(try deliverer.deliverAll().count == 1)
    #expect(store.outbox(.delivered, limit: 9).count == 1)
  }

  @Test func whatNobodyDeliveredForDaysIsNotPouredOutOverPeople() throws {
    try TemporaryFolder.with { folder in
      let clock = TestClock(1_800_000_000 + 86_400 * 4)
      let store = try store([
        notification("P-1.1.1", at: 1_800_000_000),
        notification("P-1.1.2", at: clock.now.seconds - 60),
      ])
      let deliverer = try deliverer(
        store, "notify: a\nsinks: {log: {file: n.jsonl}}\n", folder: folder.url.path, clock: clock)
      #expect(try deliverer.deliverAll().count == 2)
      let dead = store.outbox(.dead, limit: 9)
      #expect(dead.map(\.notification.id) == ["P-1.1.1"])
      #expect(dead.first?.problem == "nobody delivered it in time")
      #expect(store.outbox(.delivered, limit: 9).map(\.notification.id) == ["P-1.1.2"])
    }
  }

  @Test func eachPersonReadsTheirOwnLanguage() throws {
    try TemporaryFolder.with { folder in
      let store = try store([
        notification("P-1.1.1", to: "li"), notification("P-1.1.2", to: "smith"),
      ])
      let deliverer = try deliverer(
        store,
        """
        notify: acme
        sinks: {mail: {command: [tee, -a, "\(folder.path("mails"))"], from: t@x.org}}
        addresses: {default: "{id}@x.org"}
        languages: {default: zh, people: {smith: en}}
        """, clock: TestClock())
      #expect(try deliverer.deliverAll().count == 2)
      let mails = try String(contentsOfFile: folder.path("mails"), encoding: .utf8)
      let languages = mails.split(separator: "\n").filter { $0.hasPrefix("Content-Language: ") }
      #expect(languages == ["Content-Language: zh", "Content-Language: en"])
    }
  }

  @Test func oldEntriesAreRemovedAfterTheTimeSaid() throws {
    let clock = TestClock()
    let store = try store([notification()])
    let deliverer = try deliverer(
      store, "notify: a\nsinks: {}\nkeep: 2 days\n", clock: clock)
    _ = try deliverer.deliverAll()
    clock.wait(2 * 86_400)
    #expect(try deliverer.prune() == 0)
    clock.wait(1)
    #expect(try deliverer.prune() == 1)
    #expect(store.outbox(.delivered, limit: 9) == [])
  }

  @Test func theWaitDoublesUpToSixHoursAndHalfOfItIsChance() {
    #expect(
      (1...5).map { Backoff.delay(after: $0, chance: 0) } == [
        15_000, 30_000, 60_000, 120_000, 240_000,
      ])
    #expect(Backoff.delay(after: 1, chance: 0.5) == 22_500)
    for attempt in [0, 12, 100, Int.max] {
      let delay = Backoff.delay(after: attempt, chance: 0.999)
      #expect((15_000...6 * 3_600_000).contains(delay), "\(attempt)")
    }
    #expect(Backoff.delay(after: 50, chance: 0) == 3 * 3_600_000)
  }
}
