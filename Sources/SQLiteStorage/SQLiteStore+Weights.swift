import CEL
import Engine
import GRDB

extension SQLiteStore {
  public func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> [Weight] {
    try perform { db in try db.weights(of: bearers, from: time) }
  }
}

extension Database {
  func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> [Weight] {
    try bearers.flatMap { bearer in
      let found =
        try rows(.openWeights, [bearer.text])
        + rows(.pastWeights, [bearer.text, time.milliseconds])
      return try found.map { row in
        try Weight(
          number: row.value(0), took: row.hasNull(atIndex: 1) ? nil : row.value(1),
          amount: row.value(2))
      }
    }
  }

  /// Writes how the batch's requests weigh from now on.
  func write(weightsOf batch: Batch) throws {
    for (request, weights) in batch.weights {
      let number = request.number
      try run(.deleteWeights, [number])
      for (bearer, weight) in weights {
        try run(
          .insertWeight,
          [number, bearer.text, weight.tookEffect?.milliseconds, weight.amount.description])
      }
    }
  }

  /// Whether everything that the batch looked at still weighs the same.
  func isCurrent(_ read: [WeightsRead]) throws -> Bool {
    try read.allSatisfy { try Set(weights(of: $0.bearers, from: $0.from)) == $0.found }
  }
}
