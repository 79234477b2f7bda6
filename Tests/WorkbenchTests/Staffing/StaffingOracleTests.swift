import CEL
import Engine
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

/// Random companies, looked at one day after the other by a reading that knows nothing of turning days.
@Suite struct HolesAgainstADayByDayReading {
  private static let first = CivilDate("2026-10-01")!
  private static let days = 30
  private static let posts = Result {
    try loadRulebook(
      sources: SmallCompany.extended(
        """
        sign_off:
          change:
            - {step: director, any: [sales_director, general_manager]}
            - {step: executive, role: executive, covers: request.budget}
            - {step: line, superior: submitter, covers: request.budget}
        """), timeZones: systemTimeZones, sha256: sha256
    ).posts
  }

  private static func day(_ offset: Int) -> CivilDate { first.adding(days: offset)! }

  private static func person(_ id: PersonID, _ generator: inout SeededGenerator) -> Person {
    func maybe(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &generator) == 0 }
    // From before the first day to after the last, so that both edges are cut.
    func someDay() -> Int { Int.random(in: -5..<35, using: &generator) }
    func days() -> (CivilDate, CivilDate) {
      let from = someDay()
      return (day(from), day(from + Int.random(in: 1..<12, using: &generator)))
    }
    var person = SmallCompany.person(id)
    for role in ["executive", "sales_director", "general_manager"] as [RoleName] where maybe(2) {
      let (from, until) = days()
      person.holdings.append(
        .init(role: role, from: maybe(2) ? nil : from, until: maybe(2) ? nil : until))
    }
    for _ in 0..<2 where maybe(2) {
      let (from, until) = days()
      person.absences.append(Absence(from: from, until: until))
    }
    if maybe(5) { person.leftOn = day(someDay()) }
    if maybe(3) {
      person.manager = (["a", "b", "c"] as [PersonID]).randomElement(using: &generator)
    }
    if maybe(4), id > "c", id != "top" {
      // Towards earlier names only, so that no hand-over leads back.
      let to = (["a", "b", "c"] as [PersonID]).randomElement(using: &generator)!
      person.successor = Succession(to: to, on: day(someDay()))
    }
    if maybe(6), id < "d" {
      person.successor = Succession(to: "top", on: day(someDay()))
    }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: person.ceiling = nil
    case 1: person.ceiling = .unlimited
    case let rank: person.ceiling = .amount(Decimal(rank * 100))
    }
    return person
  }

  private static func standIn(_ number: Int, _ ids: [PersonID], _ generator: inout SeededGenerator)
    -> StandIn
  {
    let pair = ids.shuffled(using: &generator).prefix(2)
    let from = Int.random(in: -5..<30, using: &generator)
    return StandIn(
      id: StandInID("S-\(number)"), principal: pair[0], deputy: pair[1], from: day(from),
      until: day(from + Int.random(in: 1..<15, using: &generator)),
      extent: .init(
        actions: Bool.random(using: &generator)
          ? [] : [(["change", "start"] as [ActionName]).randomElement(using: &generator)!],
        projects: Int.random(in: 0..<4, using: &generator) == 0 ? ["P-1"] : []),
      cap: Bool.random(using: &generator) ? nil : Decimal(150))
  }

  /// The most that whoever is there may agree to: -1 nobody is there, 0 nobody by amount, 1,000,000 anything.
  private static func reach(
    _ post: Post, _ people: [Person], _ standIns: [StandIn], on day: CivilDate
  ) -> Int {
    func number(_ ceiling: Ceiling?) -> Int {
      switch ceiling {
      case nil: 0
      case .unlimited?: 1_000_000
      case .amount(let amount)?: Int(amount.integerValue ?? -9)
      }
    }
    func here(_ person: Person) -> Bool {
      !(person.leftOn.map { $0 <= day } ?? false)
    }
    func away(_ person: Person) -> Bool {
      person.absences.contains { $0.from <= day && $0.until > day }
    }
    var best = -1
    for place in people where here(place) && fills(place, post, people, on: day) {
      // Whoever has taken over stands in the person's place, at the end of all hand-overs; nobody if they have left.
      var person = place
      while let succession = person.successor, succession.on <= day {
        person = people.first { $0.id == succession.to }!
      }
      if !here(person) { person = place }
      guard away(person) else {
        best = max(best, number(person.ceiling))
        continue
      }
      for standIn in standIns
      where standIn.principal == person.id && standIn.from <= day && standIn.until > day
        && standIn.extent.projects.isEmpty
        && (standIn.extent.actions.isEmpty
          || standIn.extent.actions.contains { $0 == post.steps[0].action })
      {
        let deputy = people.first { $0.id == standIn.deputy }!
        guard here(deputy), !away(deputy), post.coversAmount || standIn.cap == nil else { continue }
        let both = [person.ceiling, deputy.ceiling]
        let most =
          if both == [nil, nil] {
            standIn.cap == nil ? 0 : 150
          } else {
            min(number(both[0]), number(both[1]), standIn.cap == nil ? 1_000_000 : 150)
          }
        best = max(best, most)
      }
    }
    return best
  }

  private static func fills(
    _ person: Person, _ post: Post, _ people: [Person], on day: CivilDate
  ) -> Bool {
    switch post.signers {
    case .superiors: people.contains { $0.manager == person.id }
    case .roles(let roles):
      person.holdings.contains { holding in
        roles.contains(holding.role) && !(holding.from.map { $0 > day } ?? false)
          && !(holding.until.map { $0 <= day } ?? false)
      }
    }
  }

  /// Each seed is one company of seven people.
  @Test(arguments: 0..<200) func theyAgreeOnEveryDay(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let ids = ["a", "b", "c", "d", "e", "f", "top"] as [PersonID]
    let people = ids.map { Self.person($0, &generator) }
    let standIns = (1...3).map { Self.standIn($0, ids, &generator) }
    let until = Self.day(Self.days)
    let staffing = Staffing(
      Directory(people: people, standIns: standIns), from: Self.first, until: until)
    for post in try Self.posts.get() {
      let gaps = staffing.gaps([post])
      // The highest ceiling of whoever holds the post on some day, away or not: nothing beyond it is missed.
      let everPresent = people.map { person in
        var person = person
        person.absences = []
        person.successor = nil
        return person
      }
      let usual = (0..<Self.days).map { Self.reach(post, everPresent, [], on: Self.day($0)) }.max()!
      for offset in 0..<Self.days {
        let day = Self.day(offset)
        let reach = Self.reach(post, people, standIns, on: day)
        let lacks = gaps.filter { $0.covers(day) }.map(\.lack)
        let expected: [Gap.Lack] =
          if reach == -1 {
            [.everybody]
          } else if post.coversAmount, reach == 0 || reach < usual {
            [.above(Decimal(reach))]
          } else {
            []
          }
        #expect(lacks == expected, "seed \(seed), \(post.signers), \(day)")
      }
      for (gap, next) in zip(gaps, gaps.dropFirst()) where gap.until == next.from {
        #expect(gap.lack != next.lack, "seed \(seed): one hole told as two")
      }
    }
  }
}
