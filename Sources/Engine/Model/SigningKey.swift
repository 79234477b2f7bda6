import CEL

/// A public key with which a person signs their decisions: a line of OpenSSH, `ssh-ed25519 AAAA…`, without its comment.
public struct PublicKey: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The kind in words, then base64 of the kind once more and of the key's 32 bytes; every such key begins alike.
  private static let start = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"
  private static let length = "ssh-ed25519 ".utf8.count + 68

  public let description: String

  /// nil unless the text is such a line. 51 bytes have one spelling in base64, so equal keys have equal texts.
  public init?(_ text: String) {
    guard text.utf8.count == Self.length, text.utf8.starts(with: Self.start.utf8),
      text.utf8.dropFirst(Self.start.utf8.count).allSatisfy(\.isBase64)
    else { return nil }
    description = text
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let key = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not an ssh-ed25519 key")
    }
    self = key
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A key in force, and since when.
public struct SigningKey: Sendable, Hashable, Codable {
  public let key: PublicKey
  /// What its owner calls it; may be empty.
  public let label: String
  public let since: Timestamp

  public init(key: PublicKey, label: String, since: Timestamp) {
    self.key = key
    self.label = label
    self.since = since
  }
}

extension Directory {
  /// The keys with which a human's decisions must be signed, under whichever entry they decide. nil: none was ever
  /// registered, and they decide unsigned; empty: all were revoked, and they decide nothing.
  public func signingKeys(of person: PersonID) -> [SigningKey]? {
    guard !signers.isEmpty else { return nil }
    let human = human(person)
    let entries = signers.filter { self.human($0.key) == human }
    guard !entries.isEmpty else { return nil }
    return entries.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// Whose key it is now; nil: nobody's.
  func owner(of key: PublicKey) -> PersonID? {
    signers.first { $0.value.contains { $0.key == key } }?.key
  }
}

extension UInt8 {
  fileprivate var isBase64: Bool {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
