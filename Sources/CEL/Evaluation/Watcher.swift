/// What watches a machine at work.
///
/// A type parameter, not an existential: an evaluation that nobody watches must not pay for the possibility.
protocol Watcher {
  /// Whether each node is to be evaluated as written, so that all of them are seen.
  static var seesAll: Bool { get }
  mutating func record(_ node: Int, _ result: Result<Value, EvaluationError>)
  /// Operands follow of which one may decide and make up for errors of the others.
  mutating func openChain()
  /// What was recorded last is an error that a later operand may make up for.
  mutating func postpone()
  /// The operands have ended; if one has decided, the postponed errors do not come through.
  mutating func closeChain(isDecided: Bool)
}

/// Nobody.
struct NoWatcher: Watcher {
  static var seesAll: Bool { false }
  func record(_ node: Int, _ result: Result<Value, EvaluationError>) {}
  func openChain() {}
  func postpone() {}
  func closeChain(isDecided: Bool) {}
}
