import CEL
import Engine

/// Whether the people of a company will be there to sign what its policies may ask for, day by day.
///
/// Counts on whoever holds a role (or has taken over from them) and is not away, else on their stand-in for the action if
/// that one is there. Roles that end or begin, leavers, hand-overs, absences and stand-ins change the answer; nothing else
/// does, so only the days on which one of them begins or ends are looked at.
package struct Staffing: Sendable {
  /// How far ahead a change of the directory is looked at for holes that it makes.
  package static let horizon = 60
  /// A longer look ahead tells nothing that people plan for.
  package static let longestLook = 3660

  private let directory: Directory
  private let from: CivilDate
  private let until: CivilDate
  private let standIns: [PersonID: [StandIn]]

  /// For the days from one to the day before another.
  package init(_ directory: Directory, from: CivilDate, until: CivilDate) {
    self.directory = directory
    self.from = from
    self.until = until
    standIns = Dictionary(grouping: directory.standIns, by: \.principal)
  }

  /// The holes of all posts in the order of their days; one that stops several steps is told once.
  package func gaps(_ posts: [Post]) -> [Gap] {
    // The order of posts, so of the policy, decides between holes on the same days.
    let gaps = posts.flatMap(gaps).merged()
    return gaps.indices.sorted {
      (gaps[$0].from, gaps[$0].until, $0) < (gaps[$1].from, gaps[$1].until, $1)
    }.map { gaps[$0] }
  }

  private func gaps(_ post: Post) -> [Gap] {
    let people = candidates(post)
    let usual = post.coversAmount ? usualCeiling(people, post) : nil
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

  /// Whoever may fill a post on some day.
  private func candidates(_ post: Post) -> [PersonID] {
    switch post.signers {
    case .roles(let roles): Set(roles.flatMap(directory.everHolders)).sorted()
    case .superiors: Set(directory.people.values.compactMap(\.manager)).sorted()
    }
  }

  /// nil: the post can be filled as well as ever.
  private func lack(of post: Post, _ people: [PersonID], _ usual: Ceiling?, on day: CivilDate)
    -> Gap.Lack?
  {
    var humans: Set<PersonID> = []
    var highest: Ceiling?
    for id in people where fills(id, post, on: day) {
      for (signer, ceiling) in signers(for: id, post, on: day) {
        humans.insert(directory.human(signer))
        highest = max(highest, ceiling)
      }
    }
    guard !humans.isEmpty else { return .everybody }
    guard humans.count >= post.needed else { return .enough(present: humans.count) }
    guard post.coversAmount else { return nil }
    switch (highest, usual) {
    case (nil, _): return .above(.zero)
    case (.amount(let amount)?, _) where amount.sign <= 0: return .above(.zero)
    case (.amount(let amount)?, let usual?) where .amount(amount) < usual: return .above(amount)
    case (.amount?, _), (.unlimited?, _): return nil
    }
  }

  /// Who will be there to sign in somebody's place of a post: they or their successor, else those who stand in for them.
  ///
  /// A stand-in for some projects alone is none to count on, nor is one up to an amount where none is stated.
  private func signers(for id: PersonID, _ post: Post, on day: CivilDate) -> [(PersonID, Ceiling?)]
  {
    let holder = directory.successor(of: id, on: day) ?? id
    guard let person = directory[holder], person.isActive(on: day) else { return [] }
    if !person.isAbsent(on: day) { return [(holder, person.ceiling)] }
    return directory.standIns(
      for: holder, on: day, action: post.steps.first?.action, project: nil
    )
    .filter { standIn in
      directory[standIn.deputy]?.isAbsent(on: day) == false
        && (post.coversAmount || standIn.cap == nil)
    }
    .map { ($0.deputy, directory.effectiveCeiling(of: $0)) }
  }

  private func fills(_ id: PersonID, _ post: Post, on day: CivilDate) -> Bool {
    guard let person = directory[id], person.isActive(on: day) else { return false }
    return switch post.signers {
    case .roles(let roles): roles.contains { person.holds($0, on: day) }
    case .superiors: true
    }
  }

  /// The highest ceiling among those who fill the post on some day, away or not; nil: none of them has one.
  private func usualCeiling(_ people: [PersonID], _ post: Post) -> Ceiling? {
    people.filter { id in turningDays([id]).contains { fills(id, post, on: $0) } }
      .compactMap { directory[$0]?.ceiling }.max()
  }

  /// The first day, and those on which something begins or ends for one of the people, their successors or stand-ins.
  private func turningDays(_ people: [PersonID]) -> [CivilDate] {
    var days: Set<CivilDate> = [from]
    var seen: Set<PersonID> = []
    var open = people
    while let id = open.popLast() {
      guard seen.insert(id).inserted, let person = directory[id] else { continue }
      for holding in person.holdings {
        days.formUnion([holding.from, holding.until].compactMap(\.self))
      }
      for absence in person.absences { days.formUnion([absence.from, absence.until]) }
      if let left = person.leftOn { days.insert(left) }
      if let succession = person.successor {
        days.insert(succession.on)
        open.append(succession.to)
      }
      for standIn in standIns[id] ?? [] {
        days.formUnion([standIn.from, standIn.until])
        open.append(standIn.deputy)
      }
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
