extension FunctionDeclaration.Overload {
  /// Whether the overload takes arguments of these types, as far as values know their types.
  func accepts(_ arguments: [Value]) -> Bool {
    arguments.count == parameters.count
      && zip(arguments, parameters).allSatisfy { $0.belongs(to: $1) }
  }
}

extension Value {
  /// Whether the value is of a type; what lists and maps hold is not looked at.
  func belongs(to type: ValueType) -> Bool {
    switch (type, self) {
    case (.dyn, _), (.parameter, _), (.variable, _), (.error, _), (.abstract, _): true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double),
      (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration),
      (.list, .list), (.map, .map), (.type, .type), (.optional, .optional), (.decimal, .decimal),
      (.decimal, .ratio), (.date, .date), (.choice, .string):
      true
    case (.wrapper, .null): true
    case (.wrapper(let inner), _): belongs(to: inner)
    case (.record(let type), .record(let record)): record.type == type
    default: false
    }
  }
}
