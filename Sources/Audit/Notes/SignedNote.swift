import Foundation

/// A text with signatures under it (C2SP signed-note).
package struct SignedNote: Sendable, Hashable, CustomStringConvertible {
  package struct Signature: Sendable, Hashable {
    package let name: String
    /// Four bytes that find the key; binds nothing.
    package let keyHash: [UInt8]
    package let bytes: [UInt8]
  }

  /// What is signed, its last line feed included.
  package let text: String
  package let signatures: [Signature]

  /// More are no note of ours.
  static let maximumSignatures = 100
  static let maximumLength = 1 << 20

  init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// nil unless the bytes are a well-formed note. Says nothing about whether a signature is right.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maximumLength, let note = String(validating: bytes, as: UTF8.self),
      note.unicodeScalars.allSatisfy({ $0 == "\n" || $0.value >= 0x20 }),
      let gap = note.range(of: "\n\n", options: .backwards), note.hasSuffix("\n")
    else { return nil }
    text = note[..<gap.lowerBound] + "\n"
    let lines = note[gap.upperBound...].dropLast()
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard !lines.isEmpty, lines.count <= Self.maximumSignatures else { return nil }
    var signatures: [Signature] = []
    for line in lines {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, parts[0] == "\u{2014}", NoteKey.isName(parts[1]),
        let blob = [UInt8](base64: parts[2]), blob.count > 4
      else { return nil }
      signatures.append(
        Signature(
          name: parts[1], keyHash: Array(blob.prefix(4)), bytes: Array(blob.dropFirst(4))))
    }
    self.signatures = signatures
  }

  package var description: String {
    let lines = signatures.map { signature in
      let blob = Data(signature.keyHash + signature.bytes).base64EncodedString()
      return "\u{2014} \(signature.name) \(blob)\n"
    }
    return text + "\n" + lines.joined()
  }

  /// Whether the key signed the text. A signature under the key's name that is wrong spoils the note.
  package func isSigned(by key: NoteKey) -> Bool {
    let own = signatures.filter { $0.name == key.name && $0.keyHash == key.hash }
    return !own.isEmpty && own.allSatisfy { key.verifies($0.bytes, of: text) }
  }
}
