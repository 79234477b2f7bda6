import CEL

/// A look at the weights of rolling windows that a decision was taken by.
public struct WeightsRead: Sendable, Hashable {
  public let bearers: [WeightBearer]
  public let from: Timestamp
  public let found: FoundWeights

  public init(bearers: [WeightBearer], from: Timestamp, found: FoundWeights) {
    self.bearers = bearers
    self.from = from
    self.found = found
  }
}

extension Request {
  /// What it weighs in rolling windows as it stands, with whom it counts for. `end`: when it came to its end.
  ///
  /// Open requests weigh, and those that took effect; what was refused, withdrawn or lapsed does not.
  package func weights(end: Timestamp) -> [(bearer: WeightBearer, weight: Weight)] {
    let tookEffect: Timestamp?
    switch status {
    case .pending, .returned: tookEffect = nil
    // As exact as stores keep it.
    case .approved, .overridden: tookEffect = Timestamp(milliseconds: end.milliseconds)
    case .rejected, .withdrawn, .lapsed: return []
    }
    return route.windows.filter { $0.weight > .zero }.map {
      ($0.others.bearer, Weight(request: id, amount: $0.weight, tookEffect: tookEffect))
    }
  }
}

extension Batch {
  /// How each request weighs from now on whose weights the events may have changed; all that it weighed before is over.
  package var weights: [(request: RequestID, weights: [(bearer: WeightBearer, weight: Weight)])] {
    let filed = Set(
      events.compactMap { event -> RequestID? in
        switch event {
        case .request(.submitted(let id, _, _, _, _, _, _)),
          .request(.resubmitted(let id, _, _, _, _)), .request(.migrated(let id, _, _)):
          return id
        case .request, .project, .workspace: return nil
        }
      })
    let migrated = events.contains { if case .request(.migrated) = $0 { true } else { false } }
    return touched.filter { request in
      (filed.contains(request.id) || !request.status.isOpen)
        && (migrated || !request.route.windows.isEmpty)
    }.map { ($0.id, $0.weights(end: envelope.at)) }
  }
}

extension WeightTotal {
  /// A row of a store. Throws `StoreFailure.corrupt` when it is none.
  package init(amount text: String, count: Int) throws(StoreFailure) {
    guard let amount = Decimal(text), count >= 0 else {
      throw .corrupt("what requests weigh together cannot be read")
    }
    self.init(amount: amount, count: count)
  }
}

extension Weight {
  /// A row of a store. Throws `StoreFailure.corrupt` when it is none.
  package init(number: Int, took effect: Int64?, amount text: String) throws(StoreFailure) {
    let time = effect.map(Timestamp.init(milliseconds:))
    guard number > 0, let amount = Decimal(text), time.map({ $0 != nil }) ?? true else {
      throw .corrupt("what request \(number) weighs cannot be read")
    }
    self.init(request: RequestID(number: number), amount: amount, tookEffect: time ?? nil)
  }
}

/// Stores keep what took effect added up by days of UTC: so no calendar matters to them, and looking back over a window
/// reads a row a day, and one by one only what lies before the first whole day.
extension Timestamp {
  /// The day that it lies in, counted from 1970-01-01.
  package var utcDay: Int {
    let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: Self.millisecondsPerDay)
    return Int(rest < 0 ? day - 1 : day)
  }

  /// The first day that begins then or later.
  package var nextWholeUTCDay: Int {
    Self.start(ofUTCDay: utcDay) == milliseconds ? utcDay : utcDay + 1
  }

  /// In milliseconds since 1970.
  package static func start(ofUTCDay day: Int) -> Int64 { Int64(day) * millisecondsPerDay }

  private static var millisecondsPerDay: Int64 { 86_400_000 }
}
