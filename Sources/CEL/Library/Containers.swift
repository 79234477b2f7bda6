import Diagnostics

/// Looking into lists, maps, records and optionals.
enum Containers {
  /// `container[key]`
  static func index(_ container: Value, _ key: Value) throws(EvaluationError) -> Value {
    if case .optional(let inner) = container {
      guard let inner else { return .optional(nil) }
      return .optional(try find(inner, key))
    }
    guard let value = try find(container, key) else {
      if case .list = container, let position = listPosition(key) {
        throw .indexOutOfRange(position)
      }
      throw .noSuchKey(key)
    }
    return value
  }

  /// `container[?key]`
  static func optionalIndex(_ container: Value, _ key: Value) throws(EvaluationError) -> Value {
    if case .optional(let inner) = container {
      guard let inner else { return .optional(nil) }
      return .optional(try find(inner, key))
    }
    return .optional(try find(container, key))
  }

  /// `operand.field`
  static func select(_ operand: Value, _ field: String) throws(EvaluationError) -> Value {
    switch operand {
    case .map(let map):
      guard let value = map.value(at: field) else { throw .noSuchKey(.string(field)) }
      return value
    case .record(let record):
      guard let index = record.type.index(of: field) else {
        throw .noSuchField(field, of: operand)
      }
      guard let value = record.fields[index] else { throw .notSet(field) }
      return value
    case .optional(let inner):
      guard let inner else { return .optional(nil) }
      return .optional(try find(inner, field))
    default: throw .noSuchField(field, of: operand)
    }
  }

  /// `operand.?field`
  static func optionalSelect(_ operand: Value, _ field: String) throws(EvaluationError) -> Value {
    if case .optional(let inner) = operand {
      guard let inner else { return .optional(nil) }
      return .optional(try find(inner, field))
    }
    return .optional(try find(operand, field))
  }

  /// `has(operand.field)`
  static func has(_ operand: Value, _ field: String) throws(EvaluationError) -> Bool {
    if case .optional(let inner) = operand {
      guard let inner else { return false }
      return try find(inner, field) != nil
    }
    return try find(operand, field) != nil
  }

  /// nil: the operand could have the field, but has not.
  private static func find(_ operand: Value, _ field: String) throws(EvaluationError) -> Value? {
    switch operand {
    case .map(let map): return map.value(at: field)
    case .record(let record):
      guard let index = record.type.index(of: field) else {
        throw .noSuchField(field, of: operand)
      }
      return record.fields[index]
    case .optional(let inner):
      guard let inner else { return nil }
      return try find(inner, field)
    default: throw .noSuchField(field, of: operand)
    }
  }

  private static func find(_ container: Value, _ key: Value) throws(EvaluationError) -> Value? {
    switch container {
    case .list(let elements):
      guard let position = listPosition(key) else {
        throw .invalid("a list is indexed by whole numbers", zh: "列表须用整数索引")
      }
      guard let index = Int(exactly: position), elements.indices.contains(index) else {
        return nil
      }
      return elements[index]
    case .map(let map): return map[key]
    default: throw .noOverload("_[_]", container, key)
    }
  }

  /// A whole number of any type.
  private static func listPosition(_ key: Value) -> Int64? {
    switch key {
    case .int(let number): number
    case .uint(let number): Int64(clamping: number)
    case .double(let number): Int64(exactly: number)
    default: nil
    }
  }
}
