import CEL

/// `S-1`
public typealias StandInID = Name<StandIn>

/// Somebody who acts for another on some days (代理): within both people's authority, one hop, never any further.
///
/// Recorded whole when it is made. It ends by a recorded fact, at its last day at the latest, and never comes back.
public struct StandIn: Sendable, Hashable, Codable {
  public let id: StandInID
  public let principal: PersonID
  public let deputy: PersonID
  /// The first day.
  public let from: CivilDate
  /// The first day on which the deputy no longer acts.
  public let until: CivilDate
  public let extent: Extent
  /// The largest amount that the deputy may agree to for the principal; nil: their ceilings alone bound it.
  public let cap: Decimal?
  public let reason: String
  /// The administrator who arranged it for somebody absent; nil: the principal did.
  public let arrangedBy: PersonID?

  /// What a stand-in is for; an empty list restricts nothing.
  public struct Extent: Sendable, Hashable, Codable {
    public let actions: [ActionName]
    public let projects: [ProjectID]

    public static let everything = Extent()

    public init(actions: [ActionName] = [], projects: [ProjectID] = []) {
      self.actions = actions
      self.projects = projects
    }

    /// Whether a matter is within. nil stands for a matter of no action or no project: only what is unrestricted holds it.
    public func holds(action: ActionName?, project: ProjectID?) -> Bool {
      (actions.isEmpty || action.map(actions.contains) == true)
        && (projects.isEmpty || project.map(projects.contains) == true)
    }

    /// Whether some matter is within both.
    public func meets(_ other: Extent) -> Bool {
      func meet<T: Equatable>(_ left: [T], _ right: [T]) -> Bool {
        left.isEmpty || right.isEmpty || left.contains(where: right.contains)
      }
      return meet(actions, other.actions) && meet(projects, other.projects)
    }
  }

  /// Why a stand-in is over.
  public enum End: String, Sendable, Codable {
    /// By the principal, or by an administrator.
    case revoked
    /// By the deputy.
    case declined
    /// Its days are past.
    case lapsed
    /// One of the two has left the company.
    case left
  }

  public init(
    id: StandInID, principal: PersonID, deputy: PersonID, from: CivilDate, until: CivilDate,
    extent: Extent = .everything, cap: Decimal? = nil, reason: String = "",
    arrangedBy: PersonID? = nil
  ) {
    self.id = id
    self.principal = principal
    self.deputy = deputy
    self.from = from
    self.until = until
    self.extent = extent
    self.cap = cap
    self.reason = reason
    self.arrangedBy = arrangedBy
  }

  public func covers(_ day: CivilDate) -> Bool { from <= day && day < until }

  /// Whether both hold for some matter on some day.
  public func overlaps(_ other: StandIn) -> Bool {
    from < other.until && other.from < until && extent.meets(other.extent)
  }
}
