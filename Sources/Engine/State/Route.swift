import Diagnostics

/// The steps that a request must pass, as computed when it was submitted, with the reasons.
///
/// Complete in itself: a history replays and explains itself without the policy that it came from.
public struct Route: Sendable, Hashable, Codable {
  public var steps: [RoutedStep]
  /// Every step of the chain, in the route or not, with what its condition saw.
  public let considered: [Consideration]

  public init(steps: [RoutedStep], considered: [Consideration]) {
    self.steps = steps
    self.considered = considered
  }
}

/// One step of a route: the places to sign.
public struct RoutedStep: Sendable, Hashable, Codable {
  public let name: StepName
  public let title: Bilingual
  /// A step is asked once all steps of lower positions are complete. Steps of one position run in parallel.
  public let position: Int
  public let slots: [Slot]
  /// nil: no deadline.
  public let within: Term?
  public let needsComment: Bool

  /// One signature to be given, by anybody with one of these authorities.
  public struct Slot: Sendable, Hashable, Codable {
    public let authorities: [RoutedAuthority]

    public init(authorities: [RoutedAuthority]) { self.authorities = authorities }
  }

  public init(
    name: StepName, title: Bilingual, position: Int, slots: [Slot], within: Term?,
    needsComment: Bool
  ) {
    self.name = name
    self.title = title
    self.position = position
    self.slots = slots
    self.within = within
    self.needsComment = needsComment
  }
}

/// An authority with its place in the world: the field of the form has become a person.
public enum RoutedAuthority: Sendable, Hashable, Codable {
  case companyRole(RoleName)
  case projectRole(RoleName)
  case person(PersonID)
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
