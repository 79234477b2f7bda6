import CEL
import Diagnostics

/// The steps that a request must pass, as computed when it was submitted, with the reasons.
///
/// Complete in itself: a history replays and explains itself without the policy that it came from.
public struct Route: Sendable, Hashable, Codable {
  public var steps: [RoutedStep]
  /// Every step of the chain, in the route or not, with what its condition saw.
  public let considered: [Consideration]
  /// What each rolling window of the action came to.
  public package(set) var windows: [WindowSum]

  public init(
    steps: [RoutedStep], considered: [Consideration], windows: [WindowSum] = []
  ) {
    self.steps = steps
    self.considered = considered
    self.windows = windows
  }
}

/// One step of a route: the places to sign, and how many of them it takes.
public struct RoutedStep: Sendable, Hashable, Codable {
  public let name: StepName
  public let title: Bilingual
  /// A step is asked once all steps of lower positions are complete. Steps of one position run in parallel.
  public let position: Int
  /// Those of the policy first, then those that signers added, in the order in which they were added.
  public internal(set) var slots: [Slot]
  /// 票签: places are votes, and those in favour must weigh this much; nil: every place must agree.
  public let majority: Int?
  /// What whoever signs must have the authority for, in the workflow's currency; nil: the step asks for no amount.
  public let amount: Decimal?
  /// nil: no deadline.
  public let within: Term?
  /// What happens when the deadline passes; nil: nothing but being late.
  public let late: Late?
  public let rejection: Rejection
  public let needsComment: Bool

  /// One signature to be given, by anybody with one of these authorities.
  public struct Slot: Sendable, Hashable, Codable {
    public let authorities: [RoutedAuthority]
    /// What the vote weighs; nil: it is no vote.
    public let weight: Int?
    /// nil: the policy asks for it.
    public let added: Addition?
    /// 减签: whoever added it took it away again; it asks nobody and lacks nothing.
    public internal(set) var isRemoved = false

    public init(authorities: [RoutedAuthority], weight: Int? = nil, added: Addition? = nil) {
      self.authorities = authorities
      self.weight = weight
      self.added = added
    }
  }

  /// 加签: a signer asked for one more.
  public struct Addition: Sendable, Hashable, Codable {
    public let by: PersonID
    public let turn: Turn

    public init(by: PersonID, turn: Turn) {
      self.by = by
      self.turn = turn
    }
  }

  /// When the added one signs: before those of the policy, together with them, or after them.
  public enum Turn: String, Sendable, Hashable, Codable, CaseIterable {
    case before, with, after
  }

  public init(
    name: StepName, title: Bilingual, position: Int, slots: [Slot], majority: Int? = nil,
    amount: Decimal? = nil, within: Term? = nil, late: Late? = nil,
    rejection: Rejection = .ends, needsComment: Bool = false
  ) {
    self.name = name
    self.title = title
    self.position = position
    self.slots = slots
    self.majority = majority
    self.amount = amount
    self.within = within
    self.late = late
    self.rejection = rejection
    self.needsComment = needsComment
  }

  /// The turn in which a place is asked.
  func turn(of slot: Int) -> Turn { slots[slot].added?.turn ?? .with }
}

/// An authority with its place in the world: the field of the form has become a person.
public enum RoutedAuthority: Sendable, Hashable, Codable {
  case companyRole(RoleName)
  case projectRole(RoleName)
  case person(PersonID)
  /// The nearest superior of this person in the reporting line whose authority covers the step's amount.
  case line(above: PersonID)
}

/// Why a step is in the route, or is not.
public struct Consideration: Sendable, Hashable, Codable {
  public let step: StepName
  /// As written; nil: the step is unconditional.
  public let condition: String?
  public let place: Place
  public let holds: Bool
  /// What the condition read, by name: measures, limits, fields. As text, exact.
  public let values: [String: String]

  public init(
    step: StepName, condition: String?, place: Place, holds: Bool, values: [String: String]
  ) {
    self.step = step
    self.condition = condition
    self.place = place
    self.holds = holds
    self.values = values
  }
}
