import Diagnostics

public typealias StepName = Name<Step>

/// A sign-off chain: one ordered list; every step whose condition holds is in the route.
public struct Chain: Sendable {
  public let name: Name<Chain>
  public let steps: [Step]

  public init(name: Name<Chain>, steps: [Step]) {
    self.name = name
    self.steps = steps
  }
}

/// One place of a chain: who is asked, and when.
public struct Step: Sendable {
  public let name: StepName
  public let title: Bilingual
  public let signers: Signers
  /// nil: always in the route.
  public let condition: Expression?
  /// How long the signers have; nil: no deadline.
  public let within: Term?
  /// Whether an approval needs a comment too; a rejection and a return always do.
  public let needsComment: Bool
  public let place: Place

  public init(
    name: StepName, title: Bilingual, signers: Signers, condition: Expression?, within: Term?,
    needsComment: Bool, place: Place
  ) {
    self.name = name
    self.title = title
    self.signers = signers
    self.condition = condition
    self.within = within
    self.needsComment = needsComment
    self.place = place
  }
}

/// Whose signatures a step needs.
public enum Signers: Sendable, Hashable {
  /// 或签: one signature of anybody with one of these authorities.
  case any([Authority])
  /// 会签: one signature for each of these authorities, by different people.
  case all([Authority])
}

/// What gives somebody the right to sign, as the policy names it.
public enum Authority: Sendable, Hashable {
  case role(RoleName)
  /// The person named in this field of the request.
  case named(FieldName)
}

/// A length of time for people.
public enum Term: Sendable, Hashable, Codable {
  case days(Int)
  case workingDays(Int)
}
