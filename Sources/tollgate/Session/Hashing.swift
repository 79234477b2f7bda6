import Crypto
import Engine

/// SHA-256 for the engine, which links no cryptography itself.
enum Hashing {
  static let sha256: DigestFunction = { bytes in
    guard let digest = Digest(bytes: Array(SHA256.hash(data: bytes))) else {
      preconditionFailure("a SHA-256 digest has 32 bytes")
    }
    return digest
  }
}
