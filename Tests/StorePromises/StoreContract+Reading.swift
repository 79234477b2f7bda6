import Engine
import TestKit
import Testing

extension StoreContract {
  static let reading = [
    StoreContract("an empty store knows nothing and numbers from one") { open in
      let store = try open()
      #expect(try store.workspace() == nil)
      #expect(try store.project("P-1") == nil)
      #expect(try store.request("R-1") == nil)
      #expect(try store.rulebook(Samples.digest) == nil)
      #expect(try store.receipt("nobody") == nil)
      #expect(try store.nextProject() == "P-1")
      #expect(try store.nextRequest() == "R-1")
      #expect(try store.history(of: .workspace, after: 0, limit: 10) == [])
      #expect(try store.projects(after: nil, limit: 10) == [])
    },
    StoreContract("every kind of event comes back as it was written") { open in
      let kinds = Set(Samples.everyEvent.flatMap(\.events).map(\.kind))
      #expect(kinds.count == Event.numberOfKinds)
      let store = try open()
      var scribe = Scribe()
      var batches: [Batch] = []
      for (stream, events) in Samples.everyEvent {
        batches.append(try scribe.write(stream, events, to: store))
      }
      try expectExactly(scribe, store)
      try expectExactly(scribe, try open())
      var sequences: [Int] = []
      for batch in batches {
        let records = try store.history(
          of: batch.stream, after: batch.expectedVersion, limit: batch.events.count)
        #expect(records.map(\.envelope) == batch.events.map { _ in batch.envelope })
        #expect(records.map(\.stream) == batch.events.map { _ in batch.stream })
        #expect(
          records.map(\.version) == batch.events.indices.map { batch.expectedVersion + $0 + 1 })
        sequences += records.map(\.sequence)
        for record in records {
          let statement = try Record.statement(
            stream: record.stream, version: record.version, envelope: record.envelope,
            order: record.order, event: record.event)
          #expect(record.leaf == sha256([0] + statement.canonical))
        }
      }
      #expect(sequences == Array(1...sequences.count))
    },
    StoreContract("a history is read in pieces") { open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.everyEvent[1].events, to: store)
      try scribe.write(.project("P-1"), Samples.everyEvent[2].events, to: store)
      #expect(
        try store.history(of: .project("P-1"), after: 3, limit: 2).map(\.version) == [4, 5])
      let all = Samples.everyEvent[1].events.count + Samples.everyEvent[2].events.count
      #expect(try store.history(of: .project("P-1"), after: all, limit: 2) == [])
      #expect(try store.history(of: .project("P-2"), after: 0, limit: 2) == [])
    },
    StoreContract("a record that another handle changed is read anew") { open in
      var (store, scribe) = try asked(open)
      let other = try open()
      #expect(try other.project("P-1") == scribe.projects["P-1"])
      try scribe.write(.project("P-1"), [.project(.moved(to: "closed"))], to: store)
      try scribe.write(.workspace, [.workspace(.left(person: "li", on: Samples.day))], to: store)
      try expectExactly(scribe, other)
    },
    StoreContract("identities that no store gives lead nowhere") { open in
      let (store, _) = try asked(open)
      for text in ["", "1", "R-", "R-0", "R-01", "R--1", "R-+1", "r-1", "R-1 ", "R-1;", "R-１"] {
        #expect(try store.request(RequestID(text)) == nil, "\(text)")
      }
      #expect(try store.request("R-99999999999999999999") == nil)
      #expect(try store.project("P-01") == nil)
      #expect(try store.project("workspace") == nil)
      #expect(try store.project("P-1' OR '1'='1") == nil)
    },
    StoreContract("the texts of a rulebook are kept under their digest, however often they come") {
      open in
      var (store, scribe) = try founded(open)
      let publish = Event.workspace(
        .published(
          policy: "standard", workflow: "presales", rulebook: Samples.rulebookDigest,
          reviewed: true))
      let batch = try scribe.write(.workspace, [publish], rulebook: Samples.sources, to: store)
      try scribe.write(.workspace, [publish], rulebook: Samples.sources, to: store)
      let digest = try #require(batch.newRulebook?.digest)
      #expect(try open().rulebook(digest) == Samples.sources)
    },
  ]
}
