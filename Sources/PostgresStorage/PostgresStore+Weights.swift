import CEL
import Engine

extension PostgresStore {
  public func weights(of bearers: [WeightBearer], from time: Timestamp) throws -> [Weight] {
    try rows(.weights, StoreStatement.parametersOfWeights(bearers, time)).map {
      try Weight($0)
    }
  }
}

extension StoreStatement {
  static func parametersOfWeights(_ bearers: [WeightBearer], _ time: Timestamp) -> [Parameter] {
    [.texts(bearers.map(\.text)), .integer(Int(time.milliseconds))]
  }
}

extension Weight {
  init(_ row: AnswerRow) throws {
    try self.init(
      number: row.integer(0), took: row.isNull(1) ? nil : Int64(row.integer(1)),
      amount: row.text(2))
  }
}
