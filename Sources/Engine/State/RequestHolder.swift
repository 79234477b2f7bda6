/// A record that has requests of its own: a project, or the workspace.
///
/// Its coded form is the record without its version and requests: a store writes each request once, and the record
/// only when something else of it changed.
package protocol RequestHolder: Sendable, Hashable, Codable {
  var version: Int { get set }
  /// The open ones.
  var requests: [RequestID: Request] { get set }
}

extension RequestHolder {
  /// The whole record, put together from what a store has kept of it.
  package func holding(_ open: [Request], at version: Int) -> Self {
    var whole = self
    whole.version = version
    whole.requests = Dictionary(open.map { ($0.id, $0) }) { first, _ in first }
    return whole
  }

  /// Whether nothing but version and requests is different, so that what was kept still holds.
  package func isKept(as other: Self) -> Bool {
    var same = self
    same.version = other.version
    same.requests = other.requests
    return same == other
  }
}
