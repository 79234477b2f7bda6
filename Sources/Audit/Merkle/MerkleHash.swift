import Engine

import struct Crypto.SHA256

/// The two hashes of an RFC 6962 tree. Their first bytes differ, so that no node can pass for a leaf.
package enum MerkleHash {
  /// The root of a tree without leaves: the digest of nothing.
  package static let empty = digest(SHA256())

  package static func leaf(_ body: [UInt8]) -> Digest {
    var hash = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
    body.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return digest(hash)
  }

  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    var hash = SHA256()
    withUnsafeBytes(of: UInt8(1)) { hash.update(bufferPointer: $0) }
    left.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    right.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return digest(hash)
  }

  private static func digest(_ hash: SHA256) -> Digest {
    guard let digest = Digest(bytes: Array(hash.finalize())) else {
      preconditionFailure("a SHA-256 digest has 32 bytes")
    }
    return digest
  }
}
