import Engine
import TestKit
import Testing

extension StoreContract {
  static let sealed = [
    StoreContract("what a confidential value was sealed from is kept beside its decision") { open in
      var (store, scribe) = try asked(open)
      let salt = [UInt8](repeating: 5, count: SealedContent.saltLength)
      let contents = ["一", "2"].map { text in
        let body = Array(#"{"field":"f","value":"\#(text)"}"#.utf8)
        return SealedContent(digest: sha256(salt + body), salt: salt, body: body)
      }
      // Said twice, kept once.
      let batch = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "a"))], sealed: contents + contents)
      #expect(try store.append(batch) == .done)
      scribe.accept(batch)
      for content in contents { #expect(try open().sealed(content.digest) == content) }
      #expect(try store.sealed(sha256([1])) == nil)
      try expectExactly(scribe, store)
    },
    StoreContract("nothing is kept of what was sealed for a decision that was not taken") { open in
      var (store, scribe) = try asked(open)
      let salt = [UInt8](repeating: 5, count: SealedContent.saltLength)
      let content = SealedContent(digest: sha256(salt), salt: salt, body: [])
      let stale = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))], sealed: [content])
      try scribe.write(.project("P-1"), [.project(.moved(to: "planning"))], to: store)
      try expectConflict(stale, store, scribe)
      #expect(try store.sealed(content.digest) == nil)
    },
  ]
}
