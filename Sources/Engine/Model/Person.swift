import CEL
import Diagnostics

/// Somebody in the directory.
public struct Person: Sendable, Hashable, Codable {
  /// Higher than any ladder of a company.
  public static let highestRank = 100

  public let id: PersonID
  public var name: Bilingual
  /// How senior; higher is more. 0: not ranked.
  public var rank: Int
  /// nil: reports to nobody.
  public var manager: PersonID?
  /// What they may agree to alone; nil: none stated, so no authority by amount.
  public var ceiling: Ceiling?
  /// Logins of the operating system that are this person.
  public var accounts: [String]
  /// The other entry of the same human; nil: this is the human's own.
  public var aliasOf: PersonID?
  /// The first day they no longer belong to the company; nil: they do.
  public var leftOn: CivilDate?
  /// Who has taken over from them; nil: nobody has.
  public var successor: Succession?
  public var holdings: [Holding]
  /// In the order of their first days.
  public var absences: [Absence]

  /// A company role, from a day to the day before another (half-open).
  public struct Holding: Sendable, Hashable, Codable {
    public let role: RoleName
    /// nil: since ever.
    public let from: CivilDate?
    /// The first day it is no longer held; nil: until further notice.
    public var until: CivilDate?

    public init(role: RoleName, from: CivilDate? = nil, until: CivilDate? = nil) {
      self.role = role
      self.from = from
      self.until = until
    }

    public func covers(_ day: CivilDate) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
  }

  public init(
    id: PersonID, name: Bilingual, rank: Int = 0, manager: PersonID? = nil,
    ceiling: Ceiling? = nil, accounts: [String] = [], aliasOf: PersonID? = nil,
    leftOn: CivilDate? = nil, successor: Succession? = nil, holdings: [Holding] = [],
    absences: [Absence] = []
  ) {
    self.id = id
    self.name = name
    self.rank = rank
    self.manager = manager
    self.ceiling = ceiling
    self.accounts = accounts
    self.aliasOf = aliasOf
    self.leftOn = leftOn
    self.successor = successor
    self.holdings = holdings
    self.absences = absences
  }

  public func isActive(on day: CivilDate) -> Bool { leftOn.map { day < $0 } ?? true }

  public func isAbsent(on day: CivilDate) -> Bool { absences.contains { $0.covers(day) } }

  public func holds(_ role: RoleName, on day: CivilDate) -> Bool {
    holdings.contains { $0.role == role && $0.covers(day) }
  }
}
