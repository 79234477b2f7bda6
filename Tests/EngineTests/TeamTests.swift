import Engine
import PolicyFiles
import TestKit
import Testing

/// A role on a project that several people hold together.
@Suite struct Teams {
  let company: Company<MemoryStore>
  let bid: ProjectID

  init() throws {
    company = try Bidding.company(MemoryStore(sha256: sha256))
    let sale = try Bidding.runningSale(in: company)
    bid = try company.open("Bid", policy: "bid-policy", under: sale, by: "li")
  }

  private func staff(_ members: [String], second: String = "") throws {
    let rows = members.map { #"{"person":"\#($0)"}"# }.joined(separator: ",")
    var values: [FieldName: String] = ["lead": "li", "members": "[\(rows)]"]
    if !second.isEmpty { values["second"] = second }
    try company.submit("staff", on: bid, by: "li", values)
  }

  @Test func aListAppointsAWholeTeamEachOnce() throws {
    try staff(["chen", "zhao", "chen"], second: "qian")
    #expect(try company.project(bid).people["team"] == ["chen", "zhao"])
    #expect(try company.project(bid).people["lead"] == ["li", "qian"])
    // From then on they alone hold it.
    try staff(["zhao"])
    #expect(try company.project(bid).people["team"] == ["zhao"])
    #expect(try company.project(bid).people["lead"] == ["li"])
    try company.order("zhao", .fill(form: "core", values: ["plan": "x"]), on: .project(bid))
    let refusal = try #require(throws: Refusal.self) {
      try company.order("chen", .fill(form: "core", values: ["plan": "y"]), on: .project(bid))
    }
    #expect(refusal.code == .notAllowed)
  }

  @Test func anEmptyTeamOrSomebodyUnknownIsRefused() throws {
    #expect(try #require(throws: Refusal.self) { try staff([]) }.code == .incomplete)
    #expect(try #require(throws: Refusal.self) { try staff(["nobody"]) }.code == .invalidValue)
  }
}
