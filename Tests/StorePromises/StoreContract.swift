import CEL
import Engine
import TestKit
import Testing

/// What every store promises. A test target hands each promise a store of its kind that holds nothing yet.
///
/// `open` gives another handle on the same contents, as another process would have.
public struct StoreContract: Sendable, CustomTestStringConvertible {
  public typealias Open = () throws -> any Store

  public let sentence: String
  public let hold: @Sendable (_ open: Open) throws -> Void

  init(_ sentence: String, _ hold: @escaping @Sendable (_ open: Open) throws -> Void) {
    self.sentence = sentence
    self.hold = hold
  }

  public var testDescription: String { sentence }

  public static let promises =
    reading + appending + signing + finding + weighing + outbox + links + contents + sealed
    + overview + numbers

  /// A store with a founded workspace, and the scribe who founded it.
  static func founded(_ open: Open) throws -> (any Store, Scribe) {
    let store = try open()
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    return (store, scribe)
  }

  /// A store with a request `R-1` of `P-1` that waits for its first signature.
  static func asked(_ open: Open) throws -> (any Store, Scribe) {
    var (store, scribe) = try founded(open)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try scribe.write(.project("P-1"), Samples.submission("R-1", on: "P-1"), to: store)
    return (store, scribe)
  }

  /// Expects that a store refuses a batch as a conflict and holds exactly what the scribe knows.
  static func expectConflict(
    _ batch: Batch, _ store: any Store, _ scribe: Scribe,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let receipt = try store.receipt(batch.envelope.command)
    #expect(try store.append(batch) == .conflict, sourceLocation: sourceLocation)
    try expectExactly(scribe, store, sourceLocation: sourceLocation)
    #expect(
      try store.receipt(batch.envelope.command) == receipt, sourceLocation: sourceLocation)
  }

  /// Expects that a store holds what the scribe knows and nothing else.
  static func expectExactly(
    _ scribe: Scribe, _ store: any Store, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try store.workspace() == scribe.workspace, sourceLocation: sourceLocation)
    let listed = try store.projects(after: nil, limit: 1000).map(\.id)
    #expect(Set(listed) == Set(scribe.projects.keys), sourceLocation: sourceLocation)
    for (id, project) in scribe.projects {
      #expect(try store.project(id) == project, sourceLocation: sourceLocation)
    }
    for (stream, events) in scribe.events {
      let history = try store.history(of: stream, after: 0, limit: 100_000)
      #expect(history.map(\.event) == events, sourceLocation: sourceLocation)
    }
  }
}
