import Engine
import TestKit
import Testing

extension StoreContract {
  static let appending = [
    StoreContract("a decision on an old version of its record is a conflict") { open in
      var (store, scribe) = try asked(open)
      let old = try scribe.batch(.project("P-1"), [.project(.moved(to: "closed"))])
      try scribe.write(.project("P-1"), [.project(.moved(to: "planning"))], to: store)
      try expectConflict(old, store, scribe)
    },
    StoreContract("a decision on a version that does not exist yet is a conflict") { open in
      var (store, scribe) = try asked(open)
      let (other, before) = (try open(), scribe)
      let first = try scribe.batch(.project("P-1"), [.project(.moved(to: "planning"))])
      scribe.accept(first)
      let early = try scribe.batch(.project("P-1"), [.project(.moved(to: "closed"))])
      try expectConflict(early, other, before)
      #expect(try store.append(first) == .done)
      #expect(try other.append(early) == .done)
    },
    StoreContract("a decision that looked at older people or policies is a conflict") { open in
      var (store, scribe) = try asked(open)
      let old = try scribe.batch(.project("P-1"), [.project(.moved(to: "closed"))])
      try scribe.write(.workspace, [.workspace(.left(person: "li", on: Samples.day))], to: store)
      try expectConflict(old, store, scribe)
    },
    StoreContract("a command id is used once, and its receipt tells for what") { open in
      var (store, scribe) = try asked(open)
      let first = try scribe.write(
        .project("P-1"), [.project(.moved(to: "planning")), .project(.moved(to: "execution"))],
        to: store)
      #expect(
        try open().receipt(first.envelope.command)
          == Receipt(
            fingerprint: first.fingerprint, stream: .project("P-1"), versions: 5...6))
      let again = try scribe.batch(
        .project("P-1"), command: first.envelope.command, [.project(.moved(to: "closed"))])
      try expectConflict(again, store, scribe)
    },
    StoreContract("an identity is given once, whichever project asks for it") { open in
      var (store, scribe) = try asked(open)
      try scribe.write(.project("P-2"), Samples.opening("P-2"), to: store)
      let taken = try scribe.batch(.project("P-2"), Samples.submission("R-1", on: "P-2"))
      try expectConflict(taken, store, scribe)
      var stranger = Scribe(name: "stranger")
      stranger.accept(try stranger.batch(.workspace, Samples.founding))
      let opened = try stranger.batch(.project("P-2"), Samples.opening("P-2", title: "Other"))
      try expectConflict(opened, store, scribe)
      #expect(try store.nextProject() == "P-3")
      #expect(try store.nextRequest() == "R-2")
    },
    StoreContract("a batch that does not fit its record is not written") { open in
      var (store, scribe) = try asked(open)
      let batch = try scribe.batch(.project("P-1"), [Samples.signing("R-1", 0, by: "chen")])
      let ended = try scribe.batch(
        .project("P-1"), [.request(.withdrawn(request: "R-1", comment: ""))])
      let whole = Parts(batch, otherwise: ended.touched)
      for change in Parts.changes {
        var parts = whole
        change.make(&parts)
        #expect(throws: StoreFailure.self, "\(change.what)") { try store.append(parts.batch) }
        try expectExactly(scribe, store)
      }
      #expect(try store.append(whole.batch) == .done)
    },
    StoreContract("several decisions on records of their own are written together or not at all") {
      open in
      var (store, scribe) = try asked(open)
      var other = scribe
      let moved = try other.batch(
        .project("P-1"), command: "moved", [.project(.moved(to: "closed"))])
      var batches: [Batch] = []
      for number in 2...30 {
        let id = ProjectID("P-\(number)")
        let batch = try scribe.batch(.project(id), Samples.opening(id))
        scribe.accept(batch)
        batches.append(batch)
      }
      try #require(try store.append(all: batches) == .done)
      try expectExactly(scribe, store)
      #expect(try store.receipt(batches[7].envelope.command)?.stream == .project("P-9"))
      #expect(try open().nextProject() == "P-31")
      // One of them was carried out before: none is written.
      let next = try scribe.batch(.project("P-31"), Samples.opening("P-31"))
      for together in [[next, batches[0]], [batches[0], next], [next, moved, batches[3]]] {
        #expect(try store.append(all: together) == .conflict)
        try expectExactly(scribe, store)
        #expect(try store.receipt(next.envelope.command) == nil)
      }
      #expect(try store.append(all: [next, moved]) == .done)
      #expect(try open().project("P-1")?.stage == "closed")
      #expect(try open().project("P-31") != nil)
    },
    StoreContract("of many who decide at one instant one is first") { open in
      var (store, scribe) = try asked(open)
      let handles = try (0..<4).map { _ in try open() }
      let versions = scribe
      let won = try handles.indices.inParallel { index in
        var scribe = versions
        return try (0..<25).count { turn in
          let batch = try scribe.batch(
            .project("P-1"), command: CommandID("race-\(index)-\(turn)"),
            [Samples.signing("R-1", 0, by: "chen"), Samples.asking("R-1", 1)])
          return try handles[index].append(batch) == .done
        }
      }
      #expect(won.reduce(0, +) == 1)
      let history = try store.history(of: .project("P-1"), after: 4, limit: 100)
      #expect(history.map(\.event.kind) == ["signed", "asked"])
    },
  ]

  /// A batch taken apart, so that it can be put together wrongly.
  private struct Parts {
    var expectedVersion: Int
    var workspaceVersion: Int?
    var stream: Stream
    var events: [Event]
    var touched: [Request]
    let whole: Batch
    /// The same requests, as another decision would leave them.
    let otherwise: [Request]

    init(_ batch: Batch, otherwise: [Request]) {
      self.otherwise = otherwise
      (expectedVersion, workspaceVersion) = (batch.expectedVersion, batch.workspaceVersion)
      (stream, events, touched, whole) = (batch.stream, batch.events, batch.touched, batch)
    }

    var batch: Batch {
      Batch(
        envelope: whole.envelope, fingerprint: whole.fingerprint, order: whole.order,
        stream: stream,
        expectedVersion: expectedVersion, workspaceVersion: workspaceVersion, events: events,
        after: whole.after, touched: touched)
    }

    static let changes: [(what: String, make: @Sendable (inout Parts) -> Void)] = [
      ("no events", { $0.events = [] }),
      ("an event too many", { $0.events.append(Samples.asking("R-1", 1)) }),
      ("another stream", { $0.stream = .project("P-2") }),
      ("the stream of the workspace", { $0.stream = .workspace }),
      ("no version of the workspace", { $0.workspaceVersion = nil }),
      ("a version below zero", { $0.expectedVersion = -1 }),
      ("silence about the request", { $0.touched = [] }),
      ("a request that stands otherwise in the record", { $0.touched = $0.otherwise }),
    ]
  }
}
