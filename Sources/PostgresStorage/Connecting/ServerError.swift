import Engine

/// What the server, or the way to it, had against a statement.
struct ServerError: Error, Sendable, Hashable {
  /// SQLSTATE: five characters, documented in appendix A of the PostgreSQL manual; nil: the connection itself is gone.
  let state: String?
  /// One line, as the server worded it.
  let message: String

  init(state: String?, message: String) {
    self.state = state
    self.message = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func lost(_ message: String) -> ServerError { ServerError(state: nil, message: message) }

  /// Whether nothing more can be asked over the connection.
  var endsTheConnection: Bool {
    switch state {
    case nil: true
    // The server is being shut down, is starting, or ended this one connection.
    case "57P01", "57P02", "57P03", "57P05"?: true
    case let state?: state.hasPrefix("08")
    }
  }

  /// Somebody was faster: a unique key is in use, a deadlock was broken up, or transactions could not be put in an order.
  ///
  /// In all three the transaction is undone and the same decision may be taken anew.
  var isConflict: Bool { state == "23505" || state == "40P01" || state == "40001" }

  /// What it means to whoever asked the store. `address` has no secret in it.
  func failure(_ address: String) -> StoreFailure {
    let text = "\(address): \(message)" + (state.map { " (\($0))" } ?? "")
    switch state {
    case "57014", "55P03", "53300", "25P03": return .busy
    case "25006", "42501": return .readOnly(text)
    case "53100": return .full(text)
    case "XX001", "XX002": return .corrupt(text)
    default: return .failed(text)
    }
  }
}
