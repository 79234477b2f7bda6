import CEL
import Engine
import TestKit
import Testing

/// The small company on 2 March 2026 in Shanghai, for stories about its people.
struct PeopleScene {
  let company: Company<MemoryStore>

  init() throws {
    company = try SmallCompany.company(MemoryStore(sha256: sha256))
  }

  var directory: Directory { company.service.store.workspace()?.directory ?? Directory() }

  func order(_ person: PersonID, _ order: Order) throws {
    try company.order(person, order, on: .workspace)
  }

  /// Gives an order that must be refused.
  func refusal(
    _ person: PersonID, _ order: Order, at location: SourceLocation = #_sourceLocation
  ) throws -> Refusal {
    try #require(throws: Refusal.self, sourceLocation: location) {
      try company.order(person, order, on: .workspace)
    }
  }

  func secondAdministrator() throws {
    try order("admin", .appoint("wu", .init(role: "administrator")))
  }

  /// The person's own stand-in from a day until another of March 2026.
  func delegation(
    _ principal: PersonID, to deputy: PersonID, from: Int? = nil, until: Int,
    extent: StandIn.Extent = .everything, cap: Decimal? = nil, reason: String = ""
  ) -> Order {
    .delegate(
      Delegation(
        principal: principal, deputy: deputy, from: from.map(march), until: march(until),
        extent: extent, cap: cap, reason: reason))
  }
}

/// A day of March 2026; beyond the 31st, of the months after it.
func march(_ day: Int) -> CivilDate {
  CivilDate(year: 2026, month: 3, day: 1)!.adding(days: day - 1)!
}
