/// A store whose whole contents can be taken over by another, of whatever kind.
public protocol MovableStore: InspectableStore where View: MovableView {
  /// Takes over everything that a view shows, in one transaction.
  ///
  /// `check` looks at what was taken over before it is kept; what it throws undoes everything. Throws `StoreFailure.exists`
  /// when anything has happened in the store.
  func fill(from view: some MovableView, check: (View) throws -> Void) throws
}

/// A view that shows also what is no evidence.
public protocol MovableView: Inspection {
  /// Hands over every row of a table, in no particular order.
  func rows(of table: DutyTable, _ body: ([StateCell]) throws -> Void) throws
  func rows(of table: OverviewTable, _ body: ([StateCell]) throws -> Void) throws
}

/// What is still to be done. No evidence, and not lost by moving either.
public enum DutyTable: String, Sendable, CaseIterable {
  /// position, body (bytes: canonical JSON), state, time, since, attempts, taken by, problem
  case outbox
  /// stream, number of the request or 0, day
  case alarms
  /// concern, number of the project
  case concerns
}

extension MovableStore {
  /// Takes over everything of another store and compares it before it is kept: byte by byte the same log, and the same
  /// rows in every table. Returns the digest of both.
  public func take<S: MovableStore>(over source: S, sha256: @escaping DigestFunction) throws
    -> StoreDigest
  {
    try source.inspect { view in
      let expected = try StoreDigest(of: view, sha256)
      try fill(from: view) { copy in
        guard try StoreDigest(of: copy, sha256) == expected else {
          throw StoreFailure.failed("the copy is not what was copied")
        }
      }
      return expected
    }
  }
}
