/// The name of a thing of one kind: a role's name is not a stage's name, whatever the letters.
///
/// From YAML: a lower-case identifier of at most 64 characters (`[a-z][a-z0-9_]*`). Identities of stored things
/// (`P-1`, `R-7`, a person's `li.wei`) use the same type with their own kinds.
public struct Name<Kind>: Sendable, Hashable, Comparable, ExpressibleByStringLiteral,
  CustomStringConvertible, Codable, CodingKeyRepresentable
{
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public init?(codingKey: some CodingKey) { text = codingKey.stringValue }
  public var codingKey: any CodingKey { NameKey(stringValue: text) }

  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

struct NameKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
