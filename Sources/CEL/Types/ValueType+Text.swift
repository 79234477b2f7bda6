extension ValueType: CustomStringConvertible {
  /// As CEL writes it: `list(int)`, `map(string, dyn)`.
  public var description: String {
    switch self {
    case .null: "null_type"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .dyn: "dyn"
    case .error: "error"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .type(let type): "type(\(type))"
    case .optional(let type): "optional_type(\(type))"
    case .wrapper(let type): "wrapper(\(type))"
    case .abstract(let name, let types):
      types.isEmpty ? name : "\(name)(\(types.map(\.description).joined(separator: ", ")))"
    case .parameter(let name): name
    case .decimal: "decimal"
    case .date: "date"
    case .choice(let choice): choice.name
    case .record(let record): record.name
    case .variable(let index): "_\(index)"
    }
  }

  /// The name by which a value of the type calls its type: without what it holds.
  var runtimeName: String {
    switch self {
    case .list: "list"
    case .map: "map"
    case .type: "type"
    case .optional: "optional_type"
    case .wrapper(let type): type.runtimeName
    case .abstract(let name, _): name
    case .choice: "string"
    case .timestamp: "google.protobuf.Timestamp"
    case .duration: "google.protobuf.Duration"
    default: description
    }
  }
}
