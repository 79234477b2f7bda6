/// A store that shows its rows as they stand, to whoever verifies it.
public protocol InspectableStore: Store {
  associatedtype View: Inspection

  /// Hands over a view of one moment: what is written meanwhile is not seen.
  func inspect<T>(_ body: (View) throws -> T) throws -> T
}

/// What lies in a store at one moment, neither decoded nor believed.
public protocol Inspection {
  /// Rows of the log after a sequence, in its order, at most `limit`.
  func log(after sequence: Int, limit: Int) throws -> [LogRow]

  /// Hands over every row of a table, in no particular order.
  func rows(of table: StateTable, _ body: ([StateCell]) throws -> Void) throws
}

/// A row of the log as it lies in the store.
///
/// Beside the body stand columns that find it; an auditor compares them with what the body says.
public struct LogRow: Sendable, Hashable {
  public let sequence: Int
  public let stream: String
  public let version: Int
  public let command: String
  /// Should be the canonical JSON of the record's statement.
  public let body: [UInt8]
  /// Should be the digest of 0x00 and the body.
  public let leaf: [UInt8]

  public init(
    sequence: Int, stream: String, version: Int, command: String, body: [UInt8], leaf: [UInt8]
  ) {
    self.sequence = sequence
    self.stream = stream
    self.version = version
    self.command = command
    self.body = body
    self.leaf = leaf
  }
}

/// What a store keeps beside the log, all of which follows from it.
///
/// Every store shows the same cells for the same history, whatever its tables look like.
public enum StateTable: String, Sendable, CaseIterable {
  /// id, fingerprint (bytes), stream, first version, last version
  case commands
  /// stream, version, state (bytes: canonical JSON)
  case records
  /// number, title, stage, workflow, policy
  case projects
  /// number, stream, status, state (bytes: canonical JSON)
  case requests
  /// addressee, number of the request
  case places
  /// number of the request, round, step, slot, human or null
  case decisions
  /// digest (bytes), sources (bytes: canonical JSON)
  case rulebooks
  /// series, number, text, stream, number of the request or null
  case numbers
  /// number of the parent, number of the child, 1 if it is over
  case children
  /// digest (bytes), content (bytes)
  case contents
  /// digest (bytes), salt (bytes), body (bytes)
  case sealed
  /// number of the request, bearer, time of effect in milliseconds or null, amount (text)
  case weights
  /// bearer, day of UTC (counted from 1970) on which requests took effect, amount of all of them (text, without zeros at
  /// its end), their number
  case weightTotals
}

/// One column of a row.
public enum StateCell: Sendable, Hashable {
  case null
  case integer(Int)
  case text(String)
  case bytes([UInt8])
}
