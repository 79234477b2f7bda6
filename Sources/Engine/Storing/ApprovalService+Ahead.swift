import CEL

extension ApprovalService {
  /// What commands before it in the same transaction have taken, though no store knows of it yet.
  public struct Ahead: Sendable {
    private(set) var projects = 0
    private(set) var requests = 0
    private(set) var numbers: [String: Int] = [:]
    private var weighing: [(bearer: WeightBearer, weight: Weight)] = []

    public init() {}

    /// What requests weigh under these names that are open or took effect at a time or later.
    func weights(of bearers: [WeightBearer], from time: Timestamp) -> [Weight] {
      weighing.filter { bearer, weight in
        bearers.contains(bearer) && weight.tookEffect.map { $0 >= time } ?? true
      }.map(\.weight)
    }

    mutating func take(_ batch: Batch) {
      if batch.expectedVersion == 0 { projects += 1 }
      requests += batch.submitted.count
      weighing += batch.weights.flatMap(\.weights)
      for (serial, _) in batch.numbersGiven {
        numbers[serial.series] = max(numbers[serial.series] ?? 0, serial.number)
      }
    }
  }
}
