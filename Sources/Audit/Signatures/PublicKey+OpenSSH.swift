import Crypto
import Engine
import Foundation

extension PublicKey {
  static let kind = "ssh-ed25519"

  /// From a line of a `.pub` file, and what its comment calls the key. nil: another kind of key, or none.
  package static func read(_ line: String) -> (key: PublicKey, comment: String)? {
    let parts = line.split(
      maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: { $0 == " " || $0 == "\t" })
    guard parts.count >= 2, let key = PublicKey("\(parts[0]) \(parts[1])"), key.curvePoint != nil
    else { return nil }
    return (
      key, parts.count > 2 ? String(parts[2]).trimmingCharacters(in: .whitespacesAndNewlines) : ""
    )
  }

  init?(_ bytes: some Collection<UInt8>) {
    var blob: [UInt8] = []
    blob.append(sshString: Self.kind.utf8)
    blob.append(sshString: bytes)
    self.init("\(Self.kind) \(Data(blob).base64EncodedString())")
  }

  /// As it stands within signatures and private keys.
  var blob: [UInt8] {
    Data(base64Encoded: String(description.dropFirst(Self.kind.count + 1))).map(Array.init) ?? []
  }

  var curvePoint: Curve25519.Signing.PublicKey? {
    try? Curve25519.Signing.PublicKey(rawRepresentation: blob.suffix(32))
  }

  /// `SHA256:…`, as `ssh-keygen -l` prints it.
  package var fingerprint: String {
    let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
    return "SHA256:" + digest.prefix { $0 != "=" }
  }
}
