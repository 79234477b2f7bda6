/// Where a workspace is on a server: a connection URI of PostgreSQL, which may hold a password.
///
/// DANGER: `secret` goes to libpq and nowhere else. Whatever is shown, logged or thrown is the description.
public struct Address: Sendable, CustomStringConvertible {
  let secret: String

  /// nil: the text is no address of this kind; it may be a path.
  public init?(_ text: String) {
    guard Self.schemes.contains(where: text.hasPrefix) else { return nil }
    secret = text
  }

  /// The host and the database, without user, password and options: `postgres://db.example/tollgate`.
  ///
  /// Where an `@` makes it doubtful what is the host, neither is shown: it might be the end of a password.
  public var description: String {
    guard let scheme = Self.schemes.first(where: secret.hasPrefix) else { return "postgres://…" }
    let rest = secret.dropFirst(scheme.count)
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || !parts[1].contains("@"), let place = parts.first else {
      return "\(scheme)…"
    }
    let host = place.lastIndex(of: "@").map { place[place.index(after: $0)...] } ?? place
    return "\(scheme)\(host)"
  }

  var unreadable: String { "\(self) is not an address that libpq can read" }

  private static let schemes = ["postgres://", "postgresql://"]
}

/// Neither a debugger's nor a test's picture of it shows the secret.
extension Address: CustomDebugStringConvertible, CustomReflectable {
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
