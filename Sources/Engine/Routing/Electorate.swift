import CEL
import Diagnostics

/// Who may sign in one place of a request's route now, and who may not although they might expect to.
///
/// The submitter never signs, under no alias; one human signs at most once a round. If those rules bar everybody
/// who has the authority, the place goes up: to the nearest superior of one of the barred, else to the
/// next step's authority. If nobody has the authority in the first place, the place waits for an appointment.
public struct Electorate: Sendable, Hashable {
  public struct Elector: Sendable, Hashable {
    public let person: PersonID
    public let basis: Basis
  }

  public enum Bar: Sendable, Hashable {
    case submitter
    /// The name of the step that they signed.
    case alreadySigned(StepName)
    case notActive
  }

  public let electors: [Elector]
  public let barred: [(person: PersonID, bar: Bar)]
  /// Whether nobody has the authority at all: the administrator must appoint somebody.
  public var isVacant: Bool { electors.isEmpty && barred.isEmpty }

  public static func == (left: Self, right: Self) -> Bool {
    left.electors == right.electors
      && left.barred.map(\.person) == right.barred.map(\.person)
      && left.barred.map(\.bar) == right.barred.map(\.bar)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(electors) }

  public subscript(person: PersonID) -> Elector? { electors.first { $0.person == person } }
}

/// The people of the company and of a project on one day, of whom electorates are made.
public struct Population: Sendable {
  public let directory: Directory
  public let projectRoles: [RoleName: [PersonID]]
  public let today: CivilDate

  public init(directory: Directory, projectRoles: [RoleName: [PersonID]], today: CivilDate) {
    self.directory = directory
    self.projectRoles = projectRoles
    self.today = today
  }

  /// Who may sign in one place of a request.
  public func electorate(of request: Request, step: Int, slot: Int) -> Electorate {
    let authorities = request.route.steps[step].slots[slot].authorities
    let bars = Bars(request, directory)
    var electors: [Electorate.Elector] = []
    var barred: [(person: PersonID, bar: Electorate.Bar)] = []
    for (person, basis) in authorities.flatMap(holders) {
      guard !electors.contains(where: { $0.person == person }),
        !barred.contains(where: { $0.person == person })
      else { continue }
      if directory[person]?.isActive(on: today) != true {
        barred.append((person, .notActive))
      } else if let bar = bars[person] {
        barred.append((person, bar))
      } else {
        electors.append(.init(person: person, basis: basis))
      }
    }
    if electors.isEmpty, barred.contains(where: { $0.bar != .notActive }) {
      electors = substitutes(for: barred.map(\.person), bars, request, after: step)
    }
    return Electorate(electors: electors, barred: barred)
  }

  /// Everybody who has an authority, active or not, barred or not.
  private func holders(of authority: RoutedAuthority) -> [(PersonID, Basis)] {
    switch authority {
    case .companyRole(let role):
      directory.holders(of: role, on: today).map { ($0, .role(role)) }
    case .projectRole(let role): (projectRoles[role] ?? []).map { ($0, .role(role)) }
    case .person(let person): [(person, .named)]
    }
  }

  private func substitutes(
    for barred: [PersonID], _ bars: Bars, _ request: Request, after step: Int
  ) -> [Electorate.Elector] {
    for person in barred {
      if let superior = directory.superiors(of: person, on: today).first(where: { bars[$0] == nil })
      {
        return [.init(person: superior, basis: .superior(of: person))]
      }
    }
    for next in request.route.steps.dropFirst(step + 1) {
      let people = next.slots.flatMap(\.authorities).flatMap(holders).map(\.0)
        .filter { directory[$0]?.isActive(on: today) == true && bars[$0] == nil }
      if !people.isEmpty {
        return people.map { .init(person: $0, basis: .nextStep(next.name)) }
      }
    }
    return []
  }
}

/// Which humans may not sign a request any more in this round, and why.
private struct Bars {
  private let humans: [PersonID: Electorate.Bar]
  private let directory: Directory

  init(_ request: Request, _ directory: Directory) {
    var humans: [PersonID: Electorate.Bar] = [:]
    for (step, _, signature) in request.signatures {
      humans[signature.human] = .alreadySigned(request.route.steps[step].name)
    }
    humans[directory.human(request.submitter)] = .submitter
    self.humans = humans
    self.directory = directory
  }

  subscript(person: PersonID) -> Electorate.Bar? { humans[directory.human(person)] }
}
