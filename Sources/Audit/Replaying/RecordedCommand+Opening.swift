import Engine

extension RecordedCommand {
  /// Everything that is sealed in its order and its events.
  var seals: Set<Engine.Digest> {
    (order?.seals ?? []).union(events.flatMap(\.values).compactMap { $0.seal?.digest })
  }

  /// The salt that the client gave; empty: the order seals nothing, or what it sealed is gone.
  func salt(_ vault: Vault) -> [UInt8] {
    order?.seals.lazy.compactMap { vault[$0]?.salt }.first ?? []
  }
}
