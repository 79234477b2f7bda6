extension Command {
  /// What was ordered, as canonical JSON: the log keeps it, and it tells a command sent twice from another one.
  func statement(_ target: Stream?) throws -> [UInt8] {
    struct Statement: Encodable {
      let order: Order
      let person: String
      let seal: Seal?
      let target: String
    }
    return try JSON.bytes(
      of: Statement(
        order: order, person: actor.person?.text ?? "timer", seal: seal,
        target: target?.description ?? ""))
  }
}
