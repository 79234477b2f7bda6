import CEL
import Engine

extension PostgresStore {
  public func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> FoundWeights {
    try FoundWeights(rows(.weights, StoreStatement.parametersOfWeights(bearers, time)))
  }
}

extension StoreStatement {
  static func parametersOfWeights(_ bearers: [WeightBearer], _ time: Timestamp) -> [Parameter] {
    [
      .texts(bearers.map(\.text)), .integer(Int(time.milliseconds)),
      .integer(Int(Timestamp.start(ofUTCDay: time.nextWholeUTCDay))),
      .integer(time.nextWholeUTCDay), .integer(FoundWeights.named),
    ]
  }
}

extension FoundWeights {
  /// What the statement `weights` found.
  init(_ rows: [AnswerRow]) throws {
    var (weights, past): ([Weight], [WeightTotal]) = ([], [])
    for row in rows {
      if row.isNull(0) {
        past.append(try WeightTotal(amount: row.text(2), count: row.integer(3)))
      } else {
        weights.append(try Weight(row))
      }
    }
    self.init(
      open: weights.filter { $0.tookEffect == nil }, past: past,
      latest: weights.filter { $0.tookEffect != nil })
  }
}

extension Weight {
  fileprivate init(_ row: AnswerRow) throws {
    try self.init(
      number: row.integer(0), took: row.isNull(1) ? nil : Int64(row.integer(1)),
      amount: row.text(2))
  }
}
