import CEL

extension ApprovalService {
  /// What commands before it in the same transaction have taken, though no store knows of it yet.
  public struct Ahead: Sendable {
    private(set) var projects = 0
    private(set) var requests = 0
    private(set) var numbers: [String: Int] = [:]
    private var reweighed: Set<RequestID> = []
    private var weighing: [(bearer: WeightBearer, weight: Weight)] = []

    public init() {}

    /// What a store found under these names, and what came to it since.
    func found(
      _ found: FoundWeights, of bearers: [WeightBearer], from time: Timestamp
    ) -> FoundWeights {
      guard !reweighed.isEmpty else { return found }
      let weights = weighing.filter { bearer, weight in
        bearers.contains(bearer) && weight.tookEffect.map { $0 >= time } ?? true
      }
      return found.after(reweighed, weighing: weights.map(\.weight))
    }

    mutating func take(_ batch: Batch) {
      if batch.expectedVersion == 0 { projects += 1 }
      requests += batch.submitted.count
      for (request, weights) in batch.weights {
        reweighed.insert(request)
        weighing += weights
      }
      for (serial, _) in batch.numbersGiven {
        numbers[serial.series] = max(numbers[serial.series] ?? 0, serial.number)
      }
    }
  }
}
