import Crypto
import Foundation

/// A public key that signs notes, under a name: `acme.example/log+ad5f4df2+AQu…` (C2SP signed-note, Ed25519).
package struct NoteKey: Sendable, Hashable, CustomStringConvertible {
  /// The algorithm's byte before every Ed25519 key.
  static let algorithm: UInt8 = 1

  package let name: String
  /// 32 bytes.
  package let publicKey: [UInt8]

  /// nil for a name that could not stand in a note, or a key that is none.
  package init?(name: String, publicKey: [UInt8]) {
    guard Self.isName(name),
      (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil
    else { return nil }
    self.name = name
    self.publicKey = publicKey
  }

  /// nil unless the text is such a key and its hash is right.
  package init?(_ text: String) {
    guard let (name, hash, key) = Self.fields(text),
      let made = NoteKey(name: name, publicKey: key), made.hashText == hash
    else { return nil }
    self = made
  }

  package var description: String {
    "\(name)+\(hashText)+\(Data([Self.algorithm] + publicKey).base64EncodedString())"
  }

  /// What finds the key in a note: the first four bytes of a digest of name and key. Binds nothing.
  package var hash: [UInt8] {
    let covered = Array("\(name)\n".utf8) + [Self.algorithm] + publicKey
    return Array(SHA256.hash(data: covered).prefix(4))
  }

  var hashText: String { hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// Whether the bytes are this key's signature of the text.
  package func verifies(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }

  /// A name has no blanks and no `+`, which end it in keys and notes.
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 200
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace
      }
  }

  /// `name+hash+base64`, the last without the algorithm's byte.
  static func fields(_ text: String) -> (name: String, hash: String, key: [UInt8])? {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 8,
      let key = [UInt8](base64: String(parts[2])), key.first == algorithm, key.count == 33
    else { return nil }
    return (String(parts[0]), String(parts[1]), Array(key.dropFirst()))
  }
}

/// A key that signs notes, as it is kept in a file: `PRIVATE+KEY+name+hash+base64`.
package struct NoteSigner: Sendable, CustomStringConvertible {
  private static let mark = "PRIVATE+KEY+"

  package let key: NoteKey
  private let secret: Curve25519.Signing.PrivateKey

  /// Makes a new key. nil for a name that could not stand in a note.
  package init?(name: String) {
    self.init(name: name, secret: Curve25519.Signing.PrivateKey())
  }

  /// nil unless the text is such a key.
  package init?(_ text: String) {
    guard text.hasPrefix(Self.mark),
      let (name, hash, seed) = NoteKey.fields(String(text.dropFirst(Self.mark.count))),
      let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
      let made = NoteSigner(name: name, secret: secret), made.key.hashText == hash
    else { return nil }
    self = made
  }

  private init?(name: String, secret: Curve25519.Signing.PrivateKey) {
    guard let key = NoteKey(name: name, publicKey: Array(secret.publicKey.rawRepresentation)) else {
      return nil
    }
    self.key = key
    self.secret = secret
  }

  /// The secret itself: only for the file that keeps it.
  package var description: String {
    let seed = Data([NoteKey.algorithm]) + secret.rawRepresentation
    return "\(Self.mark)\(key.name)+\(key.hashText)+\(seed.base64EncodedString())"
  }

  package func sign(_ text: String) throws -> SignedNote {
    SignedNote(
      text: text,
      signatures: [
        .init(
          name: key.name, keyHash: key.hash,
          bytes: Array(try secret.signature(for: Array(text.utf8))))
      ])
  }
}

extension [UInt8] {
  /// nil unless the text is standard base64 in its one spelling.
  init?(base64 text: String) {
    guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else {
      return nil
    }
    self.init(data)
  }
}
