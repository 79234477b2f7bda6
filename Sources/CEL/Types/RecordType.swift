/// A type with named fields, known by its name: two record types of one name are the same type.
public struct RecordType: Sendable, Hashable {
  public struct Field: Sendable, Hashable {
    public let name: String
    public let type: ValueType

    public init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  public let name: String
  public let fields: [Field]
  /// The position of the field that alone decides equality; nil: all fields do.
  public let keyIndex: Int?
  private let positions: [String: Int]

  /// `key` names the field that alone decides equality (a person is the same by `id`). Of two fields with
  /// one name the first counts.
  public init(name: String, fields: [Field], key: String? = nil) {
    self.name = name
    self.fields = fields
    let positions = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.positions = positions
    keyIndex = key.flatMap { positions[$0] }
  }

  /// nil: the type has no such field.
  public func index(of field: String) -> Int? { positions[field] }

  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
