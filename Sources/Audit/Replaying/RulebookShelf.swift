import Engine
import Synchronization

/// The rulebooks of a store, each compiled when it is first asked for.
final class RulebookShelf: Sendable {
  typealias Compiler = @Sendable (RulebookSources) throws -> Rulebook

  private let sources: [Digest: RulebookSources]
  private let compile: Compiler
  /// nil: cannot be compiled.
  private let compiled = Mutex<[Digest: Rulebook?]>([:])

  init(_ sources: [Digest: RulebookSources], compile: @escaping Compiler) {
    self.sources = sources
    self.compile = compile
  }

  /// nil: there are no such texts, or this version of the program cannot compile them.
  subscript(digest: Digest) -> Rulebook? {
    if let known = compiled.withLock({ $0[digest] }) { return known }
    let rulebook = sources[digest].flatMap { try? compile($0) }
    compiled.withLock { $0[digest] = .some(rulebook) }
    return rulebook
  }

  func has(_ digest: Digest) -> Bool { sources[digest] != nil }

  var digests: some Collection<Digest> { sources.keys }
}
