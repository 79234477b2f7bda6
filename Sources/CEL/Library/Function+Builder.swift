/// How the tables of functions are written down.
extension Function {
  /// Called as `name(arguments)`.
  static func global(
    _ name: String, _ builtin: Builtin, _ overloads: ([ValueType], ValueType)...
  ) -> Function {
    Function(
      name: name, overloads: overloads.map { Overload($0.0, $0.1) }, builtin: builtin)
  }

  /// Called as `receiver.name(arguments)`; the receiver is the first parameter.
  static func member(
    _ name: String, _ builtin: Builtin, _ overloads: ([ValueType], ValueType)...
  ) -> Function {
    Function(
      name: name, overloads: overloads.map { Overload($0.0, $0.1, isMember: true) },
      builtin: builtin)
  }

  /// Callable either way.
  static func both(
    _ name: String, _ builtin: Builtin, _ overloads: ([ValueType], ValueType)...
  ) -> Function {
    Function(
      name: name,
      overloads: overloads.flatMap {
        [Overload($0.0, $0.1), Overload($0.0, $0.1, isMember: true)]
      }, builtin: builtin)
  }

  /// An operator between two values of each of the types.
  static func between(
    _ operation: Operator, _ builtin: Builtin, _ types: [ValueType], _ result: ValueType? = nil,
    others: [([ValueType], ValueType)] = []
  ) -> Function {
    Function(
      name: operation.rawValue,
      overloads: types.map { Overload([$0, $0], result ?? $0) }
        + others.map { Overload($0.0, $0.1) }, builtin: builtin)
  }
}

extension ValueType {
  static let a = ValueType.parameter("A")
  static let b = ValueType.parameter("B")
}
