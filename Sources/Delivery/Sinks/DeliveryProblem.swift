import Diagnostics

/// Why a sink did not take a notification. Told to operators, kept in the outbox; never holds a secret.
package struct DeliveryProblem: Error, Sendable, Hashable {
  package let reason: Bilingual

  package init(_ english: String, zh chinese: String) {
    reason = Bilingual(english, zh: chinese)
  }
}

extension String {
  /// What a program or a server said, for a line in the outbox: the first line, inert, of bounded length.
  var firstWords: String {
    let line = split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return String(line.unicodeScalars.prefix(200)).inert
  }
}
