import CEL
import Engine

/// Whether the people of a company will be there to sign what its policies may ask for, day by day.
///
/// Counts on whoever holds a role and is not away, else on their stand-in for the action if that one is there. Roles
/// that end or begin, leavers, absences and stand-ins change the answer; nothing else does, so only the days on which one of
/// them begins or ends are looked at.
package struct Staffing: Sendable {
  /// How far ahead a change of the directory is looked at for holes that it makes.
  package static let horizon = 60
  /// A longer look ahead tells nothing that people plan for.
  package static let longestLook = 3660

  private let directory: Directory
  private let from: CivilDate
  private let until: CivilDate

  /// For the days from one to the day before another.
  package init(_ directory: Directory, from: CivilDate, until: CivilDate) {
    self.directory = directory
    self.from = from
    self.until = until
  }

  /// The holes of all posts in the order of their days; one that stops several steps is told once.
  package func gaps(_ posts: [Post]) -> [Gap] {
    posts.flatMap(gaps).merged().sorted {
      ($0.from, $0.until, $0.post.roles.description) < (
        $1.from, $1.until, $1.post.roles.description
      )
    }
  }

  private func gaps(_ post: Post) -> [Gap] {
    let people = Set(post.roles.flatMap(directory.everHolders)).sorted()
    let usual = usualCeiling(people, post)
    var gaps: [Gap] = []
    let days = turningDays(people)
    for (day, next) in zip(days, days.dropFirst() + [until]) {
      guard let lack = lack(of: post, people, usual, on: day) else { continue }
      if let last = gaps.last, last.until == day, last.lack == lack {
        gaps[gaps.count - 1] = Gap(post: post, from: last.from, until: next, lack: lack)
      } else {
        gaps.append(Gap(post: post, from: day, until: next, lack: lack))
      }
    }
    return gaps
  }

  /// nil: the post can be filled as well as ever.
  private func lack(of post: Post, _ people: [PersonID], _ usual: Ceiling?, on day: CivilDate)
    -> Gap.Lack?
  {
    var isThere = false
    var highest: Ceiling?
    for id in people {
      guard let person = directory[id], holds(person, post, on: day) else { continue }
      if !person.isAbsent(on: day) {
        isThere = true
        highest = max(highest, person.ceiling)
        continue
      }
      for standIn in deputies(of: id, for: post, on: day) {
        isThere = true
        highest = max(highest, directory.effectiveCeiling(of: standIn))
      }
    }
    guard isThere else { return .everybody }
    guard let usual else { return nil }
    switch highest {
    case nil: return .above(.zero)
    case .amount(let amount)? where .amount(amount) < usual: return .above(amount)
    case .amount, .unlimited: return nil
    }
  }

  /// Those who stand in for an absent person in the matters of the post, and are there.
  ///
  /// A stand-in for some projects alone is none to count on.
  private func deputies(of id: PersonID, for post: Post, on day: CivilDate) -> [StandIn] {
    directory.standIns(for: id, on: day, action: post.steps.first?.action, project: nil)
      .filter { directory[$0.deputy]?.isAbsent(on: day) == false }
  }

  private func holds(_ person: Person, _ post: Post, on day: CivilDate) -> Bool {
    person.isActive(on: day) && post.roles.contains { person.holds($0, on: day) }
  }

  /// The highest ceiling among those who hold the post on some day, away or not; nil: none of them has one.
  private func usualCeiling(_ people: [PersonID], _ post: Post) -> Ceiling? {
    people.compactMap { directory[$0] }.filter { person in
      turningDays([person.id]).contains { holds(person, post, on: $0) }
    }.compactMap(\.ceiling).max()
  }

  /// The first day, and those on which something begins or ends for one of the people or of their stand-ins.
  private func turningDays(_ people: [PersonID]) -> [CivilDate] {
    var days: Set<CivilDate> = [from]
    func add(_ person: Person) {
      for holding in person.holdings {
        days.formUnion([holding.from, holding.until].compactMap(\.self))
      }
      for absence in person.absences { days.formUnion([absence.from, absence.until]) }
      if let left = person.leftOn { days.insert(left) }
    }
    let concerned = Set(people)
    for person in people.compactMap({ directory[$0] }) { add(person) }
    for standIn in directory.standIns where concerned.contains(standIn.principal) {
      days.formUnion([standIn.from, standIn.until])
      if let deputy = directory[standIn.deputy] { add(deputy) }
    }
    return days.filter { from <= $0 && $0 < until }.sorted()
  }
}

/// The higher one; nil is below all.
private func max(_ left: Ceiling?, _ right: Ceiling?) -> Ceiling? {
  guard let left else { return right }
  guard let right else { return left }
  return Swift.max(left, right)
}
