import CEL

/// When a change of one field of a request makes it worse for whoever agreed to it.
public struct Worsening: Sendable, Hashable {
  public enum Direction: String, Sendable, Hashable, CaseIterable {
    /// A greater value is worse.
    case up
    /// A smaller value is worse.
    case down
    /// Any other value is.
    case any
    /// None is.
    case never
  }

  public let direction: Direction
  /// The steps that it concerns; nil: every one.
  public let asks: [StepName]?

  public init(direction: Direction, asks: [StepName]? = nil) {
    self.direction = direction
    self.asks = asks
  }

  /// Whether the new value is worse than the old one. What appears or disappears is, whichever way.
  func isWorse(_ before: FieldValue?, _ now: FieldValue?) -> Bool {
    switch direction {
    case .never: return false
    case .any: return before?.plain != now?.plain
    case .up, .down:
      guard let before, let now, let order = FieldValue.order(before.plain, now.plain) else {
        return true
      }
      return direction == .up ? order > 0 : order < 0
    }
  }
}

extension FieldValue {
  /// Negative, zero or positive as the second lies below, at or above the first; nil: they have no order.
  fileprivate static func order(_ before: FieldValue, _ now: FieldValue) -> Int? {
    func sign<T: Comparable>(_ a: T, _ b: T) -> Int { b < a ? -1 : b == a ? 0 : 1 }
    switch (before, now) {
    case (.decimal(let a), .decimal(let b)): return sign(a, b)
    case (.integer(let a), .integer(let b)): return sign(a, b)
    case (.date(let a), .date(let b)): return sign(a, b)
    default: return nil
    }
  }
}

/// 特批: who may let a request pass without its signatures, and how soon it is looked at again.
public struct OverrideRule: Sendable, Hashable {
  public let by: [RoleName]
  public let review: Term

  public init(by: [RoleName], review: Term) {
    self.by = by
    self.review = review
  }
}

/// How long requests and approvals count; nil: for ever.
public struct Lapses: Sendable, Hashable {
  public var requests: Term?
  public var approvals: Term?

  public init(requests: Term? = nil, approvals: Term? = nil) {
    self.requests = requests
    self.approvals = approvals
  }
}
