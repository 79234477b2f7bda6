import CEL
import Diagnostics

/// Who may sign in one place of a request's route now, and who may not although they might expect to.
///
/// The submitter never signs, under no alias; one human signs at most once a round. If those rules bar everybody
/// who has the authority, or the amount is above everybody's, the place goes up: to the nearest superior of one of the barred, else to the
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
    /// Their authority does not cover the step's amount.
    case amount(Decimal)
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
