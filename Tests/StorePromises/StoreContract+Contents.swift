import Engine
import TestKit
import Testing

extension StoreContract {
  static let contents = [
    StoreContract("what a file contained is kept with the decision that names it, and once") {
      open in
      var (store, scribe) = try asked(open)
      let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let files = [sha256(large): large, sha256([]): [], sha256([7]): [7]]
      #expect(try store.content(sha256([7])) == nil)
      for number in 1...2 {
        let batch = try scribe.batch(
          .project("P-1"), [.project(.moved(to: StageName("stage\(number)")))], contents: files)
        #expect(try store.append(batch) == .done)
        scribe.accept(batch)
      }
      for (digest, content) in files { #expect(try open().content(digest) == content) }
      #expect(try store.content(sha256([8])) == nil)
      try expectExactly(scribe, store)
    },
    StoreContract("what a file contained is not kept without its decision") { open in
      var (store, scribe) = try asked(open)
      let stale = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))], contents: [sha256([7]): [7]])
      try scribe.write(.project("P-1"), [.project(.moved(to: "planning"))], to: store)
      try expectConflict(stale, store, scribe)
      #expect(try store.content(sha256([7])) == nil)
    },
  ]
}
