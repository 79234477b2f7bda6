import CEL
import Engine
import GRDB

extension SQLiteStore {
  public func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> FoundWeights {
    try perform { db in try db.weights(of: bearers, from: time) }
  }
}

extension Database {
  func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> FoundWeights {
    let (start, day) = (time.milliseconds, time.nextWholeUTCDay)
    var (open, latest, past): ([Weight], [Weight], [WeightTotal]) = ([], [], [])
    for bearer in bearers.map(\.text) {
      open += try rows(.openWeights, [bearer]).map(Weight.init)
      latest += try rows(.latestWeights, [bearer, start, FoundWeights.named]).map(Weight.init)
      let totals =
        try rows(.weightsBetween, [bearer, start, Timestamp.start(ofUTCDay: day)])
        + rows(.weightTotalsSince, [bearer, day])
      past += try totals.map(WeightTotal.init)
    }
    return FoundWeights(open: open, past: past, latest: latest)
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
        try addToTotal(weight, of: bearer)
      }
    }
  }

  /// An open one has no part in it yet.
  func addToTotal(_ weight: Weight, of bearer: WeightBearer) throws {
    guard let day = weight.tookEffect?.utcDay else { return }
    let before = try row(.weightTotal, [bearer.text, day]).map(WeightTotal.init)
    let total = WeightTotal(weight).adding(before ?? WeightTotal.of([]))
    guard let amount = total.amount else {
      throw StoreFailure.failed(
        "what took effect in one day under `\(bearer.text)` is more than any number")
    }
    try run(.putWeightTotal, [bearer.text, day, amount.normalized.description, total.count])
  }

  /// Whether everything that the batch looked at still weighs the same.
  func isCurrent(_ read: [WeightsRead]) throws -> Bool {
    try read.allSatisfy { try weights(of: $0.bearers, from: $0.from) == $0.found }
  }
}

extension Weight {
  init(_ row: StoredRow) throws(StoreFailure) {
    try self.init(
      number: row.value(0), took: row.hasNull(atIndex: 1) ? nil : row.value(1),
      amount: row.value(2))
  }
}

extension WeightTotal {
  init(_ row: StoredRow) throws(StoreFailure) {
    try self.init(amount: row.value(0), count: row.value(1))
  }
}
