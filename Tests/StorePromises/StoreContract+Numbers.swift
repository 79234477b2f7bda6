import Engine
import TestKit
import Testing

extension StoreContract {
  static let numbers = [
    StoreContract("a number is found by its text, with what bears it") { open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      #expect(try store.lastNumber(of: "K-{000}") == 0)
      #expect(try store.bearer(ofNumber: "K-001") == nil)
      try scribe.write(.project("P-1"), numbering(1), to: store)
      try scribe.write(.project("P-1"), numbering(1, of: "L-{000}"), to: store)
      #expect(try store.lastNumber(of: "K-{000}") == 1)
      #expect(try store.lastNumber(of: "L-{000}") == 1)
      let found = try #require(try open().bearer(ofNumber: "K-001"))
      #expect(found.stream == .project("P-1") && found.request == nil)
      #expect(try store.bearer(ofNumber: "K-002") == nil)
      #expect(try store.bearer(ofNumber: "k-001") == nil)
    },
    StoreContract("a number is given once, whichever project asks for it") { open in
      var (store, scribe) = try founded(open)
      for id in ["P-1", "P-2"] as [ProjectID] {
        try scribe.write(.project(id), Samples.opening(id), to: store)
      }
      let taken = try scribe.batch(.project("P-2"), numbering(1))
      try scribe.write(.project("P-1"), numbering(1), to: store)
      try expectConflict(taken, store, scribe)
      #expect(try store.bearer(ofNumber: "K-001")?.stream == .project("P-1"))
    },
    StoreContract(
      "of many who take a number at one instant each gets its own, and none is left out"
    ) {
      open in
      var (store, scribe) = try founded(open)
      let ids = (1...4).map { ProjectID("P-\($0)") }
      for id in ids { try scribe.write(.project(id), Samples.opening(id), to: store) }
      let handles = try ids.map { _ in try open() }
      let taken = try ids.indices.inParallel { index in
        var scribe = try Scribe(name: "taker-\(index)", reading: handles[index], projects: ids)
        var taken: [Int] = []
        while taken.count < 8 {
          let next = try handles[index].lastNumber(of: "K-{000}") + 1
          let batch = try scribe.batch(.project(ids[index]), numbering(next))
          guard try handles[index].append(batch) == .done else { continue }
          scribe.accept(batch)
          taken.append(next)
        }
        return taken
      }
      #expect(taken.flatMap { $0 }.sorted() == Array(1...32))
      #expect(try store.lastNumber(of: "K-{000}") == 32)
    },
  ]

  private static func numbering(_ number: Int, of series: String = "K-{000}") -> [Event] {
    [
      .project(
        .filled(
          form: "facts", values: ["no": .serial(Samples.serial(number, of: series))], cleared: []))
    ]
  }
}
