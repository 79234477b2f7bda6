import CEL
import Engine
import TestKit
import Testing

/// Random stand-ins against the definition, day by day and matter by matter.
@Suite struct RandomStandIns {
  private static let people: [PersonID] = ["chen", "li", "li2", "qian", "sun", "wu", "zhao"]
  private static let actions: [ActionName] = ["start", "change", "close"]
  private static let projects: [ProjectID] = ["P-1", "P-2"]
  private static let days = 2...25

  /// A stand-in as this test understands it: a plain list of what holds when.
  private struct Arrangement {
    let number: Int
    let principal: PersonID
    let deputy: PersonID
    let first: Int
    let last: Int
    let extent: StandIn.Extent

    func holds(_ day: Int, _ action: ActionName, _ project: ProjectID) -> Bool {
      first <= day && day <= last
        && (extent.actions.isEmpty || extent.actions.contains(action))
        && (extent.projects.isEmpty || extent.projects.contains(project))
    }
  }

  /// The one pair of names of one human in the company.
  private static func human(_ person: PersonID) -> PersonID { person == "li2" ? "li" : person }

  /// Whether somebody would act for somebody who acts for another, on some day in some matter.
  private static func handsOn(_ arrangements: [Arrangement]) -> Bool {
    for day in days {
      for action in actions {
        for project in projects {
          let inForce = arrangements.filter { $0.holds(day, action, project) }
          let principals = Set(inForce.map { human($0.principal) })
          if inForce.contains(where: { principals.contains(human($0.deputy)) }) { return true }
        }
      }
    }
    return false
  }

  @Test(arguments: 0..<12) func nothingIsEverHandedOnAndNothingElseIsRefused(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scene = try PeopleScene()
    var kept: [Arrangement] = []
    var made = 0
    var refused = 0
    for _ in 0..<60 {
      if !kept.isEmpty, Int.random(in: 0..<6, using: &generator) == 0 {
        let ended = kept.remove(at: Int.random(in: kept.indices, using: &generator))
        try scene.order(ended.principal, .endStandIn(StandInID("S-\(ended.number)")))
        continue
      }
      let first = Int.random(in: 2...20, using: &generator)
      let new = Arrangement(
        number: made + 1, principal: Self.people.randomElement(using: &generator)!,
        deputy: Self.people.randomElement(using: &generator)!, first: first,
        last: first + Int.random(in: 0..<5, using: &generator),
        extent: .init(
          actions: Bool.random(using: &generator)
            ? [] : [Self.actions.randomElement(using: &generator)!],
          projects: Bool.random(using: &generator)
            ? [] : [Self.projects.randomElement(using: &generator)!]))
      let order = scene.delegation(
        new.principal, to: new.deputy, from: new.first, until: new.last + 1, extent: new.extent)
      let isSame = kept.contains {
        $0.principal == new.principal && $0.deputy == new.deputy && $0.first == new.first
          && $0.last == new.last && $0.extent == new.extent
      }
      let isRight =
        Self.human(new.principal) != Self.human(new.deputy) && !Self.handsOn(kept + [new])
        && !isSame
      do {
        try scene.order(new.principal, order)
        #expect(isRight, "seed \(seed): \(new) was accepted beside \(kept)")
        kept.append(new)
        made += 1
      } catch let refusal as Refusal {
        #expect(!isRight, "seed \(seed): \(new) was refused: \(refusal.reason.en)")
        refused += 1
      }
    }
    #expect(made > 5 && refused > 5, "seed \(seed) tries both")
    for person in Self.people {
      for day in Self.days {
        for action in Self.actions {
          for project in Self.projects {
            let deputies = scene.directory.standIns(
              for: person, on: march(day), action: action, project: project
            ).map(\.deputy)
            #expect(
              deputies
                == kept.filter { $0.principal == person && $0.holds(day, action, project) }
                .map(\.deputy), "seed \(seed), \(person), \(day) March")
          }
        }
      }
    }
  }
}
