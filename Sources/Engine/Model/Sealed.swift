/// A confidential value. The log has a digest of it; what it is lies beside the log, for those who may read it.
///
/// Closed, it is the digest and the roles of its readers. Open, it is also what it stands for: while something is decided,
/// and in the hands of a reader. Its coded form is always the closed one, so whatever is written or sent says nothing.
public struct Sealed: Sendable, Hashable, Codable {
  public let digest: Digest
  /// Whoever holds one of these roles may read it.
  public let readers: [RoleName]
  /// nil: closed.
  public let opening: Opening?

  public struct Opening: Sendable {
    public let salt: [UInt8]
    public let value: FieldValue
  }

  private enum CodingKeys: CodingKey {
    case digest, readers
  }

  init(digest: Digest, readers: [RoleName], opening: Opening? = nil) {
    self.digest = digest
    self.readers = readers
    self.opening = opening
  }

  /// Seals a value of a field with a command's salt.
  init(
    _ value: FieldValue, of field: FieldName, for readers: [RoleName], salt: [UInt8],
    _ sha256: DigestFunction
  ) {
    let content = SealedContent(value.json, of: field, salt: salt, sha256)
    self.init(
      digest: content.digest, readers: readers, opening: Opening(salt: salt, value: value))
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    digest = try container.decode(Digest.self, forKey: .digest)
    readers = try container.decode([RoleName].self, forKey: .readers)
    opening = nil
  }

  /// Two are the same when they say the same in the log; a digest is of one value.
  public static func == (left: Self, right: Self) -> Bool {
    left.digest == right.digest && left.readers == right.readers
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

  public var closed: Sealed { Sealed(digest: digest, readers: readers) }

  /// What stands for it where it may not be read: `•••1a2b3c4d`.
  public var mask: String { "•••" + digest.description.prefix(8) }

  /// Open, if this is what it was sealed from; else as it is.
  package func opened(with content: SealedContent) -> Sealed {
    guard content.digest == digest, let value: FieldValue = try? content.value?.decode() else {
      return self
    }
    return Sealed(
      digest: digest, readers: readers, opening: Opening(salt: content.salt, value: value))
  }
}

extension FieldValue {
  /// What a sealed value stands for where it is open; any other value, and a closed one, as it is.
  public var plain: FieldValue {
    guard case .sealed(let sealed) = self else { return self }
    return sealed.opening?.value ?? self
  }

  /// nil: it is not confidential.
  public var seal: Sealed? {
    if case .sealed(let sealed) = self { sealed } else { nil }
  }

  var isSealed: Bool {
    if case .sealed = self { true } else { false }
  }

  var json: JSON {
    guard let json = try? JSON(encoding: self) else {
      preconditionFailure("field values have an exact JSON form")
    }
    return json
  }
}
