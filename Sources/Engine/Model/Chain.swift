import CEL
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
  /// Steps of one number are `together:`, asked at the same time; nil: the step stands alone.
  public let group: Int?
  /// The money that whoever signs must have the authority for; nil: any authority will do.
  public let covers: Expression?
  /// How long the signers have; nil: no deadline.
  public let within: Term?
  /// What happens when the deadline passes; nil: nothing but being late.
  public let late: Late?
  public let rejection: Rejection
  /// Whether an approval needs a comment too; a rejection and a return always do.
  public let needsComment: Bool
  public let place: Place

  public init(
    name: StepName, title: Bilingual, signers: Signers, condition: Expression?,
    group: Int? = nil, covers: Expression? = nil, within: Term?, late: Late? = nil,
    rejection: Rejection = .ends, needsComment: Bool, place: Place
  ) {
    self.name = name
    self.title = title
    self.signers = signers
    self.condition = condition
    self.group = group
    self.covers = covers
    self.within = within
    self.late = late
    self.rejection = rejection
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
  /// So many different people with any of these authorities.
  case quorum(Int, of: [Authority])
  /// 票签: everybody with one of the roles has a vote, and the votes in favour decide.
  case vote([Ballot], needs: Majority)

  /// The vote of each holder of a role.
  public struct Ballot: Sendable, Hashable {
    public let role: RoleName
    public let weight: Int

    public init(role: RoleName, weight: Int) {
      self.role = role
      self.weight = weight
    }
  }

  /// Which votes carry the step.
  public enum Majority: Sendable, Hashable {
    /// More than half of all.
    case moreThanHalf
    /// At least this share of all.
    case share(Int, of: Int)
    /// At least this weight.
    case weight(Int)

    /// The weight that carries it when all votes together weigh `total`; at least 1.
    public func needed(of total: Int) -> Int {
      switch self {
      case .moreThanHalf: total / 2 + 1
      case .share(let part, let whole): max(1, (total * part + whole - 1) / whole)
      case .weight(let weight): max(1, weight)
      }
    }
  }

  /// Everybody's authority that the step mentions.
  public var authorities: [Authority] {
    switch self {
    case .any(let authorities), .all(let authorities), .quorum(_, let authorities): authorities
    case .vote(let ballots, _): ballots.map { .role($0.role) }
    }
  }
}

/// What gives somebody the right to sign, as the policy names it.
public enum Authority: Sendable, Hashable {
  case role(RoleName)
  /// The person named in this field of the request.
  case named(FieldName)
  /// The submitter's superior; with an amount to cover, the nearest one whose authority covers it.
  case superior
}

/// What happens to a step when its deadline has passed. Never a person's decision.
public enum Late: Sendable, Hashable, Codable {
  /// Its signers are reminded.
  case remind
  /// The next authority that is not in the route may sign too; the first is told.
  case escalate(to: RoleName?)
  case returnToSubmitter
  case reject
  /// The machine lets the step pass; only below a ceiling that the policy spells out.
  case approve(below: Decimal)
}

/// What a signer's no does.
public enum Rejection: String, Sendable, Hashable, Codable, CaseIterable {
  /// The request is over.
  case ends
  /// It goes back to the submitter.
  case returns
  /// It goes back to the step before.
  case back
}

/// A length of time for people.
public enum Term: Sendable, Hashable, Codable {
  case days(Int)
  case workingDays(Int)
}
