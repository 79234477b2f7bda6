import CEL
import Diagnostics

/// What one request adds to a rolling window.
public struct Weight: Sendable, Hashable, Codable {
  public let request: RequestID
  /// Above zero.
  public let amount: Decimal
  /// When it took effect; nil: it is open.
  public let tookEffect: Timestamp?

  public init(request: RequestID, amount: Decimal, tookEffect: Timestamp?) {
    self.request = request
    self.amount = amount
    self.tookEffect = tookEffect
  }
}

/// What others weigh in a rolling window, as it was looked up when a request was filed.
public struct OtherWeights: Sendable, Hashable, Codable {
  public let window: WindowName
  /// Whose requests add up, as the store finds them.
  public let bearer: WeightBearer
  /// The first day that counts, in the zone of the policy's calendar.
  public let since: CivilDate
  public let sum: Decimal
  public let count: Int
  /// The latest of them, at most ``FoundWeights/named``: open ones by their numbers, then those that took effect last.
  public let latest: [Weight]

  package init(
    window: WindowName, bearer: WeightBearer, since: CivilDate, sum: Decimal, count: Int,
    latest: [Weight]
  ) {
    self.window = window
    self.bearer = bearer
    self.since = since
    self.sum = sum
    self.count = count
    self.latest = latest
  }

  /// What others weigh where somebody supposes it; a window that nothing is said about holds nothing else.
  package static func supposed(
    _ sums: [WindowName: Decimal] = [:], in scope: Scope, on day: CivilDate
  ) -> [OtherWeights] {
    scope.windows.map { window, _ in
      let sum = sums[window.name] ?? .zero
      return OtherWeights(
        window: window.name, bearer: WeightBearer(text: "supposed"), since: day, sum: sum,
        count: sum == .zero ? 0 : 1, latest: [])
    }
  }
}

/// Under whose name weights stand in the store.
///
/// Nobody's name is another's: policy and window come first and are identifiers, so the rest may be any text.
public struct WeightBearer: Sendable, Hashable, Codable {
  public let text: String

  package init(text: String) { self.text = text }

  init(_ policy: PolicyName, _ window: WindowName, _ kind: String, _ whose: String) {
    text = "\(policy) \(window) \(kind) \(whose)"
  }

  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// What a rolling window came to when a request was routed.
public struct WindowSum: Sendable, Hashable, Codable {
  public let title: Bilingual
  /// What the request itself adds; 0 when it takes something away, which makes no room for others.
  public let weight: Decimal
  public let others: OtherWeights

  package init(title: Bilingual, weight: Decimal, others: OtherWeights) {
    self.title = title
    self.weight = weight
    self.others = others
  }

  /// Both together; nil: larger than any number.
  public var total: Decimal? { try? weight.adding(others.sum) }
}
