import CEL
import Engine
import TestKit
import Testing

extension StoreContract {
  public static let outbox = [
    StoreContract("what people are to be told is written with what happened, or not at all") {
      open in
      var (store, scribe) = try asked(open)
      let batch = try scribe.batch(
        .project("P-1"), [Samples.signing("R-1", 0, by: "chen")],
        notifications: [Samples.notification("P-1.5.1", to: "li"), Samples.everyNotification])
      let tooLate = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))],
        notifications: [Samples.notification("P-1.5.2", to: "wang")])
      #expect(try store.append(batch) == .done)
      #expect(try store.append(tooLate) == .conflict)
      let entries = try open().outbox(.pending, limit: 10)
      #expect(entries.map(\.notification) == batch.notifications)
      #expect(entries.map(\.state) == [.pending, .pending])
      #expect(entries.map(\.attempts) == [0, 0])
      #expect(entries.map(\.time) == batch.notifications.map(\.at))
      #expect(entries[0].position < entries[1].position)
    },
    StoreContract("a notification that somebody took is nobody else's until the time is over") {
      open in
      let store = try told(open, ["a", "b", "c"])
      let first = try store.takeNotifications(at: noon, heldUntil: noon + 60, limit: 2)
      #expect(first.map(\.notification.to) == ["a", "b"])
      #expect(first.map(\.attempts) == [1, 1])
      let other = try open()
      #expect(names(try other.takeNotifications(at: noon, heldUntil: noon + 90, limit: 9)) == ["c"])
      #expect(try other.takeNotifications(at: noon + 59, heldUntil: noon + 99, limit: 9) == [])
      let again = try other.takeNotifications(at: noon + 60, heldUntil: noon + 99, limit: 9)
      #expect(names(again) == ["a", "b"])
      #expect(again.map(\.attempts) == [2, 2])
    },
    StoreContract("a notification is not taken before its time") { open in
      let store = try told(open, ["a"])
      #expect(try store.takeNotifications(at: noon + -1, heldUntil: noon, limit: 9) == [])
      #expect(try store.outbox(.pending, limit: 9).map(\.attempts) == [0])
    },
    StoreContract("what was delivered is not taken again, whatever a slower deliverer says") {
      open in
      let store = try told(open, ["a"])
      let position = try #require(
        try store.takeNotifications(at: noon, heldUntil: noon + 1, limit: 9).first?.position)
      try store.settle([
        Settlement(position: position, takenBy: ["mail"], outcome: .delivered(at: noon + 2))
      ])
      try open().settle([
        Settlement(
          position: position, takenBy: [], outcome: .failed(next: noon, problem: "timeout"))
      ])
      try store.retryNotifications([position], at: noon)
      #expect(try store.takeNotifications(at: noon + 9, heldUntil: noon + 99, limit: 9) == [])
      let entry = try #require(try store.outbox(.delivered, limit: 9).first)
      #expect((entry.takenBy, entry.time, entry.problem) == (["mail"], noon + 2, ""))
      #expect(try store.outbox(.pending, limit: 9) == [])
    },
    StoreContract("a failed notification waits for its time, and keeps which sinks have it") {
      open in
      let store = try told(open, ["a", "b"])
      let taken = try store.takeNotifications(at: noon, heldUntil: noon + 60, limit: 1)
      try store.settle([
        Settlement(
          position: taken[0].position, takenBy: ["mail", "日志"],
          outcome: .failed(next: noon + 300, problem: "“503” \u{1}"))
      ])
      #expect(
        names(try open().takeNotifications(at: noon + 299, heldUntil: noon + 900, limit: 9)) == [
          "b"
        ])
      let again = try store.takeNotifications(at: noon + 300, heldUntil: noon + 400, limit: 9)
      #expect(names(again) == ["a"])
      #expect(again[0].takenBy == ["mail", "日志"])
      #expect(again[0].problem == "“503” \u{1}")
      #expect((again[0].attempts, again[0].since) == (2, noon))
    },
    StoreContract("a notification that was given up waits until somebody lets it be tried again") {
      open in
      let store = try told(open, ["a", "b"])
      let taken = try store.takeNotifications(at: noon, heldUntil: noon + 60, limit: 9)
      try store.settle([
        Settlement(
          position: taken[1].position, takenBy: [],
          outcome: .givenUp(at: noon + 5, problem: "no address"))
      ])
      #expect(try names(store.outbox(.dead, limit: 9)) == ["b"])
      #expect(try store.takeNotifications(at: noon + 59, heldUntil: noon + 99, limit: 9) == [])
      try store.retryNotifications(taken.map(\.position), at: noon + 30)
      #expect(try store.outbox(.dead, limit: 9) == [])
      let again = try store.takeNotifications(at: noon + 30, heldUntil: noon + 90, limit: 9)
      #expect(names(again) == ["b"])
      #expect((again[0].attempts, again[0].since) == (1, noon + 30))
    },
    StoreContract("old entries are removed, but never one that waits") { open in
      let store = try told(open, ["a", "b", "c", "d"])
      let taken = try store.takeNotifications(at: noon, heldUntil: noon + 1, limit: 3)
      let outcomes: [Settlement.Outcome] = [
        .delivered(at: noon + 10), .givenUp(at: noon + 10, problem: "x"), .delivered(at: noon + 20),
      ]
      try store.settle(
        zip(taken, outcomes).map {
          Settlement(position: $0.position, takenBy: [], outcome: $1)
        })
      #expect(try store.pruneOutbox(before: noon + 10, limit: 9) == 0)
      #expect(try store.pruneOutbox(before: noon + 11, limit: 1) == 1)
      #expect(try store.pruneOutbox(before: noon + 11, limit: 9) == 1)
      #expect(try names(store.outbox(.delivered, limit: 9)) == ["c"])
      #expect(try store.outbox(.dead, limit: 9) == [])
      #expect(try names(store.outbox(.pending, limit: 9)) == ["d"])
    },
    StoreContract("many who take at once get each notification once") { open in
      let people = (0..<60).map { PersonID("p\($0)") }
      _ = try told(open, people)
      let handles = try (0..<4).map { _ in try open() }
      let taken = try handles.indices.inParallel { index in
        var mine: [PersonID] = []
        while case let batch = try handles[index].takeNotifications(
          at: noon, heldUntil: noon + 600, limit: 7), !batch.isEmpty
        {
          mine += batch.map(\.notification.to)
        }
        return mine
      }
      #expect(taken.flatMap(\.self).sorted() == people.sorted())
    },
    StoreContract("alarms stand at the nearest day, move with the record, and go with the request")
    {
      open in
      var (store, scribe) = try asked(open)
      let (day, next) = (Samples.day, try #require(Samples.day.adding(days: 1)))
      let alarm = Alarm(stream: .project("P-1"), request: "R-1", day: day)
      #expect(try open().alarms(through: day, limit: 9) == [alarm])
      #expect(try store.alarms(through: try #require(day.adding(days: -1)), limit: 9) == [])
      try scribe.write(
        .project("P-1"),
        [
          Samples.signing("R-1", 0, by: "chen"),
          .request(.asked(request: "R-1", step: 1, on: day, due: next)),
        ],
        to: store)
      #expect(try store.alarms(through: day, limit: 9) == [])
      #expect(try store.alarms(through: next, limit: 9).map(\.day) == [next])
      // The record's own, beside those of its requests; the limit takes the earliest.
      let batch = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))],
        alarms: [.init(request: nil, day: day)])
      #expect(try store.append(batch) == .done)
      scribe.accept(batch)
      let own = Alarm(stream: .project("P-1"), request: nil, day: day)
      #expect(try store.alarms(through: next, limit: 1) == [own])
      #expect(try store.alarms(through: next, limit: 9).map(\.request) == [nil, "R-1"])
      try scribe.write(
        .project("P-1"), [.request(.withdrawn(request: "R-1", comment: ""))], to: store)
      #expect(try store.alarms(through: next, limit: 9) == [own])
    },
  ]

  private static let noon = Timestamp(seconds: 1_800_000_000)!

  private static func names(_ entries: [OutboxEntry]) -> [PersonID] {
    entries.map(\.notification.to)
  }

  /// A store with one notification for each of the people, told at noon.
  private static func told(_ open: Open, _ people: [PersonID]) throws -> any Store {
    var (store, scribe) = try founded(open)
    let batch = try scribe.batch(
      .project("P-1"), Samples.opening("P-1"),
      notifications: people.enumerated().map {
        Samples.notification(NotificationID("P-1.2.\($0 + 1)"), to: $1, at: noon)
      })
    guard try store.append(batch) == .done else { throw Scribe.Unexpected.conflict(batch.stream) }
    return store
  }
}

private func + (time: Timestamp, seconds: Int64) -> Timestamp {
  Timestamp(seconds: time.seconds + seconds)!
}
