import CEL
import Diagnostics
import Engine

/// What an audit looked at, what it found, and what it could not prove.
package struct AuditReport: Sendable {
  /// Events of the log.
  package var events = 0
  /// Commands, each of which led to some events.
  package var commands = 0
  /// Over the leaves as they were computed from the bodies, not as the store has them.
  package var root = MerkleHash.empty
  package var first: Timestamp?
  package var last: Timestamp?
  /// Commands that were decided anew, and led to exactly what stands in the log.
  package var reevaluated = 0
  /// Commands that could not be decided anew.
  package var notEvaluated = 0
  /// Rows of tables that were compared with what follows from the log.
  package var rows = 0
  package var rulebooks = 0
  /// Attached files of which the content was held against its digest.
  package var contents = 0
  /// Confidential values, and those of them whose content is not there.
  package var sealed = 0
  package var unopened = 0
  /// How often an event is earlier than the one before it: a clock was set back.
  package var backwards = 0
  package var findings = Findings()
  package var checkpoints: [ComparedCheckpoint] = []

  package init() {}

  /// The worst of everything.
  package enum Verdict: String, Sendable {
    case intact, altered, truncated, forked
  }

  package var verdict: Verdict {
    // What somebody else signed says nothing about the log.
    let comparisons = checkpoints.filter { $0.signature != .wrong }.map(\.comparison)
    if comparisons.contains(.forked) { return .forked }
    if comparisons.contains(.truncated) { return .truncated }
    return findings.isEmpty ? .intact : .altered
  }
}

/// An earlier checkpoint beside the log as it is now.
package struct ComparedCheckpoint: Sendable, Hashable {
  package enum Comparison: String, Sendable {
    /// The log begins with exactly the leaves that the checkpoint covers.
    case extends
    /// The log has fewer leaves than the checkpoint covers.
    case truncated = "TRUNCATED"
    /// The leaves that the checkpoint covers were other ones.
    case forked = "FORKED"
  }

  package enum Signature: String, Sendable {
    /// By the key that the auditor gave.
    case verified
    /// No key was given.
    case unchecked
    case wrong
  }

  package let checkpoint: Checkpoint
  package let signature: Signature
  package let comparison: Comparison
}
