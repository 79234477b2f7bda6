import Diagnostics

/// Something in a store that is not as it was written.
package struct Finding: Sendable, Hashable {
  package enum Code: String, Sendable, CaseIterable {
    /// The store itself finds its file damaged.
    case damaged = "store.damaged"
    /// A row of the log is missing, or its place is not the next one.
    case sequence = "log.sequence"
    /// The leaf is not the digest of the body.
    case leaf = "log.leaf"
    /// The body is not JSON in canonical form.
    case canonical = "log.canonical"
    /// The body is not what an event says.
    case body = "log.body"
    /// What finds the row says something else than its body.
    case columns = "log.columns"
    /// The events of a record or of a command do not follow each other.
    case version = "log.version"
    /// An event that could not have happened to the record as it was.
    case order = "log.order"
    /// A table says something else than the log.
    case table = "table"
    /// The texts of a rulebook are missing or not those of its digest.
    case rulebook = "rulebook"
    /// What an attached file contained is missing or not that of its digest.
    case content = "content"
    /// What a confidential value was sealed from is not that of its digest, or of none.
    case sealed = "sealed"
    /// A checkpoint was not signed by the key that the auditor gave.
    case checkpoint = "checkpoint"
    /// The person had no right to do it at that time.
    case authority = "authority"
    /// The rules lead to something else than what stands in the log.
    case decision = "decision"
  }

  package let code: Code
  /// The place in the log; nil: it is not about one event.
  package let sequence: Int?
  package let message: Bilingual

  package init(_ code: Code, at sequence: Int? = nil, _ message: Bilingual) {
    self.code = code
    self.sequence = sequence
    self.message = message
  }
}

/// What was found, of which only so much is kept as somebody might read.
package struct Findings: Sendable {
  /// Of one kind; all are counted.
  package static let kept = 50

  package private(set) var counts: [Finding.Code: Int] = [:]
  private var first: [Finding.Code: [Finding]] = [:]

  package init() {}

  package var isEmpty: Bool { counts.isEmpty }
  package var count: Int { counts.values.reduce(0, +) }

  package mutating func add(_ finding: Finding) {
    counts[finding.code, default: 0] += 1
    if counts[finding.code]! <= Self.kept { first[finding.code, default: []].append(finding) }
  }

  package mutating func merge(_ other: Findings) {
    for (code, count) in other.counts { counts[code, default: 0] += count }
    for (code, findings) in other.first {
      let all = (first[code] ?? []) + findings
      first[code] = Array(
        all.sorted { ($0.sequence ?? .max) < ($1.sequence ?? .max) }.prefix(Self.kept))
    }
  }

  /// The log's own in its order, then those of no event.
  package var listed: [Finding] {
    first.values.flatMap { $0 }.sorted {
      ($0.sequence ?? .max, $0.code.rawValue, $0.message.en)
        < ($1.sequence ?? .max, $1.code.rawValue, $1.message.en)
    }
  }
}
