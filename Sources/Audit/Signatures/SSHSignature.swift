import Crypto
import Engine
import Foundation

/// A signature as `ssh-keygen -Y sign` makes and `ssh-keygen -Y verify` checks it (SSHSIG, PROTOCOL.sshsig of OpenSSH).
package enum SSHSignature {
  private static let begin = "-----BEGIN SSH SIGNATURE-----"
  private static let end = "-----END SSH SIGNATURE-----"
  private static let magic = Array("SSHSIG".utf8)
  private static let version: [UInt8] = [0, 0, 0, 1]
  /// A signature of ours is some 300 bytes; what is much longer is none.
  private static let maximumLength = 4_096
  /// Where OpenSSH breaks the lines of its armor.
  private static let lineLength = 70

  /// Whether the armored text is a signature of the statement by the key, in our namespace.
  package static let isSigned: SignatureCheck = { text, statement, key in
    guard let blob = unarmored(text), let point = key.curvePoint else { return false }
    var reader = SSHReader(blob)
    guard reader.expect(magic), reader.expect(version), reader.string() == key.blob,
      reader.expectString(DecisionStatement.namespace), reader.expectString(""),
      let hash = reader.string().map({ String(decoding: $0, as: UTF8.self) }),
      let signed = signed(statement, hash: hash), let signature = reader.string(), reader.isAtEnd
    else { return false }
    var inner = SSHReader(signature)
    guard inner.expectString(PublicKey.kind), let bytes = inner.string(), bytes.count == 64,
      inner.isAtEnd
    else { return false }
    return point.isValidSignature(bytes, for: signed)
  }

  static func make(of statement: String, by secret: Curve25519.Signing.PrivateKey, _ key: PublicKey)
    throws -> String
  {
    guard let covered = signed(statement, hash: "sha512") else {
      preconditionFailure("SHA-512 is one of the digests of SSHSIG")
    }
    var inner: [UInt8] = []
    inner.append(sshString: PublicKey.kind.utf8)
    inner.append(sshString: try secret.signature(for: covered))
    var blob = magic + version
    blob.append(sshString: key.blob)
    blob.append(sshString: DecisionStatement.namespace.utf8)
    blob.append(sshString: "".utf8)
    blob.append(sshString: "sha512".utf8)
    blob.append(sshString: inner)
    return armored(blob)
  }

  /// What the key signs: never the statement itself, but this around its digest. nil: an unknown digest.
  private static func signed(_ statement: String, hash: String) -> [UInt8]? {
    let bytes = Array(statement.utf8)
    let digest: [UInt8]
    switch hash {
    case "sha512": digest = Array(SHA512.hash(data: bytes))
    case "sha256": digest = Array(SHA256.hash(data: bytes))
    default: return nil
    }
    var signed = magic
    signed.append(sshString: DecisionStatement.namespace.utf8)
    signed.append(sshString: "".utf8)
    signed.append(sshString: hash.utf8)
    signed.append(sshString: digest)
    return signed
  }

  private static func armored(_ blob: [UInt8]) -> String {
    var lines = [begin]
    var rest = Data(blob).base64EncodedString()[...]
    while !rest.isEmpty {
      lines.append(String(rest.prefix(lineLength)))
      rest = rest.dropFirst(lineLength)
    }
    return (lines + [end]).map { $0 + "\n" }.joined()
  }

  private static func unarmored(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= maximumLength else { return nil }
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count > 2, lines.first == begin[...], lines.last == end[...] else { return nil }
    return Data(base64Encoded: lines.dropFirst().dropLast().joined()).map(Array.init)
  }
}
