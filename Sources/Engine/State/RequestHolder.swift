/// A record that has requests of its own: a project, or the workspace.
///
/// Its coded form is the record without them, so that a store writes each request once.
package protocol RequestHolder: Sendable, Codable {
  var version: Int { get }
  /// The open ones.
  var requests: [RequestID: Request] { get set }
}

extension RequestHolder {
  /// The record with its open requests, put together from what a store has kept of each.
  package func holding(_ open: [Request]) -> Self {
    var whole = self
    whole.requests = Dictionary(open.map { ($0.id, $0) }) { first, _ in first }
    return whole
  }
}
