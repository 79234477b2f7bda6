import Crypto
import Diagnostics
import Engine

/// Signs webhooks as Standard Webhooks 1.0 says: HMAC-SHA256 over `ID.TIMESTAMP.BODY`, in base64 after `v1,`.
package struct WebhookSigner: Sendable {
  private let keys: [SymmetricKey]

  /// A key shorter than this could be guessed (NIST SP 800-107 asks for 112 bits).
  private static let shortestKey = 14

  /// One secret a line; several all sign, so that a secret can be replaced without a gap.
  ///
  /// After `whsec_` the rest of a line is base64; else the line's bytes are the key, but for blanks around them. nil: there
  /// is none, or one is too short or no base64.
  package init?(_ text: String) {
    var keys: [SymmetricKey] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop(while: \.isWhitespace).trimmedEnd
      guard !line.isEmpty else { continue }
      let bytes: [UInt8]? =
        line.hasPrefix("whsec_") ? Base64.decode(line.dropFirst(6)) : Array(line.utf8)
      guard let bytes, bytes.count >= Self.shortestKey else { return nil }
      keys.append(SymmetricKey(data: bytes))
    }
    guard !keys.isEmpty else { return nil }
    self.keys = keys
  }

  /// The value of the header `webhook-signature`.
  package func signature(id: String, timestamp: Int64, body: String) -> String {
    let message = Array("\(id).\(timestamp).\(body)".utf8)
    return keys.map { key in
      let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
      return "v1,\(Base64.encode(Array(code)))"
    }.joined(separator: " ")
  }
}

extension Substring {
  fileprivate var trimmedEnd: Substring {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
