import Engine
import Foundation
import TestKit
import Testing

@testable import tollgate

/// Projects that belong together, through the command line.
@Suite struct Records {
  /// A trial workspace with Tests/TestKit's sales and bids, and a running sale P-1 of li's.
  static func atWork<T>(_ work: (Company) throws -> T) throws -> T {
    try TemporaryFolder.with { folder in
      let company = Company(
        folder: folder, program: Program(folder: folder.url, now: "2026-03-02T02:00:00Z"))
      for sources in [Bidding.sale, Bidding.bid] {
        for document in [sources.workflow] + sources.layers {
          try document.text.write(
            to: folder.url.appendingPathComponent(document.file), atomically: true, encoding: .utf8)
        }
      }
      try people.write(
        to: folder.url.appendingPathComponent("people.yaml"), atomically: true, encoding: .utf8)
      try company.done("init", "--trial", "--admin", "admin")
      try company.done("policy", "publish", "sale-policy.yaml")
      try company.done("policy", "publish", "bid-policy.yaml")
      try company.done("people", "import", "people.yaml")
      try company.done(
        "new", "sale", "--title", "Metro", "--as", "li", "--set", "customer=Binhai", "--set",
        "worth=1000000", "--set", "market=key")
      try company.done("submit", "P-1", "start", "--as", "li")
      return try work(company)
    }
  }

  private static let people = """
    people:
      li:   {name: Li}
      chen: {name: Chen}
      zhao: {name: Zhao}
      qian: {name: Qian}
      sun:  {name: Sun, roles: [director]}
    """

  /// A bid P-2 under the sale, handed in with the file `offer.pdf`.
  private func handIn(_ company: Company, _ content: [UInt8]) throws {
    let file = company.folder.url.appendingPathComponent("offer.pdf")
    try Data(content).write(to: file)
    try company.done("new", "bid", "--title", "Bid", "--as", "li", "--parent", "P-1")
    try company.done(
      "submit", "P-2", "hand_in", "--as", "li", "--set", "price=5", "--attach", "scan=offer.pdf")
    try FileManager.default.removeItem(at: file)
  }

  @Test func anAttachedFileIsKeptAndGivenBack() throws {
    try Self.atWork { company in
      let content = (0..<4_000).map { UInt8(truncatingIfNeeded: $0) }
      try handIn(company, content)
      let listed = try company.answer("attachment", "list", "P-2").list("attachments")
      #expect(listed.map { $0["place"] as? String } == ["offer"])
      #expect(listed.first?["size"] as? Int == 4_000)
      let digest = try #require(listed.first?["digest"] as? String)
      #expect(
        try company.done("attachment", "list", "P-2").out.contains(
          "offer.scan  offer.pdf  4000  \(digest.prefix(12))"))
      try company.done("attachment", "save", "P-2", "scan")
      let file = company.folder.url.appendingPathComponent("offer.pdf")
      #expect(try Data(contentsOf: file) == Data(content))
      // Nothing is overwritten, and only what was attached is found.
      #expect(
        try company.refused("attachment", "save", "P-2", "offer.scan", exit: 1).code == "exists")
      #expect(try company.refused("attachment", "save", "P-2", "extra").code == "unknown-field")
      #expect(
        try company.refused("attachment", "save", "P-1", String(digest.prefix(8))).code
          == "unknown-field")
      try company.done("attachment", "save", "P-2", String(digest.prefix(8)), "--to", "copy.pdf")
      #expect(try company.answer("audit", "verify").json["attachments"] as? Int == 1)
      // It goes where the workspace goes.
      try company.done("backup", "copy.sqlite")
      try company.done("store", "copy", "copy.sqlite", "moved.sqlite")
      try company.done(
        "attachment", "save", "P-2", "scan", "--to", "moved.pdf", "--workspace", "moved.sqlite")
      let moved = company.folder.url.appendingPathComponent("moved.pdf")
      #expect(try Data(contentsOf: moved) == Data(content))
    }
  }

  @Test func aFileThatIsTooLargeIsRefused() throws {
    try Self.atWork { company in
      let file = company.folder.url.appendingPathComponent("offer.pdf")
      try Data(count: 4_097).write(to: file)
      try company.done("new", "bid", "--title", "Bid", "--as", "li", "--parent", "P-1")
      let refused = try company.refused(
        "submit", "P-2", "hand_in", "--as", "li", "--set", "price=5", "--attach", "scan=offer.pdf")
      #expect(refused.code == "invalid-value")
      #expect((refused.error?["details"] as? [String])?.first?.contains("5 kB") == true)
      try company.done(
        "submit", "P-2", "hand_in", "--as", "li", "--set", "price=5", "--attach", "extra=offer.pdf")
    }
  }

  /// Whoever attached a file does not choose where it lands.
  @Test func aFileLandsWhereWhoeverSavesItSays() throws {
    let names = [
      ("../../etc/passwd", "passwd"), (".profile", "profile"), ("-rf", "rf"),
      ("a\u{202E}b\n.pdf", "ab.pdf"),
      ("..", "attachment"), ("投标书.pdf", "投标书.pdf"), ("C:\\x\\y.doc", "y.doc"),
    ]
    for (name, safe) in names {
      #expect(Engine.Attachment(name: name, size: 0, digest: sha256([])).safeName == safe)
    }
    #expect(
      Engine.Attachment(name: String(repeating: "标", count: 500), size: 0, digest: sha256([]))
        .safeName
        .utf8.count <= 200)
  }

  @Test func aBidIsOpenedUnderASaleAndBothTellOfEachOther() throws {
    try Self.atWork { company in
      #expect(
        try company.refused("new", "bid", "--title", "Bid", "--as", "li").code == "not-linked")
      #expect(
        try company.refused("new", "bid", "--title", "Bid", "--as", "chen", "--parent", "P-1").code
          == "not-allowed")
      let opened = try company.done(
        "new", "bid", "--title", "Bid", "--as", "li", "--parent", "P-1")
      #expect(opened.out.contains("“Bid” under P-1"))
      let child = try company.answer("status", "P-2")
      let parent = try #require(child.json["parent"] as? [String: Any])
      #expect(parent["id"] as? String == "P-1")
      #expect(
        (parent["values"] as? [String: [String: String]])?["worth"] == ["decimal": "1000000"])
      #expect(try company.done("status", "P-2").out.contains("customer: Binhai"))
      let above = try company.answer("status", "P-1")
      #expect(above.list("children").first?["ended"] as? Bool == false)
      #expect(
        try company.done("status", "P-1", "--lang", "zh").out.contains(
          "P-2  Bid  [bid, writing]  进行中"))
      #expect(
        try company.refused("submit", "P-1", "close", "--as", "li").code == "gate-closed")
      try company.done("submit", "P-2", "finish", "--as", "li")
      #expect(try company.answer("status", "P-1").list("children").first?["ended"] as? Bool == true)
      try company.done("submit", "P-1", "close", "--as", "li")
      #expect(try company.done("history", "P-2").out.contains("the project has ended"))
      #expect(try company.answer("audit", "verify").text("verdict") == "intact")
    }
  }
}
