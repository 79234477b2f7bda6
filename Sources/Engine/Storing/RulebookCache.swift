import Synchronization

/// Compiled rulebooks by digest; a digest never means another text, so nothing here grows stale.
final class RulebookCache: Sendable {
  private let compiled = Mutex<[Digest: Rulebook]>([:])

  func rulebook(_ digest: Digest, compile: () throws -> Rulebook) throws -> Rulebook {
    if let rulebook = compiled.withLock({ $0[digest] }) { return rulebook }
    let rulebook = try compile()
    compiled.withLock { $0[digest] = rulebook }
    return rulebook
  }
}
