import Engine
import Foundation
import TestKit
import Testing

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
