import Engine
import TestKit
import Testing

/// Files that travel with a request are stored with the decision that names them.
@Suite struct AttachedFiles {
  let company: Company<MemoryStore>
  let bid: ProjectID

  init() throws {
    company = try Bidding.company(MemoryStore(sha256: sha256))
    let sale = try Bidding.runningSale(in: company)
    bid = try company.open("Bid", policy: "bid-policy", under: sale, by: "li")
  }

  private func handIn(_ file: Engine.Attachment, enclosing: [[UInt8]], field: FieldName = "scan")
    throws
  {
    try company.order(
      "li",
      .submit(action: "hand_in", values: ["price": "5"], attachments: [field: file], reason: ""),
      on: .project(bid), enclosing: enclosing)
  }

  @Test func theContentIsStoredUnderItsDigest() throws {
    try handIn(someFile, enclosing: [[9], someContent])
    #expect(company.service.store.content(someFile.digest) == someContent)
    #expect(company.service.store.content(sha256([9])) == nil)
  }

  /// Naming a digest gives nobody what others stored under it.
  @Test func aDigestAloneIsNotEnough() throws {
    for enclosed in [[], [[1, 2]], [someContent + [4]]] as [[[UInt8]]] {
      let refusal = try #require(throws: Refusal.self) {
        try handIn(someFile, enclosing: enclosed)
      }
      #expect(refusal.code == .incomplete)
    }
    let lying = Engine.Attachment(name: "x", size: 2, digest: someFile.digest)
    #expect(throws: Refusal.self) { try handIn(lying, enclosing: [someContent]) }
    #expect(company.service.store.content(someFile.digest) == nil)
  }

  @Test func eachFieldHasItsLargestSize() throws {
    let content = [UInt8](repeating: 1, count: 4_097)
    let file = Engine.Attachment(name: "x", size: content.count, digest: sha256(content))
    let refusal = try #require(throws: Refusal.self) { try handIn(file, enclosing: [content]) }
    #expect(refusal.code == .invalidValue)
    #expect(refusal.details.first?.zh.contains("上限为 4 kB") == true)
    try handIn(file, enclosing: [content], field: "extra")
  }
}
