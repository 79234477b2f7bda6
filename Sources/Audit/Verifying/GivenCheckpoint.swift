import Engine

/// An earlier checkpoint that an auditor brings along, and whether its signature was looked at.
package struct GivenCheckpoint: Sendable, Hashable {
  package let checkpoint: Checkpoint
  package let signature: ComparedCheckpoint.Signature

  package init(_ checkpoint: Checkpoint, _ signature: ComparedCheckpoint.Signature) {
    self.checkpoint = checkpoint
    self.signature = signature
  }

  /// From a file's bytes; `key` nil: the auditor has none. Returns nil for bytes that are no checkpoint.
  package init?(_ bytes: [UInt8], key: NoteKey?) {
    guard let note = SignedNote(bytes), let checkpoint = Checkpoint(note.text) else { return nil }
    self.checkpoint = checkpoint
    signature =
      switch key {
      case nil: .unchecked
      case let key?: note.isSigned(by: key) && key.name == checkpoint.origin ? .verified : .wrong
      }
  }
}

/// Compares a log that is read from its beginning with checkpoints.
struct CheckpointComparison: Sendable {
  private let given: [GivenCheckpoint]
  private var roots: [Int: Digest] = [:]
  private let sizes: Set<Int>
  private(set) var frontier = Frontier()

  init(_ given: [GivenCheckpoint]) {
    self.given = given
    sizes = Set(given.map(\.checkpoint.size))
    note()
  }

  mutating func append(_ leaf: Digest) {
    frontier.append(leaf)
    note()
  }

  private mutating func note() {
    if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
  }

  /// At the end of the log.
  var compared: [ComparedCheckpoint] {
    given.map { given in
      let comparison: ComparedCheckpoint.Comparison =
        switch roots[given.checkpoint.size] {
        case nil: .truncated
        case given.checkpoint.root: .extends
        case _?: .forked
        }
      return ComparedCheckpoint(
        checkpoint: given.checkpoint, signature: given.signature, comparison: comparison)
    }
  }
}
