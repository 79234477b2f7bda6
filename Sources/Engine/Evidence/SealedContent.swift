/// What a confidential value was sealed from, as a store keeps it beside the log.
public struct SealedContent: Sendable, Hashable {
  /// So long that nobody finds the value by trying out what it could be.
  public static let saltLength = 32

  /// SHA-256 of the salt and the body.
  public let digest: Digest
  /// Made by the client, for each command anew; never by a decision.
  public let salt: [UInt8]
  /// The canonical JSON of `{"field": NAME, "value": …}`: a field's value, or what was typed for it.
  public let body: [UInt8]

  /// As it lies in a store, neither decoded nor believed.
  public init(digest: Digest, salt: [UInt8], body: [UInt8]) {
    self.digest = digest
    self.salt = salt
    self.body = body
  }

  init<Field>(_ value: JSON, of field: Name<Field>, salt: [UInt8], _ sha256: DigestFunction) {
    let body = (["field": .string(field.text), "value": value] as JSON).canonical
    self.init(digest: sha256(salt + body), salt: salt, body: body)
  }

  public func isGenuine(_ sha256: DigestFunction) -> Bool { sha256(salt + body) == digest }

  /// nil: the body is none.
  package var value: JSON? { (try? JSON(parsing: body))?["value"] }
}

/// What there is to open sealed values with, by digest.
package typealias Vault = [Digest: SealedContent]

extension JSON {
  /// The digests of everything that is sealed in it.
  package var seals: Set<Digest> {
    switch self {
    case .null, .bool, .integer, .string: []
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.seals) }
    case .object(let members):
      sealDigest.map { [$0] } ?? members.values.reduce(into: []) { $0.formUnion($1.seals) }
    }
  }

  /// With what was sealed in its place, as far as it is there.
  package func opened(with vault: Vault) -> JSON {
    switch self {
    case .null, .bool, .integer, .string: self
    case .array(let elements): .array(elements.map { $0.opened(with: vault) })
    case .object(let members):
      sealDigest.map { vault[$0]?.value ?? self }
        ?? .object(members.mapValues { $0.opened(with: vault) })
    }
  }

  /// Of `{"sealed": {"digest": …}}`; nil: it is something else.
  private var sealDigest: Digest? {
    guard case .object(let members) = self, members.count == 1,
      case .string(let text)?? = members["sealed"].map({ $0["digest"] })
    else { return nil }
    return Digest(text)
  }
}
