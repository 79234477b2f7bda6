import Crypto
import Engine
import Foundation

/// A person's private key, as `ssh-keygen -t ed25519` writes it into a file.
package struct SSHSecretKey: Sendable {
  package enum Failure: Error, Hashable {
    /// No private key in OpenSSH's format.
    case notAKey
    /// RSA, ECDSA, or kept in a device.
    case anotherKind
    /// Only OpenSSH itself can open it.
    case protected
  }

  package let key: PublicKey
  private let secret: Curve25519.Signing.PrivateKey

  private static let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
  private static let end = "-----END OPENSSH PRIVATE KEY-----"

  package init(_ text: String) throws(Failure) {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first == Self.begin[...], lines.last == Self.end[...],
      let blob = Data(base64Encoded: lines.dropFirst().dropLast().joined())
    else { throw .notAKey }
    var reader = SSHReader(Array(blob))
    guard reader.expect(Array("openssh-key-v1\0".utf8)), let cipher = reader.string(),
      reader.string() != nil, reader.string() != nil, reader.number() == 1,
      let stated = reader.string(), let inner = reader.string()
    else { throw .notAKey }
    guard cipher == Array("none".utf8) else { throw .protected }
    var own = SSHReader(inner)
    guard let check = own.number(), own.number() == check, let kind = own.string() else {
      throw .notAKey
    }
    guard kind == Array(PublicKey.kind.utf8) else { throw .anotherKind }
    guard own.string()?.count == 32, let pair = own.string(), pair.count == 64,
      let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: pair.prefix(32)),
      let key = PublicKey(Array(secret.publicKey.rawRepresentation)), key.blob == stated
    else { throw .notAKey }
    self.key = key
    self.secret = secret
  }

  func sign(_ text: String) throws -> String { try SSHSignature.make(of: text, by: secret, key) }

  package func seal(_ statement: DecisionStatement) throws -> Seal {
    Seal(
      statement: statement.text,
      signature: try sign(statement.text))
  }
}
