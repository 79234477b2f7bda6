/// A request that somebody means to file.
public struct StoredDraft: Sendable, Hashable, Codable {
  public let content: [FieldName: String]
  public let reason: String
}
