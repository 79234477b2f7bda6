import Engine

extension RecordedCommand {
  /// Everything that is sealed in its order and its events.
  var seals: Set<Engine.Digest> {
    orderSeals.union(events.flatMap(\.values).compactMap { $0.seal?.digest })
  }

  /// The salt that the client gave; empty: the order seals nothing, or what it sealed is gone.
  func salt(_ vault: Vault) -> [UInt8] {
    orderSeals.lazy.compactMap { vault[$0]?.salt }.first ?? []
  }

  /// The order with what was sealed in its place, as far as it is there; nil: the log does not say what was ordered.
  func openedOrder(_ vault: Vault) -> [UInt8]? {
    guard !orderSeals.isEmpty else { return orderText }
    return order?.opened(with: vault).canonical
  }

  private var order: JSON? { orderText.flatMap { try? JSON(parsing: $0) } }

  private var orderSeals: Set<Engine.Digest> {
    guard let orderText, orderText.holds("\"sealed\"") else { return [] }
    return order?.seals ?? []
  }
}

extension [UInt8] {
  /// Whether the bytes of a text stand in it somewhere.
  fileprivate func holds(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { part in
      indices.dropLast(part.count - 1).contains { start in
        self[start] == part[0] && self[start...].starts(with: part)
      }
    }
  }
}
