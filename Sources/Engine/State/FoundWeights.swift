import CEL

/// What requests weigh under the names of a rolling window, in few words however much of it took effect.
public struct FoundWeights: Sendable, Hashable {
  /// How many of those that took effect are named one by one; the rest stand in the sum alone.
  package static let named = 20

  /// Everything that is open, however old it is; the latest numbers first.
  public let open: [Weight]
  /// What took effect from the time asked about on, together. nil: more than any number.
  public let sum: Decimal?
  public let count: Int
  /// The last of them to take effect, the very last first: at most ``named``.
  public let latest: [Weight]

  /// `past`: what took effect, added up as far as a store has it so. `open` and `latest` in any order.
  package init(
    open: some Sequence<Weight>, past: some Sequence<WeightTotal>, latest: some Sequence<Weight>
  ) {
    self.open = open.sorted { $0.request.isNumbered(after: $1.request) }
    let total = WeightTotal.of(past)
    (sum, count) = (total.amount?.normalized, total.count)
    self.latest = Array(latest.sorted { $0.tookEffect(after: $1) }.prefix(Self.named))
  }

  /// The same after some requests weigh otherwise: what they weighed before is over.
  func after(_ changed: Set<RequestID>, weighing weights: [Weight]) -> FoundWeights {
    let past = weights.filter { $0.tookEffect != nil }
    return FoundWeights(
      open: open.filter { !changed.contains($0.request) } + weights.filter { $0.tookEffect == nil },
      past: [WeightTotal(amount: sum, count: count)] + past.map(WeightTotal.init),
      latest: latest + past)
  }
}

/// What some requests weigh together.
public struct WeightTotal: Sendable, Hashable {
  /// nil: more than any number.
  public let amount: Decimal?
  public let count: Int

  package init(amount: Decimal?, count: Int) {
    self.amount = amount
    self.count = count
  }

  package init(_ weight: Weight) { self.init(amount: weight.amount, count: 1) }

  /// None weigh 0.
  package static func of(_ parts: some Sequence<WeightTotal>) -> WeightTotal {
    parts.reduce(WeightTotal(amount: .zero, count: 0)) { $0.adding($1) }
  }

  package func adding(_ other: WeightTotal) -> WeightTotal {
    let sum = amount.flatMap { amount in other.amount.flatMap { try? amount.adding($0) } }
    return WeightTotal(amount: sum, count: count + other.count)
  }
}

extension Weight {
  fileprivate func tookEffect(after other: Weight) -> Bool {
    guard let mine = tookEffect, let others = other.tookEffect, mine != others else {
      return request.isNumbered(after: other.request)
    }
    return mine > others
  }
}

extension RequestID {
  /// Identities are numbers without leading zeros after the same letters: a longer one is a later one.
  fileprivate func isNumbered(after other: RequestID) -> Bool {
    (text.utf8.count, text) > (other.text.utf8.count, other.text)
  }
}
