/// The value of a ``RecordType``: its fields by position, each of which may be unset.
///
/// Reading an unset field is the error `not-set`; `has(r.field)` asks first. Two records are equal when their key
/// fields are, if the type has one (a person by `id`), else when all fields are.
public struct RecordValue: Sendable, Hashable {
  public let type: RecordType
  /// In the order of `type.fields`; nil is unset. As many as the type has fields.
  public let fields: [Value?]

  /// Missing fields count as unset, surplus ones are dropped.
  public init(_ type: RecordType, _ fields: [Value?]) {
    self.type = type
    var fields = Array(fields.prefix(type.fields.count))
    while fields.count < type.fields.count { fields.append(nil) }
    self.fields = fields
  }

  public init(_ type: RecordType, _ fields: [String: Value]) {
    self.type = type
    self.fields = type.fields.map { fields[$0.name] }
  }

  /// nil: unset, or no such field; ``RecordType/index(of:)`` tells which.
  public subscript(name: String) -> Value? {
    type.index(of: name).flatMap { fields[$0] }
  }

  public static func == (left: Self, right: Self) -> Bool {
    guard left.type == right.type else { return false }
    if let key = left.type.keyIndex, let a = left.fields[key], let b = right.fields[key] {
      return a == b
    }
    return left.fields == right.fields
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    if let key = type.keyIndex, let value = fields[key] {
      hasher.combine(value)
    } else {
      // Two records that are equal by all fields have equal first fields; more would not spread better.
      hasher.combine(fields.first ?? nil)
    }
  }
}
